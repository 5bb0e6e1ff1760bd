"""What the layers on the map mean: a line for each, in the lower left corner."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter

from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, Theme

_RAMP = 72.0  # pixels
_LEFT, _BELOW = 48.0, 36.0  # of the canvas: the scales' numbers are there
_FREE = 1e4  # a height that limits nothing
_WRAPPED = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True)
class Key:
    """One line.

    Attributes:
        title: what is shown.
        low: the value at the low end of the colours; empty without colours.
        high: that at the high end.
        colours: from low to high, '#rrggbb', evenly spaced.
    """

    title: str
    low: str = ""
    high: str = ""
    colours: tuple[str, ...] = ()


def paint_keys(painter: QPainter, keys: Sequence[Key], theme: Theme, canvas: QSize) -> None:
    """Paint the lines from the bottom up; one that is too wide for the canvas goes on in a next."""
    metrics = QFontMetricsF(painter.font())
    left, y = px(_LEFT), canvas.height() - px(_BELOW) + metrics.descent()
    for key in keys:
        spot = _Spot(key, metrics, canvas.width() - left - SPACES[1])
        y -= spot.size.height()
        spot.paint(painter, QPointF(left, y), theme)
        y -= SPACES[1]


class _Spot:
    """Where the words and the colours of a line stand, in a box of their own."""

    def __init__(self, key: Key, metrics: QFontMetricsF, room: float) -> None:
        self._key, self._metrics = key, metrics
        beside = metrics.horizontalAdvance(key.title) + SPACES[1]
        words = metrics.boundingRect(QRectF(0, 0, room, _FREE), _WRAPPED, key.title).size()
        ramp = self._ramp_width() if key.colours else 0.0
        self._below = bool(key.colours) and beside + ramp > room
        self._title = QRectF(0, 0, words.width() + 1, words.height())  # whatever is rounded
        self._ramp = QPointF(0, words.height()) if self._below else QPointF(beside, 0)
        wide = max(words.width(), ramp) if self._below else beside - SPACES[1]
        wide += 0 if self._below or not ramp else SPACES[1] + ramp
        self.size = QSizeF(wide, words.height() + (metrics.height() if self._below else 0))

    def paint(self, painter: QPainter, at: QPointF, theme: Theme) -> None:
        """Paint it, the corner of its box being at a place."""
        ground = QColor(theme.ground)
        ground.setAlpha(225)
        box = QRectF(at, self.size).adjusted(-SPACES[0], -2, SPACES[0], 2)
        painter.fillRect(box, ground)
        painter.setPen(QColor(theme.text))
        painter.drawText(self._title.translated(at), _WRAPPED, self._key.title)
        if self._key.colours:
            self._paint_ramp(painter, at + self._ramp)

    def _paint_ramp(self, painter: QPainter, at: QPointF) -> None:
        metrics, key = self._metrics, self._key
        base = at.y() + metrics.ascent()
        painter.drawText(QPointF(at.x(), base), key.low)
        x = at.x() + metrics.horizontalAdvance(key.low) + SPACES[0]
        bar = QRectF(x, base - metrics.ascent() + 2, px(_RAMP), metrics.ascent() - 2)
        paint_ramp(painter, bar, key.colours)
        painter.drawText(QPointF(bar.right() + SPACES[0], base), key.high)

    def _ramp_width(self) -> float:
        ends = self._metrics.horizontalAdvance(self._key.low + self._key.high)
        return ends + px(_RAMP) + 2 * SPACES[0]


def paint_ramp(painter: QPainter, bar: QRectF, colours: Sequence[str]) -> None:
    """Fill a bar with colours, '#rrggbb', from left to right; with fewer than two, with nothing."""
    if len(colours) < 2:
        return
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for number, colour in enumerate(colours):
        gradient.setColorAt(number / (len(colours) - 1), QColor(colour))
    painter.fillRect(bar, gradient)
