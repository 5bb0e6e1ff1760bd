"""What lies on top of the map: the cursor, the anchors, the sample under the mouse."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen

from aeviewer.app.kit.camera import Viewport, decimals
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import TYPE, Theme
from aeviewer.session.view import Point

_TIP = 9  # pixels from the middle of a tip to its corners


def round_pen(colour: str, width: float) -> QPen:
    """A pen without corners."""
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, round_cap, round_join)


def small(font: QFont) -> QFont:
    """The same font in the size of captions."""
    made = QFont(font)
    made.setPixelSize(max(round(QFontInfo(font).pixelSize() * TYPE[0] / TYPE[1]), 1))
    return made


def letter(number: int) -> str:
    """What an anchor is called: A, B and so on."""
    return chr(ord("A") + number)


def cursor_box(at: Point, theme: Theme) -> QRectF:
    """What the cursor's ring and crosshair cover, with the halo around them."""
    reach = px(7) + px(6) + 2.0 * theme.line + 2.5
    return QRectF(at[0] - reach, at[1] - reach, 2 * reach, 2 * reach)


def paint_cursor(painter: QPainter, at: Point, theme: Theme) -> None:
    """The ring around the point being decoded; four strokes make a crosshair of it."""
    ring, stroke, width = px(7), px(6), 2.0 * theme.line
    for colour, wide in ((theme.ground, width + 2.5), (theme.cursor, width)):
        painter.setPen(round_pen(colour, wide))
        painter.drawEllipse(QPointF(*at), ring, ring)
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            start = QPointF(at[0] + ring * right, at[1] + ring * down)
            painter.drawLine(start, start + QPointF(stroke * right, stroke * down))


def paint_pointer(painter: QPainter, at: Point, room: QRectF, theme: Theme) -> None:
    """A tip at the edge of the room, towards a cursor that lies outside of it."""
    edge = room.adjusted(px(_TIP), px(_TIP), -px(_TIP), -px(_TIP))
    x = max(min(at[0], edge.right()), edge.left())
    y = max(min(at[1], edge.bottom()), edge.top())
    angle = math.atan2(at[1] - y, at[0] - x)
    corners = [
        QPointF(x + px(_TIP) * math.cos(angle + turn), y + px(_TIP) * math.sin(angle + turn))
        for turn in (0.0, 2.4, -2.4)
    ]
    painter.setPen(theme.pen(theme.ground, 2))
    painter.setBrush(QColor(theme.cursor))
    painter.drawPolygon(corners)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_anchor(painter: QPainter, at: Point, name: str, colour: str, theme: Theme) -> None:
    """A handle with its letter, as it stands in the words around the map."""
    painter.setPen(theme.pen(theme.ground, 2))
    painter.setBrush(QColor(colour))
    side = px(10)
    painter.drawEllipse(QPointF(*at), side, side)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(theme.ground))
    box = QRectF(at[0] - side, at[1] - side, 2 * side, 2 * side)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def paint_halo(painter: QPainter, at: Point, radius: float, colour: str, theme: Theme) -> None:
    """The sample under the mouse: larger, with a halo."""
    painter.setPen(theme.pen(theme.text, 1.5))
    painter.setBrush(QColor(theme.ground))
    painter.drawEllipse(QPointF(*at), radius + 4, radius + 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(*at), radius + 1.5, radius + 1.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def value_box(at: Point, viewport: Viewport, font: QFont) -> QRectF:
    """Where the coordinates under the hand stand: beside it, on the canvas."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(_value(at, viewport)) + 8
    box = QRectF(0, 0, width, metrics.height() + 4)
    box.moveTo(min(at[0] + 16, viewport.width - width), max(at[1] - 16 - box.height(), 0))
    return box


def paint_value(painter: QPainter, at: Point, viewport: Viewport, theme: Theme) -> None:
    """The coordinates under the hand, while it drags, beside what it drags."""
    box = value_box(at, viewport, painter.font())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ground))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _value(at, viewport))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _value(at: Point, viewport: Viewport) -> str:
    digits = decimals(1 / viewport.scale)
    text = ", ".join(f"{value:.{digits}f}" for value in viewport.to_plane(at))
    return text.replace("-", "\N{MINUS SIGN}")
