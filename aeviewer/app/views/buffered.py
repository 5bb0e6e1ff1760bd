"""Layers of lines keep their picture: to pan costs one copy, and to zoom one that is stretched."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from aeviewer.app.theme import Theme
from aeviewer.app.views.camera import Viewport
from aeviewer.app.views.keys import Key
from aeviewer.app.views.layers import Layer
from aeviewer.app.views.shapes import in_shapes
from aeviewer.session.view import Camera, Point

_MARGIN = 96  # pixels around the canvas that are painted, too: so far one pans without painting
_APART = 0.012  # seconds, so that no frame waits for two
_ALIKE = 1e-9  # of the scale: the same zoom


@dataclass(frozen=True)
class _Kept:
    """A picture of the plane.

    Attributes:
        image: with nothing where the layer paints nothing.
        viewport: what it shows.
        theme: the name of the theme it is painted in.
        density: device pixels to a pixel.
    """

    image: QImage
    viewport: Viewport
    theme: str
    density: float


class Turns:
    """Sees to it that of several layers that are to be painted anew, a frame paints one."""

    def __init__(self, later: Callable[[], None], apart: float = _APART) -> None:
        """Take whom to ask for one more frame, and the seconds from one painting to the next."""
        self.later = later
        self._apart, self._taken = apart, -math.inf

    def take(self) -> bool:
        """Whether it is a layer's turn; else it is asked again in the next frame."""
        if time.monotonic() - self._taken < self._apart:
            self.later()
            return False
        return True

    def done(self) -> None:
        """Start counting: a layer has been painted."""
        self._taken = time.monotonic()


class Buffered:
    """Paints another layer into a picture, and that one as long as it serves.

    A picture of another zoom is stretched until `renew` is called: whoever feeds the layer does so
    when the hand rests.

    Attributes:
        layer: the one that is painted.
        stale: it waits to be painted anew.
    """

    def __init__(self, layer: Layer, turns: Turns) -> None:
        self.layer, self._turns = layer, turns
        self._kept: _Kept | None = None
        self.stale = False

    def renew(self) -> None:
        """Paint anew, soon: there is something else to see, or the hand rests."""
        self.stale = True

    def forget(self) -> None:
        """Show nothing of what was painted: it is of another model."""
        self._kept = None

    def key(self, theme: Theme) -> Key | None:
        """Say what the layer says."""
        return self.layer.key(theme)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the picture where it lies, or a new one; where shapes are asked for, the layer."""
        if in_shapes(painter):
            self.layer.paint(painter, viewport, theme)
            return
        kept, density = self._kept, painter.device().devicePixelRatio()
        serves = kept is not None and _serves(kept, viewport, theme, density)
        if kept is None or not serves or (self.stale and self._turns.take()):
            kept = self._kept = self._painted(painter, viewport, theme, density)
            self.stale = False
            self._turns.done()
        place = _place(kept, viewport)
        if place.size() == kept.image.deviceIndependentSize():
            painter.drawImage(place.topLeft(), kept.image)
        else:
            painter.drawImage(place, kept.image)

    def _painted(
        self, painter: QPainter, viewport: Viewport, theme: Theme, density: float
    ) -> _Kept:
        wide = _widened(viewport)
        width, height = math.ceil(wide.width * density), math.ceil(wide.height * density)
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(density)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as inner:
            inner.setFont(painter.font())
            self.layer.paint(inner, wide, theme)
        return _Kept(image, wide, theme.name, density)


def _widened(viewport: Viewport) -> Viewport:
    """The same plane in the same place, and a margin around it."""
    width, height = viewport.width + 2 * _MARGIN, viewport.height + 2 * _MARGIN
    ratio = min(width, height) / min(viewport.width, viewport.height)
    return Viewport(Camera(viewport.camera.centre, viewport.camera.span * ratio), width, height)


def _serves(kept: _Kept, viewport: Viewport, theme: Theme, density: float) -> bool:
    """Whether a picture can stand for what is to be seen: the same zoom and all of it, or another.

    Far from its own zoom, lines would be bars or hairs.
    """
    if (kept.theme, kept.density) != (theme.name, density):
        return False
    ratio = viewport.scale / kept.viewport.scale
    if abs(ratio - 1) > _ALIKE:
        return 0.5 < ratio < 2
    place = _place(kept, viewport)
    return place.contains(QRectF(0, 0, viewport.width, viewport.height))


def _place(kept: _Kept, viewport: Viewport) -> QRectF:
    """Where the picture lies on the canvas, its corner on a whole pixel."""
    left, _, _, top = kept.viewport.bounds
    corner: Point = viewport.to_pixel((left, top))
    ratio = viewport.scale / kept.viewport.scale
    size = kept.image.deviceIndependentSize()
    if abs(ratio - 1) > _ALIKE:
        size = QSizeF(kept.viewport.width * ratio, kept.viewport.height * ratio)
    return QRectF(QPointF(round(corner[0]), round(corner[1])), size)
