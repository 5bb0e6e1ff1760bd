"""A layer of arrows over the plane: a vector at each place of a coarse grid."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.polygons import polygons
from aeviewer.app.look.theme import Theme
from aeviewer.words import _

_REACH = 0.95  # of the distance of two places, the longest arrow
_BARB = 0.34  # of an arrow's length, its point
_LONGEST_BARB = 7.0  # pixels
_WIDTH, _HALO = 1.4, 1.1  # pixels: of the shaft, and of what parts it from the ground
_SHORTEST = 1.5  # pixels; below, there is a dot
_SQUARE = ((-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # as many corners as arrows


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
        starts, steps = _in_sight(arrows, viewport)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)  # a polygon that is only filled costs a fifth
        for colour, wider in ((theme.ground, _HALO), (theme.text, 0.0)):
            painter.setBrush(QColor(colour))
            for outline in polygons(_outlines(starts, steps, wider)):
                painter.drawPolygon(outline)


def _in_sight(
    arrows: Arrows, viewport: Viewport
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where arrows begin that may be in sight, and how far they go, (N, 2) in pixels."""
    left, _, _, top = viewport.bounds
    scale = np.array((viewport.scale, -viewport.scale))
    starts, steps = (arrows.starts - (left, top)) * scale, _drawn(arrows) * scale
    reach = arrows.apart * viewport.scale
    near = (starts >= -reach) & (starts <= np.array((viewport.width, viewport.height)) + reach)
    seen = near.all(1) & np.isfinite(steps).all(1)
    return starts[seen], steps[seen]


def _drawn(arrows: Arrows) -> NDArray[np.float64]:
    """The arrows (N, 2) as they are drawn, in the plane's units; what is not finite stays so."""
    steps = arrows.steps.astype(np.float64)
    steps[~np.isfinite(steps).all(1)] = np.nan
    lengths = np.hypot(*steps.T)[:, None]
    product = np.maximum(arrows.longest * lengths, 1e-60)
    drawn: NDArray[np.float64] = steps * (_REACH * arrows.apart / np.sqrt(product))
    return drawn


def _outlines(
    starts: NDArray[np.float64], steps: NDArray[np.float64], wider: float
) -> NDArray[np.float64]:
    """The outlines (N, 7, 2) of arrows, so many pixels wider all around; of short ones, dots."""
    length = np.hypot(*steps.T)
    dot = length < _SHORTEST
    along = np.where(dot[:, None], (1.0, 0.0), steps / np.maximum(length, _SHORTEST)[:, None])
    barb = np.minimum(_BARB * length, _LONGEST_BARB)
    neck, tip = length - barb - wider, length + 2 * wider
    back, half = np.full_like(length, -wider), np.full_like(length, _WIDTH / 2 + wider)
    wing, none = barb / 2 + 1.5 * wider, np.zeros_like(length)
    u = np.stack((back, neck, neck, tip, neck, neck, back), 1)
    v = np.stack((half, half, wing, none, -wing, -half, -half), 1)
    u[dot], v[dot] = (1 + wider) * np.array(_SQUARE).T
    (x, y), (ux, uy) = starts.T[:, :, None], along.T[:, :, None]
    return np.stack((x + u * ux - v * uy, y + u * uy + v * ux), 2)
