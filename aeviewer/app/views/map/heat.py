"""A layer of numbers over the plane, as colours, with the key that tells what they mean."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from aeviewer.app.kit.camera import Bounds, Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.buffered import Turns
from aeviewer.app.views.map.shapes import in_shapes

_KEY_STEP = 17  # of a ramp's 256 colours


@dataclass(frozen=True, eq=False)
class Heat:
    """Values on a grid.

    Attributes:
        values: (H, W), or (K, H, W) where the layer's colours need more; the first row is the top.
        bounds: what they cover of the plane.
        weight: (H, W) from 0 to 1, how much each value matters; None: all alike.
        low: the value at the low end of the key.
        high: the value at its high end.
        ends: how the key calls these two; empty without colours that tell values.
    """

    values: NDArray[np.float32]
    bounds: Bounds
    weight: NDArray[np.float32] | None = None
    low: float = 0.0
    high: float = 1.0
    ends: tuple[str, str] = ("", "")


Colours = Callable[[Heat, Theme], NDArray[np.uint8]]
"""Makes of the values colours and opacities, (H, W, 4)."""


Ramp = Callable[[Theme], NDArray[np.uint8]]
"""The colours from the low to the high end, (256, 3)."""


class HeatLayer:
    """Paints values smoothly: Qt smooths what it draws in a quarter of the time it scales in.

    Attributes:
        title: what the key says.
        heat: what is shown; None while there is nothing.
    """

    def __init__(
        self, title: str, colours: Colours, ramp: Ramp | None = None, turns: Turns | None = None
    ) -> None:
        self.title = title
        self._turns = turns or Turns(lambda: None, apart=0.0)
        self._ramp = ramp
        self.heat: Heat | None = None
        self._colours = colours
        self._drawn: tuple[Heat, str] | None = None
        self._image = QImage()

    @property
    def stale(self) -> bool:
        """Whether other values wait to be painted."""
        return self._drawn is not None and self._drawn[0] is not self.heat

    def show(self, heat: Heat | None) -> None:
        """Show other values, or none."""
        self.heat = heat
        if heat is None:
            self._drawn = None  # what comes next is of another model

    def key(self, theme: Theme) -> Key | None:
        """Say what the colours mean."""
        if self.heat is None:
            return None
        if self._ramp is None:
            return Key(self.title)
        ramp = self._ramp(theme)[::_KEY_STEP]
        colours = tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in ramp.tolist())
        return Key(self.title, *self.heat.ends, colours)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the values where they lie."""
        if self.heat is None:
            return
        heat = self._prepared(self.heat, theme)
        place = _place(heat.bounds, viewport)
        if not place.intersects(QRect(0, 0, round(viewport.width), round(viewport.height))):
            return
        near = place.width() <= 4 * viewport.width and place.height() <= 4 * viewport.height
        if near and in_shapes(painter):  # who opens the file may show an image's pixels as squares
            painter.drawImage(place.topLeft(), _smooth(self._image, place.size()))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)

    def _prepared(self, heat: Heat, theme: Theme) -> Heat:
        """Colour the values, or go on with those before them until it is this layer's turn."""
        before = self._drawn
        if before == (heat, theme.name) or (before and before[1] == theme.name and self._waits()):
            return before[0]
        self._drawn = heat, theme.name
        self._image = _coloured(self._colours(heat, theme))
        self._turns.done()
        return heat

    def _waits(self) -> bool:
        return not self._turns.take()


def _coloured(colours: NDArray[np.uint8]) -> QImage:
    height, width = colours.shape[:2]
    form = QImage.Format.Format_RGBA8888
    image = QImage(np.ascontiguousarray(colours).tobytes(), width, height, 4 * width, form)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _smooth(image: QImage, size: QSize) -> QImage:
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _place(bounds: Bounds, viewport: Viewport) -> QRect:
    left, bottom, right, top = bounds
    x0, y0 = viewport.to_pixel((left, top))
    x1, y1 = viewport.to_pixel((right, bottom))
    return QRect(round(x0), round(y0), max(round(x1 - x0), 1), max(round(y1 - y0), 1))
