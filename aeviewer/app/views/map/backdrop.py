"""All below the cursor and the path in one picture: a move of the mouse leaves it as it is."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPixmap

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.captions import Captions
from aeviewer.app.views.map.content import Content
from aeviewer.app.views.map.grid import Grid, Scales
from aeviewer.app.views.map.kept import Paint
from aeviewer.app.views.map.panned import Panned
from aeviewer.app.views.map.shapes import in_shapes


class Backdrop:
    """The grid, what lies on the plane, the scales and the keys.

    Attributes:
        scales: the numbers along the edges, and what the axes are called.
    """

    def __init__(self, content: Content) -> None:
        self.scales = Scales()
        self._content, self._grid, self._captions = content, Grid(), Captions()
        self._keys: list[Key] = []
        self._plane = Panned(content.paint)
        self._picture, self._stale, self._moved = QPixmap(), True, False

    def renew(self) -> None:
        """Paint all anew: something on the plane is other than it was."""
        self._plane.renew()
        self._stale, self._keys = True, []

    def move(self) -> None:
        """Paint anew what of the plane is in sight now, without a picture of it.

        While a hand pans, none would serve twice.
        """
        self._stale = self._moved = True

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Copy the picture, or paint a new one first; in shapes, paint them."""
        if in_shapes(painter):
            self._paint(painter, viewport, theme, self._content.paint)
        elif self._moved:
            self._moved = False
            self._paint(painter, viewport, theme, self._plane.paint)
        else:
            painter.drawPixmap(0, 0, self._picture_for(painter, viewport, theme))

    def _picture_for(self, painter: QPainter, viewport: Viewport, theme: Theme) -> QPixmap:
        density = painter.device().devicePixelRatio()
        size = (QSizeF(viewport.width, viewport.height) * density).toSize()
        if self._stale or self._picture.size() != size:
            self._stale = False  # before: a layer that must wait for its turn says so meanwhile
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(density)
            with QPainter(self._picture) as inner:
                inner.setFont(painter.font())
                self._paint(inner, viewport, theme, self._plane.paint)
        return self._picture

    def _paint(self, painter: QPainter, viewport: Viewport, theme: Theme, plane: Paint) -> None:
        ground = QRectF(0, 0, viewport.width, viewport.height)
        painter.fillRect(ground, QColor(theme.ground))
        self._grid.paint(painter, viewport, theme)
        plane(painter, viewport, theme)
        self.scales.paint(painter, viewport, theme)
        self._keys = self._keys or self._content.keys(theme)
        self._captions.paint(painter, self._keys, theme, ground.size())
