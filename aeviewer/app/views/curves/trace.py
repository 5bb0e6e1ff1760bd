"""A curve that may grow for ever: what is kept of it halves its detail whenever it is full."""

import numpy as np
from numpy.typing import NDArray

_ROOM = 2048

Numbers = NDArray[np.float64]


class Trace:
    """Means over equal stretches of a series; a million values cost as much as two thousand."""

    def __init__(self, room: int = _ROOM) -> None:
        self._x = np.zeros(room)
        self._y = np.zeros(room)
        self._used = 0
        self._stretch = 1
        self._waiting: list[tuple[float, float]] = []
        self.last = float("nan")

    def __len__(self) -> int:
        return self._used + bool(self._waiting)

    def append(self, x: float, y: float) -> None:
        """Add one value."""
        self.last = y
        self._waiting.append((x, y))
        if len(self._waiting) == self._stretch:
            self._x[self._used], self._y[self._used] = _mean(self._waiting)
            self._waiting.clear()
            self._used += 1
        if self._used == len(self._x):
            self._halve()

    def points(self) -> tuple[Numbers, Numbers]:
        """The curve, (n,) and (n,), up to the last value: its end is the mean of what is new."""
        x, y = self._x[: self._used], self._y[: self._used]
        if not self._waiting:
            return x.copy(), y.copy()
        end_x, end_y = _mean(self._waiting)
        return np.append(x, end_x), np.append(y, end_y)

    def _halve(self) -> None:
        half = self._used // 2
        for kept in (self._x, self._y):
            kept[:half] = kept[: 2 * half].reshape(half, 2).mean(1)
        self._used = half
        self._stretch *= 2


def _mean(values: list[tuple[float, float]]) -> tuple[float, float]:
    count = len(values)
    return sum(x for x, _ in values) / count, sum(y for _, y in values) / count
