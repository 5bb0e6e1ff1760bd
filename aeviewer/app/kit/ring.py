"""The focus ring of a view that paints for itself."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

_WIDE = 2  # pixels


def paint_ring(painter: QPainter, widget: QWidget) -> None:
    """Frame a widget that has the focus; last, over all else."""
    if widget.hasFocus():
        painter.setPen(QPen(widget.palette().color(QPalette.ColorRole.Accent), _WIDE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1))
