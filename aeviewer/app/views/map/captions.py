"""The lines in the lower left corner: what the layers mean, and what else is to be said."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from aeviewer.app.kit.keys import Key, paint_ramp
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.map.shapes import in_shapes

_RAMP = 72.0  # pixels
_LEFT, _BELOW = 48.0, 36.0  # of the canvas: the scales' numbers are there
_FREE = 1e4  # a height that limits nothing
_WRAPPED = Qt.TextFlag.TextWordWrap
_SIDE, _OVER = SPACES[0], 2  # pixels of ground around the words


class Captions:
    """Paints lines from the bottom up, each as a picture kept for the next frame."""

    def __init__(self) -> None:
        self._kept: dict[Key, QImage] = {}
        self._look: tuple[object, ...] = ()

    def paint(self, painter: QPainter, keys: Sequence[Key], theme: Theme, canvas: QSizeF) -> None:
        """Paint these; one that is too wide for the canvas goes on in a next line."""
        left, room = px(_LEFT), canvas.width() - px(_LEFT) - SPACES[1]
        y = canvas.height() - px(_BELOW) + QFontMetricsF(painter.font()).descent()
        drawn = in_shapes(painter)
        if not drawn:
            self._keep(painter, keys, theme, room)
        for key in keys:
            if drawn:
                spot = _Spot(key, QFontMetricsF(painter.font()), room)
                y -= spot.size.height()
                spot.paint(painter, QPointF(left, y), theme)
            else:
                picture = self._kept[key]
                y -= picture.deviceIndependentSize().height() - 2 * _OVER
                painter.drawImage(QPointF(left - _SIDE, round(y) - _OVER), picture)
            y -= SPACES[1]

    def _keep(self, painter: QPainter, keys: Sequence[Key], theme: Theme, room: float) -> None:
        """Have a picture of each of these, and of no other."""
        density = painter.device().devicePixelRatioF()
        look = theme.name, painter.font().key(), density, room
        kept = self._kept if look == self._look else {}
        self._look = look
        self._kept = {key: kept.get(key) or _picture(painter, key, theme, room) for key in keys}


def _picture(painter: QPainter, key: Key, theme: Theme, room: float) -> QImage:
    spot = _Spot(key, QFontMetricsF(painter.font()), room)
    density = painter.device().devicePixelRatioF()
    size = (spot.size + QSizeF(2 * _SIDE, 2 * _OVER)) * density
    picture = QImage(size.toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(density)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as inner:
        inner.setFont(painter.font())
        spot.paint(inner, QPointF(_SIDE, _OVER), theme)
    return picture


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
        box = QRectF(at, self.size).adjusted(-_SIDE, -_OVER, _SIDE, _OVER)
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
