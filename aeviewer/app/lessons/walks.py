"""Walks: recorded by one key, kept as a lesson to be filled with words, and played again."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from aeviewer.app.layout import Parts
from aeviewer.app.lessons.mark import RecordingMark
from aeviewer.app.lessons.playback import Playback
from aeviewer.app.lessons.player import Player
from aeviewer.app.lessons.recorder import Recorder
from aeviewer.app.lessons.unkept import Unkept
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.words import N_, _

OF_WALKS = ("record", "play_walk")
"""Ids of the actions that are answered here."""

_NOT_HERE = N_("A walk names its models: keep the one in training first, or open another.")


class Walks(QObject):
    """Answers Record and Play, and sees that no walk is lost.

    Attributes:
        changed: one records or plays, or no longer.
        told: a word for the status bar.
        failed: a walk cannot be recorded or written: the sentence why.
        recorder: what writes down.
        unkept: what was recorded and is in no file.
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
        self._record = actions["record"]
        self.recorder, self.playback = Recorder(store, self), Playback(store, player, self)
        self.unkept = Unkept(window, parts.messages, self.recorder)
        self._mark = self.mark(parts.status)  # not in it: a bar is as high as what it hides
        self._answers: Mapping[str, Callable[[], None]] = {
            "record": self.toggle,
            "play_walk": self._play,
        }
        self.unkept.told.connect(self.told)
        self.unkept.failed.connect(self.failed)
        self.unkept.saved.connect(player.open)
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

        One that has ended by itself comes first: it may be what the key was to end. One that was
        not saved when that was asked is not lost to the next without a word.
        """
        if self.recorder.recording:
            self.unkept.ask(self.recorder.end())
        elif self.unkept.unasked:
            self.unkept.ask()
        elif not self._store.view.slots[0].model:
            self.failed.emit(UserError(_(_NOT_HERE)))
        else:
            self.unkept.make_way(self._begin)

    def _play(self) -> None:
        if self.playback.can_play:
            self.playback.toggle()

    def _begin(self) -> None:
        self.unkept.forget()
        self.playback.pause()
        self.recorder.begin()

    def _on_stopped(self, why: str) -> None:
        """It ended by itself, perhaps in the middle of a lecture: nothing opens unasked."""
        self.unkept.offer(self.recorder.end(), why)

    def _seat_mark(self) -> None:
        status = self._parts.status
        if self.recorder.recording:
            status.insertPermanentWidget(0, self._mark)
        else:
            status.removeWidget(self._mark)
