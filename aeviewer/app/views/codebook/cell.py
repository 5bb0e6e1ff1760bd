"""How one cell of the index map is painted."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from aeviewer.app.look.theme import Theme

_VEIL = 190  # of 255: what is faded can still be made out


def paint_cell(
    painter: QPainter, box: QRectF, image: QImage | None, theme: Theme, *, faded: bool, over: bool
) -> None:
    """Paint a cell as the picture of its code.

    Args:
        painter: of the map.
        box: where the cell stands.
        image: the code's; None before it has come.
        theme: of the map.
        faded: another code is pointed at.
        over: the code was painted by hand, and its corner is turned down.
    """
    painter.fillRect(box, QColor(theme.hairline))
    inner = box.adjusted(0, 0, -1, -1)
    painter.fillRect(inner, QColor(theme.panel))
    if image is not None:
        _paint_middle(painter, image, inner)
    if faded:
        veil = QColor(theme.panel)
        veil.setAlpha(_VEIL)
        painter.fillRect(inner, veil)
    if over:
        _paint_corner(painter, inner, theme)


def _paint_corner(painter: QPainter, box: QRectF, theme: Theme) -> None:
    size = max(box.width() / 4, 5.0)
    corner = box.topRight() + QPointF(-2, 2)  # inside the mark of a lit cell
    painter.setPen(theme.pen(theme.panel, 1))
    painter.setBrush(QColor(theme.accent))
    painter.drawPolygon(QPolygonF([corner, corner + QPointF(-size, 0), corner + QPointF(0, size)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_middle(painter: QPainter, image: QImage, box: QRectF) -> None:
    """Fill a box with the middle of a picture, its pixels twice as large at least.

    The picture is the same code everywhere, so that its middle says it all.
    """
    wide, high = image.width(), image.height()
    factor = max(2.0, min(box.width() // wide, box.height() // high))
    shown = box.size() / factor
    left, top = max(0, (wide - shown.width()) // 2), max(0, (high - shown.height()) // 2)
    source = QRectF(QPointF(left, top), shown.boundedTo(QSizeF(wide, high)))
    where = QRectF(QPointF(), source.size() * factor)
    where.moveCenter(box.center())
    where.moveTopLeft(QPointF(round(where.x()), round(where.y())))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(where, image, source)
