"""What a picture in colours means: its name, and which numbers the colours stand for."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter


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


def paint_ramp(painter: QPainter, bar: QRectF, colours: Sequence[str]) -> None:
    """Fill a bar with colours, '#rrggbb', from left to right; with fewer than two, with nothing."""
    if len(colours) < 2:
        return
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for number, colour in enumerate(colours):
        gradient.setColorAt(number / (len(colours) - 1), QColor(colour))
    painter.fillRect(bar, gradient)
