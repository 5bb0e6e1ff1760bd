"""Walks: recorded by one key, kept as a lesson to be filled with words, and played again."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from aeviewer.app.layout import Parts
from aeviewer.app.lessons.mark import RecordingMark
from aeviewer.app.lessons.playback import Playback
from aeviewer.app.lessons.player import Player
from aeviewer.app.lessons.recorder import Recorder
from aeviewer.app.lessons.walk_file import keep_walk, proposed, walks_folder, write_walk
from aeviewer.app.telling.dialogs import ask_walk
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.session.walk import Moment
from aeviewer.words import N_, _

OF_WALKS = ("record", "play_walk")
"""Ids of the actions that are answered here."""

_NOT_HERE = N_("A walk names its models: keep the one in training first, or open another.")
_NOTHING = N_("Nothing was changed while the walk was recorded: there is none to keep.")
_UNKEPT = N_("The walk is not saved yet.")


class Walks(QObject):
    """Answers Record and Play, and sees that no walk is lost.

    Attributes:
        changed: one records or plays, or no longer.
        told: a word for the status bar.
        failed: a walk cannot be recorded or written: the sentence why.
        kept: a walk was written unasked: its path.
        recorder: what writes down.
        playback: what plays.
    """

    changed = Signal()
    told = Signal(str)
    failed = Signal(object)  # UserError
    kept = Signal(str)

    def __init__(
        self,
        window: QMainWindow,
        store: Store,
        parts: Parts,
        player: Player,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._parts, self._player = window, store, parts, player
        self._record = actions["record"]
        self.recorder, self.playback = Recorder(store, self), Playback(store, player, self)
        self._folder = Path.home()
        self._unkept: Sequence[Moment] = ()  # what was recorded and is in no file
        self._asked = False  # where it is to be kept
        self._mark = self.mark(parts.status)  # not in it: a bar is as high as what it hides
        self._answers: Mapping[str, Callable[[], None]] = {
            "record": self.toggle,
            "play_walk": self._play,
        }
        self.recorder.turned.connect(self._seat_mark)
        self.recorder.turned.connect(self.changed)
        self.recorder.stopped.connect(self._on_stopped)
        self.playback.changed.connect(self.changed)
        parts.map.pressed.connect(self.playback.pause)

    def act(self, name: str) -> None:
        """Answer one of the actions in `OF_WALKS`."""
        self._answers[name]()

    def mark(self, parent: QWidget) -> RecordingMark:
        """Make what says in a window that a walk is being recorded."""
        return RecordingMark(self.recorder, self._record, parent)

    def toggle(self) -> None:
        """Begin to record, or end and ask where the walk is to be kept.

        One that has ended by itself comes first: it may be what the key was to end.
        """
        if self.recorder.recording:
            self._ask(self.recorder.end())
        elif self._unkept and not self._asked:
            self._ask(self._unkept)
        elif not self._store.view.slots[0].model:
            self.failed.emit(UserError(_(_NOT_HERE)))
        else:
            self._unkept = ()
            self.playback.pause()
            self.recorder.begin()

    def keep(self, walk: Sequence[Moment], name: str) -> None:
        """Write a walk as a lesson, and open it."""
        path = Path(name)
        try:
            write_walk(walk, path)
        except UserError as error:
            self.failed.emit(error)
            self._offer(walk, _(_UNKEPT))
            return
        if walk is self._unkept:
            self._unkept = ()
        self._folder = path.absolute().parent
        self.told.emit(_("Saved as {path}").format(path=path))
        self._player.open(str(path))

    @property
    def folder(self) -> Path:
        """Where `keep_now` writes."""
        return walks_folder()

    def question(self) -> str:
        """Ask whether to keep what would be lost with the window; empty where nothing would."""
        if not self._loose():
            return ""
        if self.recorder.recording:
            return _("A walk is being recorded. Keep it?")
        return _("A walk was recorded and is not saved yet. Keep it?")

    def keep_now(self) -> None:
        """Write what would be lost with the window, if anything.

        Raises:
            UserError: it cannot be written.
        """
        if walk := self._loose():
            self.kept.emit(str(keep_walk(walk)))

    def forget(self) -> None:
        """Record no more, and let go of what was recorded."""
        self.recorder.end()
        self._unkept = ()

    def _loose(self) -> Sequence[Moment]:
        """What is in no file yet: of what is being recorded, the part so far."""
        walk = self.recorder.so_far() if self.recorder.recording else self._unkept
        return walk if len(walk) > 1 else ()

    def _play(self) -> None:
        if self.playback.can_play:
            self.playback.toggle()

    def _ask(self, walk: Sequence[Moment]) -> None:
        """Ask for the file; who asks for none may still change his mind."""
        if len(walk) < 2:
            self.told.emit(_(_NOTHING))
            return
        self._unkept, self._asked = walk, True
        decline = partial(self._offer, walk, _(_UNKEPT))
        ask_walk(self._front(), proposed(self._folder), partial(self.keep, walk), decline)

    def _front(self) -> QWidget:
        """The window that one works in: no audience need see the question on its screen."""
        front = QApplication.activeWindow()
        own = front is not None and front.windowType() == Qt.WindowType.Window
        return front if front is not None and own else self._window

    def _offer(self, walk: Sequence[Moment], why: str) -> None:
        save = _("Save ..."), partial(self._ask, walk)
        self._parts.messages.show_message(why, "info", save)

    def _on_stopped(self, why: str) -> None:
        """It ended by itself, perhaps in the middle of a lecture: nothing opens unasked."""
        walk = self.recorder.end()
        if len(walk) > 1:
            self._unkept, self._asked = walk, False
        self._offer(walk, why)

    def _seat_mark(self) -> None:
        status = self._parts.status
        if self.recorder.recording:
            status.insertPermanentWidget(0, self._mark)
        else:
            status.removeWidget(self._mark)
