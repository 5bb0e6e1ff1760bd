"""What the map paints, from the bottom up; each layer is a function of where the plane lies."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.marks import round_pen

_FAR = 1e5  # pixels; Qt dies of lines that are much longer


class Layer(Protocol):
    """Something that lies on the plane."""

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint what the viewport shows of it."""

    def key(self, theme: Theme) -> Key | None:
        """Say in a line what it means; None where that needs no words."""


class Path:
    """The way between the anchors."""

    def __init__(self) -> None:
        self.points: NDArray[np.float32] = np.empty((0, 2), np.float32)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint a line with a halo of the ground, so that it stands out from any points."""
        if not len(self.points):
            return
        line = QPolygonF(list(self._corners(viewport)))
        for colour, width in ((theme.ground, 5), (theme.text, 2)):
            painter.setPen(round_pen(colour, width))
            painter.drawPolyline(line)

    def _corners(self, viewport: Viewport) -> Iterator[QPointF]:
        finite = self.points[np.isfinite(self.points).all(axis=1)]
        for x, y in finite.tolist():
            across, down = viewport.to_pixel((x, y))
            yield QPointF(min(max(across, -_FAR), _FAR), min(max(down, -_FAR), _FAR))
