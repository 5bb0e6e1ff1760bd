"""One image of the ranking as a column: its pictures, and below them its score and its class."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from aeviewer.app.kit.kinds import colour
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE, Theme
from aeviewer.app.views.anomaly.rated import Known, Rated
from aeviewer.words import N_

ROWS = (N_("input"), N_("reconstruction"), N_("squared error"))
SIDE = 56
"""Points, of each picture's room."""
WIDE = SIDE + SPACES[0]
TALL = SIDE + SPACES[0]
_CENTRE = Qt.AlignmentFlag.AlignCenter


def text_line() -> int:
    """How high the score stands, and the class, in pixels."""
    return px(TYPE[0]) + SPACES[0]


def high() -> int:
    """How high a column is, with the space below: pictures, score and class."""
    return len(ROWS) * TALL + 2 * text_line() + SPACES[1]


@dataclass(frozen=True)
class Columns:
    """Paints columns.

    Args:
        theme: its colours.
        known: what the samples are.
        density: device pixels to a pixel.
    """

    theme: Theme
    known: Known
    density: float

    def paint(self, painter: QPainter, rated: Rated, where: QRect) -> None:
        """Paint one of them."""
        for row, image in enumerate(rated.pictures):
            left = where.left() + (where.width() - SIDE) / 2
            room = QRectF(left, where.top() + row * TALL, SIDE, SIDE)
            rect = place(image.size(), room, self.density)
            paint(painter, image, rect, QColor(self.theme.hairline))
        box = QRectF(where.left(), where.top() + len(ROWS) * TALL, where.width(), text_line())
        painter.setPen(QColor(self.theme.text))
        painter.drawText(box, _CENTRE, three_digits(rated.score))
        if self.known.labels is not None:
            number = int(self.known.labels[rated.sample])
            self._paint_class(painter, number, box.translated(0, text_line()))

    def _paint_class(self, painter: QPainter, number: int, box: QRectF) -> None:
        """The class's name, beside a dot in the colour of its kind: filled if normal."""
        metrics, dot, normal = painter.fontMetrics(), px(7), self.known.normal
        elide = Qt.TextElideMode.ElideRight
        text = metrics.elidedText(self.known.classes[number], elide, int(box.width()) - dot - 6)
        wide = metrics.horizontalAdvance(text)
        if normal:
            ink = colour(self.theme, number not in normal)
            painter.setPen(self.theme.pen(ink, 1.5))
            painter.setBrush(ink if number in normal else Qt.BrushStyle.NoBrush)
            corner = QPointF(box.center().x() - (wide + dot + 4) / 2, box.center().y() - dot / 2)
            painter.drawRect(QRectF(corner, QSizeF(dot, dot)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = box.translated((dot + 4) / 2, 0)
        painter.setPen(QColor(self.theme.quiet))
        painter.drawText(box, _CENTRE, text)
