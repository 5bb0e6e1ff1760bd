"""Whether a view is painted in shapes, as for an SVG or a PDF, and the dots of the map as such."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPolygonF

_RIM = 122  # percent, by which a rim is darker than its dot


def in_shapes(painter: QPainter) -> bool:
    """Whether what is painted is kept as shapes and text, so that no layer may hand over pixels."""
    return painter.paintEngine().type() != QPaintEngine.Type.Raster


def paint_glyph(
    painter: QPainter, at: QPointF, radius: float, glyph: int, colour: QColor, rim: float = 0.0
) -> None:
    """Paint a dot in the form that its stamp has (`stamps`), with a darker rim so many pixels wide.

    Pen and brush are other ones afterwards.
    """
    _GLYPHS[glyph % len(_GLYPHS)](painter, at, radius, colour, rim)


def _disc(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    _fill(painter, colour, rim)
    painter.drawEllipse(at, radius - rim / 2, radius - rim / 2)


def _ring(painter: QPainter, at: QPointF, radius: float, colour: QColor, _rim: float) -> None:
    half = max(0.28 * radius, 0.6)
    painter.setPen(QPen(colour, 2 * half))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, radius - 0.6 * half, radius - 0.6 * half)


def _cross(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    long, thin = 1.1 * radius, max(0.36 * radius, 0.75)
    quarter = ((thin, -long), (thin, -thin), (long, -thin))
    corners = [turned for turn in range(4) for turned in (_turned(one, turn) for one in quarter)]
    _fill(painter, colour, rim)
    painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


def _diamond(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    _fill(painter, colour, rim)
    corners = [_turned((0.0, -1.3 * radius), turn) for turn in range(4)]
    painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


def _square(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    _fill_through(painter, at, colour, rim, _box(1.1 * radius, 1.1 * radius))


def _upward(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    _fill_through(painter, at, colour, rim, _triangle(radius, 1))


def _downward(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    _fill_through(painter, at, colour, rim, _triangle(radius, -1))


def _saltire(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    painter.save()
    painter.translate(at)
    painter.rotate(45)
    _cross(painter, QPointF(0, 0), radius, colour, rim)
    painter.restore()


def _upright(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    _fill_through(painter, at, colour, rim, _box(max(0.42 * radius, 0.75), 1.2 * radius))


def _flat(painter: QPainter, at: QPointF, radius: float, colour: QColor, rim: float) -> None:
    _fill_through(painter, at, colour, rim, _box(1.2 * radius, max(0.42 * radius, 0.75)))


def _box(across: float, down: float) -> list[QPointF]:
    return [QPointF(x * across, y * down) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def _triangle(radius: float, way: int) -> list[QPointF]:
    half = 1.0 * radius / 0.866
    return [
        QPointF(x, way * y)
        for x, y in ((0, -1.2 * radius), (half, 0.8 * radius), (-half, 0.8 * radius))
    ]


def _fill_through(
    painter: QPainter, at: QPointF, colour: QColor, rim: float, corners: list[QPointF]
) -> None:
    _fill(painter, colour, rim)
    painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


def _turned(corner: tuple[float, float], quarters: int) -> QPointF:
    """Turn a corner about the middle, clockwise, by so many quarters."""
    x, y = corner
    for _ in range(quarters):
        x, y = -y, x
    return QPointF(x, y)


def _fill(painter: QPainter, colour: QColor, rim: float) -> None:
    painter.setPen(QPen(colour.darker(_RIM), rim) if rim else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(colour)


_GLYPHS = (
    *(_disc, _ring, _cross, _diamond, _square),
    *(_upward, _saltire, _flat, _downward, _upright),
)
