"""How far a walk through latent space can be trusted: what lies around it, and how it decodes.

A decoder makes a picture of any point. Whether samples lie there, how fast the picture changes, and
whether it would be encoded where it was decoded from, says how much to make of it.
"""

import math
from collections.abc import Iterator

import torch
from torch import Tensor

_NARROW = 1e-4  # no std is smaller
_LOG_TAU = math.log(2 * math.pi)
_PRODUCTS = 2**22  # in one part: some 5 ms on one thread
_TERMS = 2**17  # exponentials in one part


class Surroundings:
    """What lies around latents (K, D), of samples that are added part by part.

    The density is q(z) = 1/N sum_n N(z; mean_n, std_n^2), the aggregate posterior of diagonal
    Gaussians, in all D dimensions and exactly. All sums are in float64.
    """

    def __init__(self, z: Tensor) -> None:
        self._z = z.double()
        self._log = torch.full((len(z),), -math.inf, dtype=torch.float64)
        self._least = torch.full((len(z),), math.inf, dtype=torch.float64)
        self._nearest = torch.zeros(len(z), dtype=torch.int64)
        self._count = 0

    def parts(self, count: int) -> Iterator[slice]:
        """Cut a number of samples into what takes some 5 ms each to add."""
        places, size = self._z.shape
        step = max(1, min(_PRODUCTS // max(1, places * size), _TERMS // max(1, places)))
        return (slice(start, start + step) for start in range(0, count, step))

    def add(self, means: Tensor, stds: Tensor) -> None:
        """Add some more samples, means and stds (n, D)."""
        means, stds = means.double(), stds.double().clamp(min=_NARROW)
        # (z - m)^2 / s^2 for all pairs at once, as products of matrices.
        weights = stds.square().reciprocal()
        squares = self._z.square() @ weights.T - 2 * self._z @ (means * weights).T
        squares = squares + (means.square() * weights).sum(1)
        logs = -0.5 * squares - stds.log().sum(1) - 0.5 * _LOG_TAU * self._z.shape[1]
        self._log = torch.logaddexp(self._log, logs.logsumexp(1))
        self._approach(means)
        self._count += len(means)

    def _approach(self, means: Tensor) -> None:
        """Find who is nearest among these, and how far off exactly."""
        squares = means.square().sum(1) - 2 * self._z @ means.T
        nearest = squares.argmin(1)
        distances = (self._z - means[nearest]).norm(dim=1)
        closer = distances < self._least
        self._least = torch.where(closer, distances, self._least)
        self._nearest = torch.where(closer, nearest + self._count, self._nearest)

    @property
    def log_density(self) -> Tensor:
        """Log q(z) in nats, (K,) float64; -inf before any sample came."""
        return self._log - math.log(max(1, self._count))

    @property
    def distances(self) -> Tensor:
        """How far it is to the nearest mean, (K,) float64; inf before any sample came."""
        return self._least

    @property
    def nearest(self) -> Tensor:
        """Numbers of the nearest samples, (K,) int64."""
        return self._nearest


def kernel(latents: Tensor) -> Tensor:
    """Choose the stds (D,) of a Gaussian kernel for latents (N, D) that have no width themselves.

    Scott 1992: along each axis, the std of the points times N^(-1 / (D + 4)). An axis on which
    all of them agree says nothing; its std is 1.
    """
    count, size = latents.shape
    spread = latents.std(0) if count > 1 else torch.zeros(size)
    width = spread * math.pow(max(1, count), -1 / (size + 4))
    return torch.where(spread > _NARROW, width, 1.0)


def speed(pictures: Tensor, places: Tensor) -> Tensor:
    """How fast the picture changes, |dD/dt|, at rising places t (K,), K >= 2: (K,).

    By differences between neighbouring pictures (K, ...): both steps at a place, together, so
    that a walk that turns back is not taken for one that stands still.
    """
    steps = (pictures[1:] - pictures[:-1]).flatten(1).norm(dim=1)
    passed, taken = torch.zeros(len(places)), torch.zeros(len(places))
    for part in (slice(1, None), slice(None, -1)):
        passed[part] += steps
        taken[part] += places.diff()
    return passed / taken.clamp(min=torch.finfo(taken.dtype).tiny)
