"""The scale of the plane: a few fine lines at round numbers, no box."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from aeviewer.app.kit.camera import Viewport, decimals, ticks
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.shapes import in_shapes
from aeviewer.session.view import Point

_GAP = 110  # pixels between lines, about
_EDGE = 0.1  # of the canvas, where names may stand over numbers
_KEPT = 200
BELOW, LEFT = 22, 40
"""Pixels of the strips along the edges where the numbers stand."""


class Grid:
    """The lines, under the points; those through zero are a little stronger."""

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the lines, as filled boxes: those cost a tenth of what lines cost.

        They begin beside the numbers: a stub before a zero would be read as its sign.
        """
        columns, rows = axis_ticks(viewport)
        edge = _beside(rows, painter.font())
        width = max(int(viewport.width) - edge, 0)
        height = max(int(viewport.height) - px(BELOW), 0)
        for x in sorted(columns, key=_is_axis):
            column = math.floor(viewport.to_pixel((x, 0))[0])
            if column > edge:
                painter.fillRect(column, 0, 1, height, _ink(theme, axis=_is_axis(x)))
        for y in sorted(rows, key=_is_axis):
            row = math.floor(viewport.to_pixel((0, y))[1])
            if row < height:
                painter.fillRect(edge, row, width, 1, _ink(theme, axis=_is_axis(y)))


class Scales:
    """The numbers, above the points, along the lower and the left edge, and what they measure.

    Each number is a picture kept for the next frame: text costs ten times as much.

    Attributes:
        names: what the axes are called, painted at their ends; an empty name is not.
    """

    def __init__(self) -> None:
        self.names = "", ""
        self._kept: dict[str, QImage] = {}
        self._look: tuple[str, str, float] | None = None

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the numbers of those lines that leave room for them."""
        look = theme.name, painter.font().key(), painter.device().devicePixelRatioF()
        if look != self._look or len(self._kept) > _KEPT:
            self._kept, self._look = {}, look
        columns, rows = axis_ticks(viewport)
        right, top = self._paint_names(painter, viewport, theme)
        for value, text in zip(columns, _labels(columns), strict=True):
            x = viewport.to_pixel((value, 0))[0]
            if px(LEFT) < x < right - px(LEFT) / 2:
                middle = x - _size(text, painter.font()).width() / 2
                at = QPointF(round(middle), viewport.height - px(BELOW) + 3)
                self._put(painter, theme, text, at)
        for value, text in zip(rows, _labels(rows), strict=True):
            y = viewport.to_pixel((0, value))[1]
            if top + px(BELOW) / 2 < y < viewport.height - px(BELOW):
                middle = y - _size(text, painter.font()).height() / 2
                self._put(painter, theme, text, QPointF(4, round(middle)))

    def _paint_names(self, painter: QPainter, viewport: Viewport, theme: Theme) -> Point:
        """Paint the names; say where the numbers must end at the right, and at the top."""
        right, top = viewport.width, 0.0
        metrics = QFontMetricsF(painter.font())
        across, up = (
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, viewport.width / 3)
            for name in self.names
        )
        if across:
            right -= _size(across, painter.font()).width() + 4
            at = QPointF(math.floor(right), viewport.height - px(BELOW) + 3)
            self._put(painter, theme, across, at)
        if up:
            self._put(painter, theme, up, QPointF(4, 4))
            top = _size(up, painter.font()).height() + 4
        return right, top

    def _put(self, painter: QPainter, theme: Theme, text: str, at: QPointF) -> None:
        if in_shapes(painter):
            _paint_number(painter, QRectF(at, _size(text, painter.font())), text, theme)
            return
        if text not in self._kept:
            ratio = painter.device().devicePixelRatioF()
            self._kept[text] = _number(text, painter.font(), theme, ratio)
        painter.drawImage(at, self._kept[text])


def axis_ticks(viewport: Viewport) -> tuple[list[float], list[float]]:
    """The round numbers along both axes, at one distance: closer where they would be too few."""
    columns, rows = _spread(viewport, px(_GAP))
    across = [viewport.to_pixel((x, 0))[0] / viewport.width for x in columns]
    up = [viewport.to_pixel((0, y))[1] / viewport.height for y in rows]
    if min(sum(_EDGE < place < 1 - _EDGE for place in places) for places in (across, up)) > 1:
        return columns, rows
    return _spread(viewport, px(_GAP) / 2)


def _spread(viewport: Viewport, gap: float) -> tuple[list[float], list[float]]:
    """The round numbers along both axes, so many pixels apart, about."""
    left, bottom, right, top = viewport.bounds
    columns = ticks(left, right, round(viewport.width / gap))
    return columns, ticks(bottom, top, round(viewport.height / gap))


def _beside(rows: list[float], font: QFont) -> int:
    """Where the numbers of the rows end, in pixels from the left edge."""
    metrics = QFontMetricsF(font)
    widest = max(map(metrics.horizontalAdvance, _labels(rows)), default=0.0)
    return max(px(LEFT), math.ceil(widest) + 12)


def _is_axis(value: float) -> bool:
    return value == 0


def _ink(theme: Theme, axis: bool) -> QColor:
    if axis:
        return _colour(theme.quiet, theme.ground, 0.45)
    return _colour(theme.hairline, theme.ground, 0.55)


@lru_cache(maxsize=16)
def _colour(ink: str, ground: str, share: float) -> QColor:
    """Between ink and ground; mixed here, for blending it would be painted slowly."""
    above, below = QColor(ink), QColor(ground)
    red, green, blue = (
        round(share * a + (1 - share) * b)
        for a, b in (
            (above.red(), below.red()),
            (above.green(), below.green()),
            (above.blue(), below.blue()),
        )
    )
    return QColor(red, green, blue)


def _number(text: str, font: QFont, theme: Theme, ratio: float) -> QImage:
    size = _size(text, font)
    image = QImage((size * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setFont(font)
        _paint_number(painter, QRectF(QPointF(0, 0), size), text, theme)
    return image


def _size(text: str, font: QFont) -> QSizeF:
    metrics = QFontMetricsF(font)
    return QSizeF(math.ceil(metrics.horizontalAdvance(text)) + 4, math.ceil(metrics.height()))


def _paint_number(painter: QPainter, box: QRectF, text: str, theme: Theme) -> None:
    """A number on a thin ground of its own: points may lie below."""
    ground = QColor(theme.ground)
    ground.setAlphaF(0.8)
    painter.fillRect(box, ground)
    painter.setPen(QColor(theme.quiet))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _labels(values: list[float]) -> list[str]:
    """Write numbers with as many digits as tell them apart."""
    step = abs(values[1] - values[0]) if len(values) > 1 else 1.0
    size = max(map(abs, values), default=0.0)
    if size >= 1e6 or step < 1e-6:
        return [f"{value:.6g}".replace("-", "\N{MINUS SIGN}") for value in values]
    digits = decimals(step)
    return [f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}") for value in values]
