"""Recording a walk: what is looked at and when, for as long as one wants or there is room."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from aeviewer.session import walk
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.session.walk import Moment
from aeviewer.words import N_, _

LONGEST = 600
"""Seconds that a walk may take."""

_MOST = 800_000  # characters of a walk, which a lesson's file has room for
_EVERY = 50  # milliseconds from one moment to the next at least
_TICK = 1000
_TOO_LONG = N_("The walk ended by itself after {minutes} minutes, the longest there is.")
_TOO_MUCH = N_("The walk ended by itself: more changed in it than a lesson's file has room for.")
_UNKEPT = N_("The walk ended where the training began: a model has to be kept before it is shown.")


class Recorder(QObject):
    """Watches the view while it records, and not at any other time.

    A drag is looked at twenty times a second at most; what passes in between is not kept.

    Attributes:
        turned: recording began or ended.
        ticked: a second has passed, or recording began or ended.
        stopped: it ended by itself: the sentence why.
    """

    turned = Signal()
    ticked = Signal()
    stopped = Signal(str)

    def __init__(
        self, store: Store, parent: QObject, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._store, self._clock = store, clock
        self._end_watch: Callable[[], None] | None = None
        self._moments: list[Moment] = []
        self._began, self._size = 0.0, 0
        self._look = QTimer(self, interval=_EVERY, singleShot=True)
        self._look.timeout.connect(self._take)
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self._on_tick)

    @property
    def recording(self) -> bool:
        """Whether a walk is being recorded."""
        return self._end_watch is not None

    @property
    def seconds(self) -> float:
        """How long it has been."""
        return self._clock() - self._began

    def begin(self) -> None:
        """Begin with what is on show now."""
        self._began, self._size = self._clock(), 0
        self._moments = [Moment(0.0, self._store.view)]
        self._end_watch = self._store.watch(self._on_changed)
        self._tick.start()
        self._tell()

    def so_far(self) -> Sequence[Moment]:
        """What was recorded, up to this moment."""
        if self._look.isActive():
            self._take()
        return self._moments

    def end(self) -> Sequence[Moment]:
        """End, and give what was recorded."""
        walk = self.so_far()
        self._let_go()
        return walk

    def _let_go(self) -> None:
        if self._end_watch is None:
            return
        self._end_watch()
        self._end_watch = None
        self._look.stop()
        self._tick.stop()
        self._tell()

    def _tell(self) -> None:
        self.turned.emit()
        self.ticked.emit()

    def _on_changed(self, view: View) -> None:
        if not view.slots or not view.slots[0].model:
            self._stop(_(_UNKEPT))
        elif not self._look.isActive():
            self._look.start()

    def _take(self) -> None:
        self._look.stop()
        last, now = self._moments[-1], Moment(self.seconds, self._store.view)
        if not walk.changes(last.view, now.view):
            return
        self._size += len(walk.line(now.at, last.view, now.view))
        if self._size > _MOST:
            self._stop(_(_TOO_MUCH))
        else:
            self._moments.append(now)

    def _on_tick(self) -> None:
        if self.seconds >= LONGEST:
            self._take()
            self._stop(_(_TOO_LONG).format(minutes=LONGEST // 60))
        else:
            self.ticked.emit()

    def _stop(self, why: str) -> None:
        if self.recording:
            self._let_go()
            self.stopped.emit(why)
