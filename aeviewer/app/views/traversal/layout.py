"""Where the pictures of a traversal sheet stand, and what its rows are.

Before an audience nobody scrolls: pictures are as small as all rows need, but not too small to be
seen; of more rows than fit then, the first are shown, and a line below says so.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

from aeviewer.app.kit.pixels import enlargement
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.app.views.probe.dimension import Dimension

Cell = tuple[int, int]  # place of a row in the sheet's order, and column

LINE = TYPE[0] + SPACES[0]
LABEL, HEAD, GAP = 104, LINE + 2, SPACES[0]
BAR = 12
LEAST, LESS = 3 * LINE + 2, 2 * LINE + 2  # height of a row: name, worth and range; in two lines
_COLUMNS = (11, 9, 7)  # odd, so that the middle of the range has a column
_LEGIBLE = 2.0  # a factor that small pictures should be enlarged by
_FAR = 28.0  # points of a picture's height, so that it is seen from the last row


@dataclass(frozen=True)
class Line:
    """One row: a dimension, how far it goes, and where the cursor is on it."""

    dimension: Dimension
    low: float
    high: float
    value: float

    def steps(self, count: int) -> list[float]:
        """Even steps from the lowest value to the highest."""
        found: list[float] = np.linspace(self.low, self.high, count).tolist()
        return found

    def values(self, count: int) -> list[float]:
        """The same, but the step nearest to the cursor is the cursor's: its picture is framed."""
        found, nearest = self.steps(count), self.nearest(count)
        if nearest is not None:
            found[nearest] = self.value
        return found

    def nearest(self, count: int) -> int | None:
        """The column nearest to the cursor, or None where the cursor is beyond all of them."""
        if not self.high > self.low:
            return None
        place = (self.value - self.low) / (self.high - self.low) * (count - 1)
        return min(max(round(place), 0), count - 1) if -0.5 <= place <= count - 0.5 else None


@dataclass(frozen=True)
class Layout:
    """How a sheet is laid out.

    Attributes:
        room: the whole widget, in points.
        picture: of so many pixels.
        rows: how many there are in all.
        ratio: the screen's pixels for each point.
        staged: before an audience, which cannot scroll.
    """

    room: QSize
    picture: QSizeF
    rows: int
    ratio: float = 1.0
    staged: bool = False

    @cached_property
    def columns(self) -> int:
        """How many pictures a row has: as many as stay legible."""
        for least in (self._legible, _LEGIBLE, 1.0):
            for count in _COLUMNS:
                if self._factor(count) >= least:
                    return count
        return _COLUMNS[-1]

    @cached_property
    def cell(self) -> QSizeF:
        """The size of a picture on the screen."""
        return self.picture * self._factor(self.columns)

    @cached_property
    def close(self) -> bool:
        """Whether there are too many rows for three lines of words beside each."""
        return self.rows * self._high(LEAST, GAP + 2) > self._below

    @cached_property
    def height(self) -> int:
        """The height of a row."""
        return self._high(LESS, GAP - 1) if self.close else self._high(LEAST, GAP + 2)

    @property
    def _legible(self) -> float:
        """How much pictures should be enlarged at least."""
        if not self.staged:
            return _LEGIBLE
        return max(_LEGIBLE, math.ceil(px(_FAR) / max(self.picture.height(), 1.0)))

    def _high(self, words: int, between: int) -> int:
        return max(round(self.cell.height()) + between, px(words))

    @cached_property
    def fitting(self) -> int:
        """How many rows fit."""
        foot = px(LINE) if self.cut else 0
        return max((self._below - foot) // self.height, 1)

    @cached_property
    def cut(self) -> bool:
        """Whether rows are left out, which is said below the others."""
        return self.staged and self.rows * self.height > self._below

    @property
    def _below(self) -> int:
        """The height of all rows."""
        return self.room.height() - px(HEAD)

    def place(self, row: int, column: int) -> QRectF:
        """Where a picture stands; row 0 is the first on the screen."""
        top = px(HEAD) + row * self.height + (self.height - GAP - self.cell.height()) // 2
        return QRectF(
            QPointF(px(LABEL) + column * (self.cell.width() + GAP) + 1, top + 1), self.cell
        )

    def row_at(self, y: float) -> int | None:
        """The row on the screen at a height, counted from 0; None above and below them."""
        row = int((y - px(HEAD)) // self.height)
        return row if 0 <= row < min(self.fitting, self.rows) else None

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell under a point, its row counted on the screen."""
        row = self.row_at(position.y())
        if row is None:
            return None
        cells = ((row, column) for column in range(self.columns))
        return next((cell for cell in cells if self.place(*cell).contains(position)), None)

    def _factor(self, count: int) -> float:
        """How much pictures are enlarged where a row has so many."""
        width = (self.room.width() - px(LABEL) - px(BAR) - SPACES[0]) / count - GAP
        rows = max(self.rows, 1)
        height = max(self._below, px(LEAST)) / (rows if self.staged else min(2, rows))
        if self.staged:
            height = max(height, px(LESS), self._legible * self.picture.height() + GAP + 2)
        return enlargement(self.picture, QSizeF(width, height - GAP - 2), self.ratio)
