"""All that lies on the plane in one picture: a pan costs a copy of it, whatever there is."""

from PySide6.QtGui import QPainter

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.kept import MARGIN, Kept, Paint


class Panned:
    """Paints the plane into a picture, with room around it once the plane has been moved.

    A picture that was moved lies on whole pixels, up to half a pixel beside; whoever moves the
    plane calls `renew` when the hand rests.
    """

    def __init__(self, paint: Paint) -> None:
        self._paint = paint
        self._kept: Kept | None = None
        self._stale = True
        self._scale = 0.0  # of the last frame

    def renew(self) -> None:
        """Paint anew in the next frame: something on the plane is other than it was."""
        self._stale = True

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Copy the picture to where it lies, or paint a new one; none while the zoom changes."""
        zooms, self._scale = viewport.scale != self._scale, viewport.scale
        if zooms and not self._stale:
            self._paint(painter, viewport, theme)
            return
        kept = self._kept
        alike = kept is not None and kept.dressed_as(theme, painter) and kept.zoomed(viewport) == 1
        if kept is None or not alike or self._stale or not kept.covers(viewport):
            self._stale = False  # before: a layer that must wait for its turn says so meanwhile
            moved = kept is not None and alike and _centre(kept.viewport) != _centre(viewport)
            margin = MARGIN if moved else 0
            kept = self._kept = Kept.paint(self._paint, painter, viewport, theme, margin)
        kept.show(painter, viewport)


def _centre(viewport: Viewport) -> tuple[float, float]:
    return viewport.camera.centre
