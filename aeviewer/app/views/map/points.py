"""The layer of points: when to raster them, how large, in which colours."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.cloud import Cloud
from aeviewer.app.views.map.codes import decode, encode
from aeviewer.app.views.map.raster import Map, Raster
from aeviewer.app.views.map.shapes import in_shapes, paint_glyph
from aeviewer.app.views.map.stamps import GROWN, glyphs_of, stamps

FEW, MANY = 500, 50_000
SMALL, LARGE = 1.5, 3.0
"""Radius of a dot, in pixels, where there are many and where there are few."""

_TELLING, _FEW_FORMS = 2.25, 4  # the least radius at which so many glyphs can be told apart
_TELLING_ALL = 2.75  # and all of them,
_LOOSE = 3_000  # where no more points than these lie about
_RIMMED = 1_500  # up to so many dots have a darker rim
_STAMPED = 500_000  # so many pixels are stamped in less than a frame; with more, dots are dilated
_WIDEST_DOT = 12.0
_GROWN = 2.0  # pixels that a dot of the selection is larger by


class Points:
    """The cloud, rasterised anew only when it, the camera or the theme changed.

    A cloud that stands out from another one has dots that are larger than that one's, with a rim.
    """

    def __init__(self, cloud: Cloud, above: "Points | None" = None) -> None:
        self._cloud, self._above = cloud, above
        self._raster = Raster()
        self._area = QRect()
        self._painted: tuple[object, ...] = ()
        self._dressed: tuple[object, ...] = ()
        self._codes, self._colours = np.empty(0, np.uint16), np.empty(0, np.uint32)
        self._palette: tuple[int, ...] = (0,)
        self._glyphs: tuple[int, ...] = (0,)
        self._classes = 0
        self._theme: Theme | None = None
        self._point = 1.0  # what a theme makes of the radii
        self._fitted = 0.0

    def set_classes(self, count: int) -> None:
        """Say how many classes there are."""
        if count != self._classes:
            self._classes, self._theme = count, None
            self._palette = (0,) * (count + 1)  # until a theme gives the colours

    def set_fitted(self, scale: float) -> None:
        """Say at which scale the whole cloud is seen: dots grow as one zooms in from there."""
        self._fitted = scale

    def radius(self, viewport: Viewport) -> float:
        """Radius of a dot, in logical pixels: by count and zoom."""
        if self._above is not None:
            return self._above.radius(viewport) + _GROWN
        share = math.log(max(self._crowd(viewport), 1) / FEW) / math.log(MANY / FEW)
        small = self._smallest(viewport)
        radius = (LARGE - (LARGE - small) * min(max(share, 0.0), 1.0)) * self._point
        return round(radius * 4) / 4  # in steps, so that zooming meets the same stamps again

    def _smallest(self, viewport: Viewport) -> float:
        """How small dots may become: glyphs are to be told apart where they do not lie in heaps."""
        forms = len(set(self._glyphs))
        if forms <= _FEW_FORMS:
            return _TELLING if forms > 1 else SMALL
        return _TELLING_ALL if self._crowd(viewport) <= _LOOSE else SMALL

    def colour_of(self, sample: int) -> str:
        """The colour of a sample, as painted last."""
        return f"#{self._palette[self._cloud.style_of(sample)]:06x}"

    def key(self, _theme: Theme) -> None:
        """Nothing: it speaks for itself."""

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the points."""
        if in_shapes(painter):
            self._paint_shapes(painter, viewport, theme)
            return
        ratio = painter.device().devicePixelRatioF()
        now = (viewport, theme, ratio, self._cloud.version, self._classes, self._fitted)
        if now != self._painted:
            self._draw(viewport, theme, ratio)
            self._painted = now
        painter.drawImage(QPointF(self._area.topLeft()) / ratio, self._raster.image)

    def _draw(self, viewport: Viewport, theme: Theme, ratio: float) -> None:
        self._choose_palette(theme)
        radius = self._pixels(self.radius(viewport), ratio)
        rim = ratio if self._is_rimmed(viewport) else 0.0
        by = stamps(self._palette, self._glyphs, radius, rim)
        reach = math.ceil(
            self._pixels(LARGE * self._point, ratio) * GROWN + 1
        )  # whatever the zoom, one size
        place = self._take_area(viewport, ratio, reach)
        seen = self._seen(viewport, reach / viewport.scale)
        if seen is not None and seen.size * by.size <= _STAMPED:
            x, y, styles = self._cloud.x[seen], self._cloud.y[seen], self._cloud.styles[seen]
            self._raster.stamp(place, x, y, styles, by)
        else:
            self._dress()
            dot = max(round(radius - 0.5), 1)
            x, y = self._cloud.x, self._cloud.y
            self._raster.write(place, x, y, self._codes, self._colours, dot)

    def _paint_shapes(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint each point in sight as a shape of its own, in the order of the samples."""
        self._choose_palette(theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, rim = self.radius(viewport), 1.0 if self._is_rimmed(viewport) else 0.0
        colours = [QColor(f"#{colour:06x}") for colour in self._palette]
        left, bottom, right, top = viewport.bounds
        room = radius * GROWN / viewport.scale
        seen = self._cloud.within((left - room, bottom - room, right + room, top + room))
        x = ((self._cloud.x[seen] - left) * viewport.scale).tolist()
        y = ((top - self._cloud.y[seen]) * viewport.scale).tolist()
        for across, down, style in zip(x, y, self._cloud.styles[seen].tolist(), strict=True):
            at = QPointF(across, down)
            paint_glyph(painter, at, radius, self._glyphs[style], colours[style], rim)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _is_rimmed(self, viewport: Viewport) -> bool:
        return self._above is not None or self._crowd(viewport) <= _RIMMED

    def _take_area(self, viewport: Viewport, ratio: float, reach: int) -> Map:
        """Give the raster no more of the canvas than the points' dots can touch."""
        self._area = self._touched(viewport, ratio, reach)
        self._raster.resize(max(self._area.width(), 1), max(self._area.height(), 1), reach)
        self._raster.image.setDevicePixelRatio(ratio)
        left, _, _, top = viewport.bounds
        scale = viewport.scale * ratio
        return Map(left + self._area.left() / scale, top - self._area.top() / scale, scale)

    def _touched(self, viewport: Viewport, ratio: float, reach: int) -> QRect:
        """The pixels of the canvas between the outermost dots."""
        width, height = math.ceil(viewport.width * ratio), math.ceil(viewport.height * ratio)
        left, bottom, right, top = self._cloud.bounds or (0.0, 0.0, 0.0, 0.0)
        x0, y0 = viewport.to_pixel((left, top))
        x1, y1 = viewport.to_pixel((right, bottom))
        first_column, last_column = _cut(x0 * ratio, x1 * ratio, reach, width)
        first_row, last_row = _cut(y0 * ratio, y1 * ratio, reach, height)
        return QRect(first_column, first_row, last_column - first_column, last_row - first_row)

    @staticmethod
    def _pixels(radius: float, ratio: float) -> float:
        """A radius in pixels of the image, which no stamp can exceed."""
        return min(radius * ratio, _WIDEST_DOT)

    def _crowd(self, viewport: Viewport) -> float:
        """How many points there would be in all, were they everywhere as dense as on the screen."""
        zoom = max(viewport.scale / self._fitted, 1.0) if self._fitted else 1.0
        return self._cloud.x.size / zoom**2

    def _seen(self, viewport: Viewport, room: float) -> NDArray[np.intp] | None:
        """Which points the canvas shows; None where those are too many to be worth a count."""
        if self._crowd(viewport) > MANY:
            return None
        left, bottom, right, top = viewport.bounds
        return self._cloud.within((left - room, bottom - room, right + room, top + room))

    def _choose_palette(self, theme: Theme) -> None:
        if theme is self._theme:
            return
        self._theme, self._point = theme, theme.point
        colours = theme.classes(self._classes)
        self._glyphs = (*glyphs_of(colours, each=theme.glyphs), 0)
        self._palette = tuple(int(colour[1:], 16) for colour in (*colours, theme.quiet))
        self._dressed = ()

    def _dress(self) -> None:
        """Encode the points anew, where they are other ones or have other colours."""
        now = (self._cloud.dressing, self._palette)
        if now != self._dressed:
            self._dressed = now
            self._codes = encode(self._cloud.styles, self._palette)
            self._colours = decode(self._palette)


def _cut(first: float, last: float, reach: int, size: int) -> tuple[int, int]:
    """The whole pixels from `first` to `last` with some room, within 0 to size."""
    start = min(max(first - reach, 0.0), size)
    return math.floor(start), math.ceil(min(max(last + reach, start), size))
