"""What the layers on the map mean: a line for each, in the lower left corner."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter

from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, Theme

_RAMP = 72.0  # pixels
_LEFT, _BELOW = 48.0, 36.0  # of the canvas: the scales' numbers are there


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


def paint_keys(painter: QPainter, keys: Sequence[Key], theme: Theme, height: float) -> None:
    """Paint the lines from the bottom up."""
    metrics = QFontMetricsF(painter.font())
    line = metrics.height() + SPACES[1]
    y = height - px(_BELOW)
    for key in keys:
        _paint_one(painter, key, theme, QPointF(px(_LEFT), y), metrics)
        y -= line


def _paint_one(
    painter: QPainter, key: Key, theme: Theme, at: QPointF, metrics: QFontMetricsF
) -> None:
    texts = [key.title, key.low, key.high]
    widths = [metrics.horizontalAdvance(text) for text in texts]
    wide = sum(widths) + (px(_RAMP) + 3 * SPACES[1] if key.colours else 0)
    box = QRectF(at.x() - SPACES[0], at.y() - metrics.ascent() - 2, wide + SPACES[1], 0)
    box.setHeight(metrics.height() + 4)
    ground = QColor(theme.ground)
    ground.setAlpha(225)
    painter.fillRect(box, ground)
    painter.setPen(QColor(theme.text))
    painter.drawText(at, key.title)
    if not key.colours:
        return
    x = at.x() + widths[0] + SPACES[1]
    painter.drawText(QPointF(x, at.y()), key.low)
    x += widths[1] + SPACES[0]
    bar = QRectF(x, at.y() - metrics.ascent() + 2, px(_RAMP), metrics.ascent() - 2)
    paint_ramp(painter, bar, key.colours)
    painter.drawText(QPointF(x + px(_RAMP) + SPACES[0], at.y()), key.high)


def paint_ramp(painter: QPainter, bar: QRectF, colours: Sequence[str]) -> None:
    """Fill a bar with colours, '#rrggbb', from left to right; with fewer than two, with nothing."""
    if len(colours) < 2:
        return
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for number, colour in enumerate(colours):
        gradient.setColorAt(number / (len(colours) - 1), QColor(colour))
    painter.fillRect(bar, gradient)
