"""Walks: recorded by one key, kept as a lesson to be filled with words, and played again."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QToolButton

from aeviewer.app.export.order import check_target, unused, write
from aeviewer.app.layout import Parts
from aeviewer.app.lessons.playback import Playback
from aeviewer.app.lessons.player import Player
from aeviewer.app.lessons.recorder import LONGEST, Recorder
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.theme import TYPE
from aeviewer.app.pages import PAGES
from aeviewer.app.telling.dialogs import ask_walk
from aeviewer.errors import UserError
from aeviewer.session.lesson import SUFFIX
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.session.walk import Moment, written
from aeviewer.words import N_, _

OF_WALKS = ("record", "play_walk")
"""Ids of the actions that are answered here."""

_TEXT = N_("Write here what is to be seen, and ask before you tell.")
_NOT_HERE = N_("A walk names its models: keep the one in training first, or open another.")
_NOTHING = N_("Nothing was changed while the walk was recorded: there is none to keep.")
_UNKEPT = N_("The walk is not saved yet.")


class Walks(QObject):
    """Answers Record and Play, and asks where a walk is kept.

    Attributes:
        changed: one records or plays, or no longer.
        told: a word for the status bar.
        failed: a walk cannot be recorded or written: the sentence why.
        recorder: what writes down.
        playback: what plays.
    """

    changed = Signal()
    told = Signal(str)
    failed = Signal(object)  # UserError

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
        self.recorder, self.playback = Recorder(store, self), Playback(store, player, self)
        self._folder = Path.home()
        self._mark = _mark(actions["record"])
        self._mark.setParent(parts.status)  # not in it: a bar is as high as what it hides
        self._mark.hide()
        self._answers: Mapping[str, Callable[[], None]] = {
            "record": self.toggle,
            "play_walk": self._play,
        }
        self.recorder.ticked.connect(self._on_ticked)
        self.recorder.stopped.connect(self._on_stopped)
        self.playback.changed.connect(self.changed)
        parts.map.pressed.connect(self.playback.pause)

    def act(self, name: str) -> None:
        """Answer one of the actions in `OF_WALKS`."""
        self._answers[name]()

    def toggle(self) -> None:
        """Begin to record, or end and ask where the walk is to be kept."""
        if self.recorder.recording:
            self._ask(self.recorder.end())
        elif not self._store.view.slots[0].model:
            self.failed.emit(UserError(_(_NOT_HERE)))
        else:
            self.playback.pause()
            self.recorder.begin()

    def keep(self, walk: Sequence[Moment], name: str) -> None:
        """Write a walk as a lesson, and open it."""
        path = Path(name)
        title = path.stem.replace("-", " ").replace("_", " ").strip().capitalize()
        text = written(walk, title or path.stem, _heading, _(_TEXT))
        try:
            check_target(path)
            write(path, text.encode())
        except UserError as error:
            self.failed.emit(error)
            self._offer(walk, _(_UNKEPT))
            return
        self._folder = path.absolute().parent
        self.told.emit(_("Saved as {path}").format(path=path))
        self._player.open(str(path))

    def _play(self) -> None:
        if self.playback.can_play:
            self.playback.toggle()

    def _ask(self, walk: Sequence[Moment]) -> None:
        """Ask for the file; who asks for none may still change his mind."""
        if len(walk) < 2:
            self.told.emit(_(_NOTHING))
            return
        day = QDate.currentDate().toString("yyyy-MM-dd")
        name = _("walk-{day}").format(day=day)
        proposed = unused(self._folder / f"{name}{SUFFIX}")
        ask_walk(
            self._window,
            proposed,
            partial(self.keep, walk),
            partial(self._offer, walk, _(_UNKEPT)),
        )

    def _offer(self, walk: Sequence[Moment], why: str) -> None:
        save = _("Save ..."), partial(self._ask, walk)
        self._parts.messages.show_message(why, "info", save)

    def _on_stopped(self, why: str) -> None:
        """It ended by itself, perhaps in the middle of a lecture: nothing opens unasked."""
        self._offer(self.recorder.end(), why)

    def _on_ticked(self) -> None:
        recording = self.recorder.recording
        if recording:
            done, most = map(_clock, (self.recorder.seconds, LONGEST))
            words = _("Recording {done} of {most}").format(done=done, most=most)
            self._mark.setText(f"\N{BLACK CIRCLE} {words}")
            self._mark.setAccessibleName(words)
        if recording == self._mark.isHidden():
            self._show_mark(recording)
            self.changed.emit()

    def _show_mark(self, recording: bool) -> None:
        status = self._parts.status
        if recording:
            status.insertPermanentWidget(0, self._mark)
            self._mark.show()
        else:
            status.removeWidget(self._mark)


def _heading(number: int, view: View) -> str:
    """What a step is called until somebody calls it otherwise: its number and its page."""
    titles = {page.name: _(page.title) for page in PAGES}
    return f"{number}. {titles.get(view.page, _('Map'))}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _mark(action: QAction) -> QToolButton:
    """What says in the status bar that one records, and ends it."""
    mark = QToolButton()
    mark.setObjectName("recording")
    mark.setProperty("flat", True)
    mark.setToolTip(action.toolTip())
    mark.clicked.connect(action.trigger)
    write_numbers(mark, TYPE[1])
    return mark
