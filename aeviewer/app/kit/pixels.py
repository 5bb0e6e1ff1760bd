"""Pictures of small pixels: enlarged by whole factors, hard-edged, framed by a hairline."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen


def enlargement(size: QSizeF, room: QSizeF, ratio: float) -> float:
    """The largest whole factor that fits, or the fraction that does where none is large enough.

    Args:
        size: what is enlarged, in pixels of the picture.
        room: where it goes, in points of the screen.
        ratio: the screen's pixels for each point; factors are whole in those.
    """
    if size.isEmpty() or room.isEmpty():
        return 0.0
    fit = min(room.width() / size.width(), room.height() / size.height())
    whole = math.floor(fit * ratio + 1e-9)
    return whole / ratio if whole else fit


def place(size: QSize, room: QRectF, ratio: float) -> QRectF:
    """Where a picture stands: enlarged and in the middle of its room, its corner on a pixel."""
    factor = enlargement(QSizeF(size), room.size(), ratio)
    rect = QRectF(0, 0, size.width() * factor, size.height() * factor)
    rect.moveCenter(room.center())
    corner = QPointF(math.floor(rect.x() * ratio) / ratio, math.floor(rect.y() * ratio) / ratio)
    rect.moveTopLeft(corner)
    return rect


def paint(painter: QPainter, image: QImage, rect: QRectF, hairline: QColor) -> None:
    """Paint one picture with hard pixels (smooth only where it shrinks), and its frame around."""
    shrinks = rect.width() < image.width()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrinks)
    painter.drawImage(rect, image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(hairline, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(-1, -1, 0, 0))
