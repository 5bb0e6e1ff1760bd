"""Points that travel: from where they are on the screen to where newer weights put them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEasingCurve, QVariantAnimation, Signal
from PySide6.QtWidgets import QWidget

from aeviewer.app.views.map.framing import easing

Floats = NDArray[np.float32]

_MOST = 100_000  # points: with more of them a frame takes longer than an eye follows


class Travel(QVariantAnimation):
    """Moves points (N, 2) evenly along straight lines, the last part slowly.

    Attributes:
        moved: where they are now, (N, 2).
    """

    moved = Signal(object)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._start = self._goal = np.empty((0, 2), np.float32)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._on_value_changed)

    def go(self, start: Floats, goal: Floats) -> None:
        """Begin at `start`, unless nobody would see it: then they are at the goal at once."""
        self.stop()
        self._start, self._goal = start, goal
        duration = easing(self._canvas) if len(goal) <= _MOST else 0
        if not duration or np.array_equal(start, goal):
            self.moved.emit(goal)
            return
        self.setDuration(duration)
        self.moved.emit(start)  # Qt tells no value that it had already
        self.start()

    def _on_value_changed(self, t: float) -> None:
        if self.state() == self.State.Running:
            there = t >= 1
            self.moved.emit(self._goal if there else self._start + t * (self._goal - self._start))
