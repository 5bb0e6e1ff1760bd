"""The selection on the map: its dots, larger than the others, and the outline that makes it."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.cloud import Cloud
from aeviewer.app.views.map.points import Points
from aeviewer.session.store import Store
from aeviewer.session.view import Point

_FEW = 200  # chosen samples, up to which each has a halo
_HALO = 2.0  # pixels from a dot to its ring


class Selection:
    """Marks the samples that the view selects.

    Attributes:
        outline: corners in the plane of what is being drawn, or none.
    """

    def __init__(self, cloud: Cloud, points: Points) -> None:
        self._all = cloud
        self._chosen, self._known = Cloud(), 0
        self._dots = Points(self._chosen, above=points)
        self.outline: list[Point] = []

    def __len__(self) -> int:
        """How many of the samples selected there are here; another model may show others."""
        return self._known

    def follow(self, selection: tuple[int, ...], classes: int) -> None:
        """Take other samples, or the same at other places."""
        numbers = np.asarray(selection, np.intp)
        self._known = int(((numbers >= 0) & (numbers < len(self._all))).sum())
        points, styles = self._all.subset(numbers)
        self._chosen.place(points, styles, classes)
        self._dots.set_classes(classes)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the dots, and the outline while it is drawn."""
        if len(self._chosen):
            if len(self._chosen) <= _FEW:
                self._paint_halos(painter, viewport, theme)
            self._dots.paint(painter, viewport, theme)
        if len(self.outline) > 1:
            painter.setPen(theme.pen(theme.accent, 1.5, Qt.PenStyle.DashLine))
            tint = QColor(theme.accent)
            tint.setAlpha(30)
            painter.setBrush(tint)
            pixels = [QPointF(*viewport.to_pixel(point)) for point in self.outline]
            painter.drawPolygon(QPolygonF(pixels))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_halos(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Give each dot a ring and a ground of its own: it may lie among many of its colour."""
        radius = self._dots.radius(viewport) + _HALO
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.pen(theme.text, 1.5))
        painter.setBrush(QColor(theme.ground))
        for point in zip(self._chosen.x.tolist(), self._chosen.y.tolist(), strict=True):
            painter.drawEllipse(QPointF(*viewport.to_pixel(point)), radius, radius)
        painter.restore()


class Lasso:
    """A drag that selects what it goes around: a box between two corners, or any line.

    Args:
        store: takes the selection.
        selection: shows the outline.
        inside: finds the samples within a polygon.
        box: whether to draw a box.
        start: where the drag begins, in the plane.
        kept: samples that stay selected, whatever is drawn.
    """

    def __init__(
        self,
        store: Store,
        selection: Selection,
        inside: Callable[[list[Point]], tuple[int, ...]],
        start: Point,
        *,
        box: bool,
        kept: tuple[int, ...] = (),
    ) -> None:
        self._store, self._selection, self._inside = store, selection, inside
        self._box, self._kept = box, frozenset(kept)
        self._line = [start]

    def __call__(self, point: Point) -> None:
        """Go on to a point of the plane."""
        self._line.append(point)
        self._selection.outline = self._corners()
        if self._box:
            self._select()

    def close(self) -> None:
        """Select, and draw no more; a click without a drag selects nothing but what was kept."""
        self._select()
        self._selection.outline = []

    def _select(self) -> None:
        found = frozenset(self._inside(self._corners())) | self._kept
        self._store.set(selection=tuple(sorted(found)))

    def _corners(self) -> list[Point]:
        if not self._box:
            return self._line
        (x0, y0), (x1, y1) = self._line[0], self._line[-1]
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
