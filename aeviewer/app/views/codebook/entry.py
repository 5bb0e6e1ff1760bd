"""What an entry of a codebook looks like: its picture, how often it is used, how it is marked."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.codebook.values import Counts

_SIDE = 32  # points, of each picture's room
_BAR = 3  # points high

EACH = QSize(_SIDE + 6, _SIDE + 10)
"""What an entry takes, in points."""


@dataclass(frozen=True, eq=False)
class Use:
    """How often the entries are used.

    Attributes:
        counts: (K,); None where nothing is known yet.
        whole: whether all samples are counted: only then an entry is known to be dead.
    """

    counts: Counts | None = None
    whole: bool = False

    def is_dead(self, code: int) -> bool:
        """Whether an entry is known to stand for nothing."""
        return self.whole and self.counts is not None and self.counts[code] == 0


class Mark(Enum):
    """How an entry is framed: the chosen one in full, the one pointed at in dots."""

    CHOSEN = Qt.PenStyle.SolidLine, 3
    LIT = Qt.PenStyle.DotLine, 2


@dataclass(frozen=True)
class Entries:
    """Paints entries.

    Args:
        theme: its colours.
        use: how often each is used.
        density: device pixels to a pixel.
    """

    theme: Theme
    use: Use
    density: float

    def paint(
        self, painter: QPainter, code: int, image: QImage | None, mark: Mark | None, box: QRectF
    ) -> None:
        """Paint one of them, without a picture while there is none."""
        room = QRectF(box.left() + 3, box.top() + 3, _SIDE, _SIDE)
        if image is not None:
            where = place(image.size(), room, self.density)
            paint(painter, image, where, QColor(self.theme.hairline))
        if self.use.counts is not None:
            self._paint_use(painter, code, self.use.counts, room)
        if mark is not None:
            style, width = mark.value
            painter.setPen(self.theme.pen(self.theme.accent, width, style))
            painter.drawRect(room.adjusted(-1, -1, 1, 1))

    def _paint_use(self, painter: QPainter, code: int, counts: Counts, room: QRectF) -> None:
        """A bar below, as long as the logarithm of the use; through a dead entry, a cross."""
        part = np.log1p(counts[code]) / max(np.log1p(counts.max()), 1e-12)
        bar = QRectF(room.left(), room.bottom() + 2, room.width() * float(part), _BAR)
        painter.fillRect(bar, QColor(self.theme.quiet))
        if self.use.is_dead(code):
            veil = QColor(self.theme.panel)
            veil.setAlpha(150)
            painter.fillRect(room, veil)
            painter.setPen(self.theme.pen(self.theme.warning, 2))
            painter.drawLine(room.topLeft(), room.bottomRight())
            painter.drawLine(room.topRight(), room.bottomLeft())
