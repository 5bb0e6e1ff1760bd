"""What lies on top of the map: the path, the anchors, the cursor, what is under the hand."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QRegion

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.gestures import Gestures
from aeviewer.app.views.map.grid import BELOW, LEFT
from aeviewer.app.views.map.ground import Ground
from aeviewer.app.views.map.layers import Path
from aeviewer.app.views.map.legends import Legends
from aeviewer.app.views.map.marks import (
    cursor_box,
    letter,
    paint_anchor,
    paint_cursor,
    paint_halo,
    paint_pointer,
    paint_value,
    small,
    value_box,
)
from aeviewer.app.views.map.pointing import Pointing
from aeviewer.session.store import Store


class Overlay:
    """Paints what moves with the hand, and knows where that was painted.

    Attributes:
        path: the way between the anchors.
        has_cursor: whether the cursor is shown.
    """

    def __init__(
        self,
        store: Store,
        ground: Ground,
        gestures: Gestures,
        pointing: Pointing,
        legends: Legends,
    ) -> None:
        self._store, self._ground, self._gestures = store, ground, gestures
        self._pointing, self._legends = pointing, legends
        self._points = ground.content.points
        self._marked = QRegion()  # where the cursor and the coordinates were painted last
        self.path = Path()
        self.has_cursor = True

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the path, and on it the marks."""
        self.path.paint(painter, viewport, theme)
        self._paint_hovered(painter, viewport, theme)
        for number, anchor in enumerate(self._store.view.anchors):
            if at := viewport.in_sight(self._ground.point_of_anchor(anchor)):
                colour = theme.anchor_b if number else theme.anchor_a
                paint_anchor(painter, at, letter(number), colour, theme)
        if self.has_cursor:
            self._paint_cursor(painter, viewport, theme)
        if (mouse := self._pointing.mouse) and self._gestures.placing:
            paint_value(painter, mouse, viewport, theme)

    def touched(self, viewport: Viewport, theme: Theme, font: QFont) -> QRegion:
        """Where the cursor was and is: the rest of the map stays as it was painted."""
        before, self._marked = self._marked, self._region(viewport, theme, font)
        return before.united(self._marked)

    def _region(self, viewport: Viewport, theme: Theme, font: QFont) -> QRegion:
        cursor = self._store.view.cursor
        if not viewport.contains(cursor):
            return QRegion(_all(viewport).toAlignedRect())
        region = QRegion(cursor_box(viewport.to_pixel(cursor), theme).toAlignedRect())
        if (mouse := self._pointing.mouse) and self._gestures.placing:
            region += value_box(mouse, viewport, small(font)).toAlignedRect()
        return region

    def _paint_hovered(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        sample = self._pointing.sample
        place = self._ground.point_of(sample)
        if place is not None and (at := viewport.in_sight(place)):
            colour = self._points.colour_of(sample)
            paint_halo(painter, at, self._points.radius(viewport), colour, theme)

    def _paint_cursor(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        if viewport.contains(self._store.view.cursor):
            paint_cursor(painter, viewport.to_pixel(self._store.view.cursor), theme)
        else:
            self._paint_pointer(painter, viewport, theme)

    def _paint_pointer(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Say at the edge where the cursor is, beside legend and numbers rather than over them."""
        at = viewport.to_pixel(self._store.view.cursor)
        room = _all(viewport).adjusted(LEFT, BELOW, 0, -BELOW)
        room.setRight(viewport.width - self._legends.reserved(at[1]))
        paint_pointer(painter, at, room, theme)


def _all(viewport: Viewport) -> QRectF:
    return QRectF(0, 0, viewport.width, viewport.height)
