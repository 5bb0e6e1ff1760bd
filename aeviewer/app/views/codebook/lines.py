"""Places in lines, as many to a line as the width has room for, and how they scroll."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtWidgets import QAbstractScrollArea


class Lines:
    """Finds places on the screen, numbered from 0.

    Args:
        area: what they are scrolled in.
        each: how many pixels a place takes.
    """

    def __init__(self, area: QAbstractScrollArea, each: QSize) -> None:
        self._area, self._bar = area, area.verticalScrollBar()
        self._wide, self._tall = each.width(), each.height()
        self._bar.setSingleStep(self._tall)

    @property
    def columns(self) -> int:
        """How many places there are in a line."""
        return max(1, self._area.viewport().width() // self._wide)

    @property
    def page(self) -> int:
        """How many places there are in all the lines that fit on the screen."""
        return self.columns * max(1, self._high // self._tall)

    def in_sight(self, count: int) -> range:
        """Which of so many places are on the screen, in part at least."""
        columns, top = self.columns, self._bar.value()
        last = ((top + self._high - 1) // self._tall + 1) * columns
        return range(top // self._tall * columns, min(last, count))

    def box(self, number: int) -> QRectF:
        """Where a place is, in sight or not."""
        line, column = divmod(number, self.columns)
        top = line * self._tall - self._bar.value()
        return QRectF(column * self._wide, top, self._wide, self._tall)

    def at(self, position: QPointF) -> int | None:
        """Which place is here; None beside the last column."""
        column = int(position.x() // self._wide)
        line = int((position.y() + self._bar.value()) // self._tall)
        return line * self.columns + column if column < self.columns else None

    def measure(self, count: int) -> None:
        """Say how far there is to scroll among so many places."""
        lines = -(-count // self.columns)
        self._bar.setRange(0, max(0, lines * self._tall - self._high))
        self._bar.setPageStep(self._high)

    def reveal(self, number: int) -> None:
        """Scroll to a place, no further than it takes."""
        top = number // self.columns * self._tall
        self._bar.setValue(min(max(self._bar.value(), top + self._tall - self._high), top))

    @property
    def _high(self) -> int:
        return self._area.viewport().height()
