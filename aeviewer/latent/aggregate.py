"""The aggregate posterior q(z) = 1/N sum_n q(z|x_n) in the plane, and where the prior has holes.

Hoffman & Johnson 2016. Nothing is drawn, the sum is exact: of Gaussians along the axes it is one
product of two matrices, a factor for x and one for y of each sample.
"""

import math
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn.functional import threshold

from aeviewer.latent.field import Grid
from aeviewer.latent.mixture import Mixture
from aeviewer.latent.plane import Plane

_TINY = -87.0  # exp() of less is no normal float: slow, and beyond all that is shown
_FLOOR = 1e-30  # of a density, where its logarithm is taken
_LOG_TAU = math.log(2 * math.pi)
_CHUNK = 2**18  # numbers: they stay in the cache


class Aggregate:
    """The mean of the Gaussians that were added so far, on a grid.

    To keep a thread free, add `mixture.parts(grid)` one by one.
    """

    def __init__(self, grid: Grid, classes: int = 0) -> None:
        self._grid = grid
        self._classes = classes
        self._sums = torch.zeros(classes + 1, grid.rows, grid.columns)  # the last has no class
        self._count = 0

    def add(self, part: Mixture) -> None:
        """Add some more samples."""
        for index, members in _classed(part, self._classes):
            self._sums[index] += _summed(members, self._grid)
        self._count += len(part)

    @property
    def density(self) -> Tensor:
        """q(z) per unit area of the plane, (rows, columns); zero before any sample came."""
        return self._sums.sum(0) / max(1, self._count)

    @property
    def shares(self) -> Tensor:
        """Each class's part q(z, y) of the density, (classes, rows, columns).

        They sum to the density, but for what has no class.
        """
        return self._sums[: self._classes] / max(1, self._count)


def density(mixture: Mixture, grid: Grid) -> Tensor:
    """Evaluate q(z) at the centres of a grid, (rows, columns)."""
    return _whole(mixture, grid, 0).density


def by_class(mixture: Mixture, grid: Grid, classes: int) -> Tensor:
    """Evaluate each class's share of q(z), (classes, rows, columns); see `Aggregate.shares`."""
    return _whole(mixture, grid, classes).shares


def log_ratio(density: Tensor, grid: Grid, plane: Plane | None = None) -> Tensor:
    """Compare q(z) (rows, columns) with the prior's marginal: log q(z) - log p(z) in nats.

    Strongly negative in a hole, where the decoder is asked and was never taught. p(z) is standard
    normal around the latent 0, which a plane may place elsewhere than at the point 0.
    """
    x, y = (0.0, 0.0) if plane is None else plane.project(torch.zeros_like(plane.origin)[None])[0]
    squares = (grid.xs - x).square() + (grid.ys - y).square()[:, None]
    return density.clamp(min=_FLOOR).log() + 0.5 * squares + _LOG_TAU


def levels(density: Tensor, masses: Sequence[float] = (0.5, 0.8, 0.95)) -> Tensor:
    """Find the densities above which these shares of the mass on a grid lie, (len(masses),).

    The density (rows, columns) is that of equal cells. The region of the highest density (Hyndman
    1996) that holds at least such a share is where the density is at least the level.
    """
    falling = density.double().flatten().sort(descending=True).values
    held = falling.cumsum(0)
    wanted = held[-1] * torch.tensor(masses, dtype=held.dtype)
    last = torch.searchsorted(held, wanted).clamp(max=len(held) - 1)
    found: Tensor = falling[last].float()
    return found


def _whole(mixture: Mixture, grid: Grid, classes: int) -> Aggregate:
    found = Aggregate(grid, classes)
    for part in mixture.parts(grid):
        found.add(part)
    return found


def _classed(mixture: Mixture, classes: int) -> Iterator[tuple[int, Mixture]]:
    """Part it by class; what has none comes under the number of classes."""
    if mixture.labels is None or not classes:
        yield classes, mixture
        return
    outside = (mixture.labels < 0) | (mixture.labels >= classes)
    labels = mixture.labels.masked_fill(outside, classes)
    present: list[int] = torch.unique(labels).tolist()
    for index in present:
        yield index, mixture.taken(labels == index)


def _summed(mixture: Mixture, grid: Grid) -> Tensor:
    """Sum of the Gaussians at a grid's centres, (rows, columns)."""
    if mixture.slopes is None:
        x, y = (_factors(mixture, places, axis) for axis, places in enumerate((grid.xs, grid.ys)))
        return y.T @ x
    total = torch.zeros(grid.rows, grid.columns)
    for part in mixture.cut(max(1, _CHUNK // total.numel())):
        total += _terms(part, grid).sum(0)
    return total


def _factors(mixture: Mixture, places: Tensor, axis: int) -> Tensor:
    """The density of one coordinate at places (W,), for each sample: (N, W)."""
    stds = mixture.stds[:, axis, None]
    white = (places - mixture.means[:, axis, None]).div_(stds)
    logs = white.square_().mul_(-0.5).sub_(stds.log() + 0.5 * _LOG_TAU)
    return threshold(logs, _TINY, -math.inf, inplace=True).exp_()


def _terms(mixture: Mixture, grid: Grid) -> Tensor:
    """The density of each sample, whitened one axis after the other: (N, rows, columns)."""
    assert mixture.slopes is not None
    narrow, given = mixture.stds[:, :1], mixture.stds[:, 1:]
    across = grid.xs - mixture.means[:, :1]
    up = (grid.ys - mixture.means[:, 1:]) / given
    rise = across * mixture.slopes[:, None] / given
    logs = -0.5 * (across / narrow).square() - narrow.log() - given.log() - _LOG_TAU
    white = up[:, :, None] - rise[:, None, :]
    return torch.addcmul(logs[:, None, :], white, white, value=-0.5).clamp_(min=_TINY).exp_()
