"""A layer of arrows over the plane: a vector at each place of a coarse grid."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.look.theme import Theme
from aeviewer.words import _

_REACH = 0.95  # of the distance of two places, the longest arrow
_BARB = 0.34  # of an arrow's length, its point
_LONGEST_BARB = 7.0  # pixels
_WIDTH, _HALO = 1.4, 1.1  # pixels: of the shaft, and of what parts it from the ground
_SHORTEST = 1.5  # pixels; below, there is a dot


@dataclass(frozen=True, eq=False)
class Arrows:
    """Vectors in the plane.

    Attributes:
        starts: (N, 2) where they are.
        steps: (N, 2) how far they go, in the plane's units; those that are not finite are left out.
        apart: the distance of two neighbouring starts.
        within: the share of the whole vectors, squared, that lies in the plane, from 0 to 1.
    """

    starts: NDArray[np.float32]
    steps: NDArray[np.float32]
    apart: float
    within: float = 1.0

    @property
    def longest(self) -> float:
        """The length of the longest of them, in the plane's units."""
        lengths = np.hypot(*self.steps.T)
        finite = lengths[np.isfinite(lengths)]
        return float(finite.max()) if len(finite) else 0.0


class ArrowLayer:
    """Paints arrows; the longest spans one cell of the grid, the others by their square roots.

    Far from the data a model pulls a hundred times as hard as within: on a linear scale there
    would be nothing to see but the margin.

    Attributes:
        title: what the key says.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._arrows: Arrows | None = None

    @property
    def arrows(self) -> Arrows | None:
        """What is shown."""
        return self._arrows

    def show(self, arrows: Arrows | None) -> None:
        """Show other arrows, or none."""
        self._arrows = arrows

    def key(self, _theme: Theme) -> Key | None:
        """Say what the arrows are, and how long the longest is in truth."""
        arrows = self._arrows
        if arrows is None:
            return None
        said = _("{title}: the longest {longest}, by square roots").format(
            title=self.title, longest=three_digits(arrows.longest)
        )
        if arrows.within < 0.995:
            said += _("; {within:.0f} % of the pull lies in the plane").format(
                within=100 * arrows.within
            )
        return Key(said)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint those that start in sight, on a halo that parts them from what lies below."""
        arrows = self._arrows
        if arrows is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shafts = self._shafts(arrows, viewport)
        painter.setPen(Qt.PenStyle.NoPen)  # a polygon that is only filled costs a fifth
        for colour, wider in ((theme.ground, _HALO), (theme.text, 0.0)):
            painter.setBrush(QColor(colour))
            for shaft in shafts:
                painter.drawPolygon(_outline(shaft, wider))

    def _shafts(self, arrows: Arrows, viewport: Viewport) -> list[QLineF]:
        """Where each arrow in sight begins and ends on the canvas."""
        found = []
        for start, step in zip(arrows.starts.tolist(), _drawn(arrows).tolist(), strict=True):
            at = viewport.in_sight((start[0], start[1]))
            if at is not None and math.isfinite(step[0] + step[1]):
                x, y = viewport.scale * step[0], viewport.scale * step[1]
                found.append(QLineF(at[0], at[1], at[0] + x, at[1] - y))
        return found


def _drawn(arrows: Arrows) -> NDArray[np.float64]:
    """The arrows (N, 2) as they are drawn, in the plane's units; what is not finite stays so."""
    steps = arrows.steps.astype(np.float64)
    steps[~np.isfinite(steps).all(1)] = np.nan
    lengths = np.hypot(*steps.T)[:, None]
    product = np.maximum(arrows.longest * lengths, 1e-60)
    drawn: NDArray[np.float64] = steps * (_REACH * arrows.apart / np.sqrt(product))
    return drawn


def _outline(shaft: QLineF, wider: float) -> QPolygonF:
    """The outline of an arrow, so many pixels wider all around; of too short a one, a dot."""
    length = shaft.length()
    half = _WIDTH / 2 + wider
    x, y = shaft.x1(), shaft.y1()
    if length < _SHORTEST:
        return QPolygonF(QRectF(x - 1.0 - wider, y - 1.0 - wider, 2 + 2 * wider, 2 + 2 * wider))
    ux, uy = shaft.dx() / length, shaft.dy() / length
    barb = min(_BARB * length, _LONGEST_BARB)
    places = (
        (-wider, half),
        (length - barb - wider, half),
        (length - barb - wider, barb / 2 + 1.5 * wider),
        (length + 2 * wider, 0.0),
        (length - barb - wider, -barb / 2 - 1.5 * wider),
        (length - barb - wider, -half),
        (-wider, -half),
    )
    return QPolygonF([QPointF(x + u * ux - v * uy, y + u * uy + v * ux) for u, v in places])
