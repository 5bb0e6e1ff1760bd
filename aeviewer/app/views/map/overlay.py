"""What lies on top of the map: the path, the anchors, the cursor, what is under the hand."""

from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QRegion

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.gestures import Gestures
from aeviewer.app.views.map.grid import BELOW, LEFT
from aeviewer.app.views.map.layers import Path
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
from aeviewer.app.views.map.points import Points
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Point


class Ground(Protocol):
    """What is to be known of the map below."""

    def point_of(self, sample: int) -> Point | None:
        """Where a sample lies."""

    def point_of_anchor(self, anchor: Anchor) -> Point:
        """Where an anchor lies, its sample having moved or not."""

    def reserved(self, y: float) -> float:
        """How many pixels at the right are not free at this height."""


class Overlay:
    """Paints what moves with the hand, and knows where that is.

    Attributes:
        path: the way between the anchors.
        mouse: where the mouse is, in pixels; None elsewhere.
        hovered: number of the sample under it, -1 for none.
        has_cursor: whether the cursor is shown.
    """

    def __init__(self, store: Store, points: Points, ground: Ground, gestures: Gestures) -> None:
        self._store, self._points = store, points
        self._ground, self._gestures = ground, gestures
        self._marked = QRegion()  # where the cursor and the coordinates were painted last
        self.path = Path()
        self.mouse: Point | None = None
        self.hovered = -1
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
        if self.mouse and self._gestures.placing:
            paint_value(painter, self.mouse, viewport, theme)

    def touched(self, viewport: Viewport, theme: Theme, font: QFont) -> QRegion:
        """Where the cursor was and is: the rest of the map stays as it was painted."""
        before, self._marked = self._marked, self._region(viewport, theme, font)
        return before.united(self._marked)

    def _region(self, viewport: Viewport, theme: Theme, font: QFont) -> QRegion:
        cursor = self._store.view.cursor
        if not viewport.contains(cursor):
            return QRegion(_all(viewport).toAlignedRect())
        region = QRegion(cursor_box(viewport.to_pixel(cursor), theme).toAlignedRect())
        if self.mouse and self._gestures.placing:
            region += value_box(self.mouse, viewport, small(font)).toAlignedRect()
        return region

    def _paint_hovered(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        place = self._ground.point_of(self.hovered)
        if place is not None and (at := viewport.in_sight(place)):
            colour = self._points.colour_of(self.hovered)
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
        room.setRight(viewport.width - self._ground.reserved(at[1]))
        paint_pointer(painter, at, room, theme)


def _all(viewport: Viewport) -> QRectF:
    return QRectF(0, 0, viewport.width, viewport.height)
