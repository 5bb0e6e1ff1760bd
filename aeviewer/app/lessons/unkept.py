"""The walk that is in no file yet: one is asked where it is to be kept, and it is not lost."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from aeviewer.app.lessons.recorder import Recorder
from aeviewer.app.lessons.walk_file import keep_walk, proposed, walks_folder, write_walk
from aeviewer.app.telling.dialogs import ask_walk, to_keep
from aeviewer.app.telling.messages import MessageBar
from aeviewer.errors import UserError
from aeviewer.session.walk import Moment
from aeviewer.words import N_, _

_NOTHING = N_("Nothing was changed while the walk was recorded: there is none to keep.")
_NOT_SAVED = N_("The walk is not saved yet.")
_LOOSE = N_("A walk was recorded and is not saved yet. Keep it?")


class Unkept(QObject):
    """Holds what was recorded until it is in a file, or somebody lets go of it.

    Attributes:
        told: a word for the status bar.
        failed: it cannot be written: the sentence why.
        kept: it was written to the folder of walks: its path.
        saved: it was written to the file that somebody named: its path.
    """

    told = Signal(str)
    failed = Signal(object)  # UserError
    kept = Signal(str)
    saved = Signal(str)

    def __init__(self, window: QWidget, messages: MessageBar, recorder: Recorder) -> None:
        super().__init__(window)
        self._window, self._messages, self._recorder = window, messages, recorder
        self._folder = Path.home()
        self._walk: Sequence[Moment] = ()
        self._asked = False  # where it is to be kept
        self._box: QMessageBox | None = None

    @property
    def unasked(self) -> bool:
        """Whether nobody was asked yet where the walk is to be kept."""
        return bool(self._walk) and not self._asked

    def offer(self, walk: Sequence[Moment], why: str) -> None:
        """Hold a walk, say why it ended, and offer to save it: nothing opens unasked."""
        if len(walk) > 1:
            self._walk, self._asked = walk, False
        self._say(walk, why)

    def ask(self, walk: Sequence[Moment] | None = None) -> None:
        """Ask for the file of a walk, or of what is held; who names none may change his mind."""
        walk = self._walk if walk is None else walk
        if len(walk) < 2:
            self.told.emit(_(_NOTHING))
            return
        self._walk, self._asked = walk, True
        decline = partial(self._say, walk, _(_NOT_SAVED))
        ask_walk(self._front(), proposed(self._folder), partial(self.save, walk), decline)

    def save(self, walk: Sequence[Moment], name: str) -> None:
        """Write a walk as a lesson."""
        path = Path(name)
        try:
            write_walk(walk, path)
        except UserError as error:
            self.failed.emit(error)
            self._say(walk, _(_NOT_SAVED))
            return
        if walk is self._walk:
            self._let_go()
        self._folder = path.absolute().parent
        self.told.emit(_("Saved as {path}").format(path=path))
        self.saved.emit(str(path))

    def make_way(self, go_on: Callable[[], None]) -> None:
        """Go on at once where nothing is held, else once it was said what becomes of that."""
        if not self._loose():
            go_on()
        elif self._box is None:
            where = _("It would be saved in {folder}.").format(folder=self.folder)
            title = _("Record another walk?")
            self._box = to_keep(self._front(), title, _(_LOOSE), where)
            self._box.finished.connect(partial(self._on_answered, go_on))
            self._box.open()

    @property
    def folder(self) -> Path:
        """Where `keep_now` writes."""
        return walks_folder()

    def question(self) -> str:
        """Ask whether to keep what would be lost with the window; empty where nothing would."""
        if not self._loose():
            return ""
        return _("A walk is being recorded. Keep it?") if self._recorder.recording else _(_LOOSE)

    def keep_now(self) -> None:
        """Write what would be lost, if anything, to the folder of walks.

        Raises:
            UserError: it cannot be written.
        """
        if walk := self._loose():
            path = keep_walk(walk)
            self.told.emit(_("Saved as {path}").format(path=path))
            self.kept.emit(str(path))

    def forget(self) -> None:
        """Record no more, and let go of what was recorded."""
        self._recorder.end()
        self._let_go()

    def _let_go(self) -> None:
        """Hold nothing any more, and say nothing of it."""
        self._walk = ()
        self._messages.let_pass("walk")

    def _loose(self) -> Sequence[Moment]:
        """What is in no file yet: of what is being recorded, the part so far."""
        walk = self._recorder.so_far() if self._recorder.recording else self._walk
        return walk if len(walk) > 1 else ()

    def _on_answered(self, go_on: Callable[[], None], answer: int) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if answer == QMessageBox.StandardButton.Cancel:
            return
        try:
            if answer == QMessageBox.StandardButton.Save:
                self.keep_now()
        except UserError as error:
            self.failed.emit(error)
            return
        self._let_go()
        go_on()

    def _front(self) -> QWidget:
        """The window that one works in: no audience need see the question on its screen."""
        front = QApplication.activeWindow()
        own = front is not None and front.windowType() == Qt.WindowType.Window
        return front if front is not None and own else self._window

    def _say(self, walk: Sequence[Moment], why: str) -> None:
        save = _("Save ..."), partial(self.ask, walk)
        self._messages.show_message(why, "info", save, topic="walk")
