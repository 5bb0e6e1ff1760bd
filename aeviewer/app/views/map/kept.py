"""A picture of the plane that is kept, to be copied where the plane has gone."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import Theme
from aeviewer.session.view import Camera, Point

MARGIN = 96
"""Pixels around the canvas that are painted, too: so far one pans without painting."""

_ALIKE = 1e-9  # of the scale: the same zoom

Paint = Callable[[QPainter, Viewport, Theme], None]


@dataclass(frozen=True)
class Kept:
    """A picture of the plane.

    Attributes:
        image: with nothing where nothing was painted.
        viewport: what it shows.
        look: the theme and the font it is painted in.
        density: device pixels to a pixel.
    """

    image: QImage
    viewport: Viewport
    look: tuple[Theme, QFont]
    density: float

    @classmethod
    def paint(
        cls, what: Paint, painter: QPainter, viewport: Viewport, theme: Theme, margin: int
    ) -> "Kept":
        """Paint what the viewport shows and a margin around it, as the painter would paint it."""
        wide, density = _widened(viewport, margin), painter.device().devicePixelRatio()
        width, height = math.ceil(wide.width * density), math.ceil(wide.height * density)
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(density)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as inner:
            inner.setFont(painter.font())
            what(inner, wide, theme)
        return cls(image, wide, (theme, painter.font()), density)

    def dressed_as(self, theme: Theme, painter: QPainter) -> bool:
        """Whether the picture has the theme's colours, the painter's letters and its pixels."""
        now = (theme, painter.font()), painter.device().devicePixelRatio()
        return (self.look, self.density) == now

    def zoomed(self, viewport: Viewport) -> float:
        """How many times larger the plane is on the canvas than in the picture; 1 if alike."""
        ratio = viewport.scale / self.viewport.scale
        return 1.0 if abs(ratio - 1) <= _ALIKE else ratio

    def covers(self, viewport: Viewport) -> bool:
        """Whether all of the canvas is in the picture."""
        return self.place(viewport).contains(QRectF(0, 0, viewport.width, viewport.height))

    def place(self, viewport: Viewport) -> QRectF:
        """Where the picture lies on the canvas, its corner on a whole pixel."""
        left, _, _, top = self.viewport.bounds
        corner: Point = viewport.to_pixel((left, top))
        ratio = self.zoomed(viewport)
        size = self.image.deviceIndependentSize()
        if ratio != 1:
            size = QSizeF(self.viewport.width * ratio, self.viewport.height * ratio)
        return QRectF(QPointF(round(corner[0]), round(corner[1])), size)

    def show(self, painter: QPainter, viewport: Viewport) -> None:
        """Copy the picture to where it lies, stretched where the zoom is another."""
        place = self.place(viewport)
        if place.size() == self.image.deviceIndependentSize():
            painter.drawImage(place.topLeft(), self.image)
        else:
            painter.drawImage(place, self.image)


def _widened(viewport: Viewport, margin: int) -> Viewport:
    """The same plane in the same place, and a margin around it."""
    if not margin:
        return viewport
    width, height = viewport.width + 2 * margin, viewport.height + 2 * margin
    ratio = min(width, height) / min(viewport.width, viewport.height)
    return Viewport(Camera(viewport.camera.centre, viewport.camera.span * ratio), width, height)
