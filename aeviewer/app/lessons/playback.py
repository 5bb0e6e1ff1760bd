"""Playing a walk: what was recorded is looked at once more, at its own speed, from step to step."""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from aeviewer.app.lessons.player import Player
from aeviewer.session.lesson import Lesson
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.session.walk import Moment, changes


class Playback(QObject):
    """Goes the ways between the steps of the open lesson; each is one step of undo.

    Attributes:
        changed: it plays, or no longer.
    """

    changed = Signal()

    def __init__(
        self,
        store: Store,
        player: Player,
        parent: QObject,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._store, self._player, self._clock = store, player, clock
        self._from: tuple[Lesson, int] | None = None  # the step that it walks away from
        self._left, self._next = 0.0, 0  # when that was left, and the moment that comes next
        self._paused: float | None = None  # seconds into the way
        self._wake = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._wake.timeout.connect(self._go_on)
        player.stepped.connect(self._on_stepped)

    @property
    def playing(self) -> bool:
        """Whether a walk is being played."""
        return self._wake.isActive()

    @property
    def can_play(self) -> bool:
        """Whether there is a way to go in the open lesson."""
        lesson = self._player.lesson
        return lesson is not None and any(step.walk for step in lesson.steps)

    def toggle(self) -> None:
        """Play from where it was paused, else from the step on show; or pause."""
        if self.playing:
            self.pause()
        elif self._paused is not None:
            self._resume(self._paused)
        else:
            self._begin()

    def pause(self) -> None:
        """Stay where it is."""
        if self.playing:
            self._wake.stop()
            self._paused = self._clock() - self._left
            self.changed.emit()

    def _begin(self) -> None:
        """Begin at the step on show; where no way leads on, at the first one."""
        if not self.can_play:
            return
        if not self._way(self._player.number):
            self._player.first()
        else:
            self._player.again()
        self._leave()
        self.changed.emit()

    def _resume(self, seconds: float) -> None:
        """Go on in the middle of a way, from where it was left."""
        way = self._way(self._player.number)
        if 0 < self._next < len(way):
            self._show(way[self._next - 1].view)
        self._left, self._paused = self._clock() - seconds, None
        self._wait()
        self.changed.emit()

    def _leave(self) -> None:
        """Leave the step on show, if a way leads on; the walk is over where none does."""
        lesson = self._player.lesson
        self._from = None if lesson is None else (lesson, self._player.number)
        self._left, self._next, self._paused = self._clock(), 0, None
        if self._way(self._player.number):
            self._wait()

    def _way(self, number: int) -> tuple[Moment, ...]:
        """The way from a step to the one after it."""
        steps = () if self._player.lesson is None else self._player.lesson.steps
        return steps[number + 1].walk if number + 1 < len(steps) else ()

    def _wait(self) -> None:
        at = self._way(self._player.number)[self._next].at
        self._wake.start(max(0, round(1000 * (at - (self._clock() - self._left)))))

    def _go_on(self) -> None:
        """Look at the newest moment that is due; those that are late are left out."""
        way, now = self._way(self._player.number), self._clock() - self._left
        self._next += 1
        while self._next < len(way) and way[self._next].at <= now:
            self._next += 1
        if self._next < len(way):
            self._show(way[self._next - 1].view)
            self._wait()
        else:
            self._arrive()

    def _arrive(self) -> None:
        """Reach the next step; its own view is the last moment of the way."""
        lesson, number = self._player.lesson, self._player.number + 1
        assert lesson is not None
        self._from = lesson, number  # so that it is not taken for somebody else's step
        self._show(lesson.steps[number].view, number)
        self._store.settle()
        self._leave()
        if not self.playing:
            self.changed.emit()

    def _show(self, view: View, step: int | None = None) -> None:
        """Look at it; another model brings its whole view, so that nothing is taken back of it."""
        now = self._store.view
        number = now.lesson_step if step is None else step
        if view.slots != now.slots:
            self._store.adopt(replace(view, lesson=now.lesson, lesson_step=number))
        else:
            self._store.set(**changes(now, view), lesson_step=number)

    def _on_stepped(self) -> None:
        """End where a person goes to another step, or another lesson."""
        lesson = self._player.lesson
        if self._from is None or self._from == (lesson, self._player.number):
            return
        self._from = self._paused = None
        self._wake.stop()
        self.changed.emit()
