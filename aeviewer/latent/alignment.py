"""How the charts of several models are laid over each other, so that a point means one place."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
Numbers = NDArray[np.float64]
Point = tuple[float, float]


def _unturned() -> Numbers:
    return np.eye(2)


def _unmoved() -> Numbers:
    return np.zeros(2)


@dataclass(frozen=True, eq=False)
class Laid:
    """A chart turned (or mirrored), scaled and moved: q = scale * p @ turn.T + shift.

    Attributes:
        turn: (2, 2), orthogonal.
        scale: larger than zero.
        shift: (2,).
    """

    turn: Numbers = field(default_factory=_unturned)
    scale: float = 1.0
    shift: Numbers = field(default_factory=_unmoved)

    def over(self, points: Points) -> Points:
        """Where points (N, 2) of the chart come to lie, (N, 2)."""
        return (self.scale * points @ self.turn.T + self.shift).astype(np.float32)

    def under(self, point: Point) -> Point:
        """Which point of the chart lies under a point."""
        x, y = ((np.asarray(point) - self.shift) / self.scale @ self.turn).tolist()
        return x, y


def paired(points: Points, onto: Points) -> Laid:
    """Lay points (N, 2) onto the places (N, 2) of the same samples, as near as can be.

    The rotation or reflection is that of orthogonal Procrustes (Schonemann 1966). The scale makes
    both spread alike: the one of least squares would shrink to nothing what does not agree.
    """
    known = np.isfinite(points).all(1) & np.isfinite(onto).all(1)
    if known.sum() < 2:
        return Laid()
    here, there = points[known].astype(np.float64), onto[known].astype(np.float64)
    middle, goal = here.mean(0), there.mean(0)
    left, _, right = np.linalg.svd((there - goal).T @ (here - middle))
    scale = _ratio(here - middle, there - goal)
    turn = left @ right
    return Laid(turn, scale, goal - scale * turn @ middle)


def spread_alike(points: Points, onto: Points) -> Laid:
    """Lay points (N, 2) to the middle of others (M, 2), as widely spread; nothing is turned."""
    here = points[np.isfinite(points).all(1)].astype(np.float64)
    there = onto[np.isfinite(onto).all(1)].astype(np.float64)
    if len(here) < 2 or len(there) < 2:
        return Laid()
    middle, goal = here.mean(0), there.mean(0)
    scale = _ratio(here - middle, there - goal)
    return Laid(np.eye(2), scale, goal - scale * middle)


def _ratio(here: Numbers, there: Numbers) -> float:
    """How much more the second points are spread than the first; 1 where one is a single place."""
    spreads = [float(np.sqrt(np.square(each).sum(1).mean())) for each in (here, there)]
    return spreads[1] / spreads[0] if min(spreads) > 1e-12 else 1.0
