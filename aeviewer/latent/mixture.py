"""Posteriors seen in the plane: each q(z|x_n) is a Gaussian, and so is its marginal there."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import torch
from torch import Tensor

from aeviewer.latent.field import Grid
from aeviewer.latent.plane import Plane

_FAR = 1e9  # beyond, no map shows a sample, and squares near the end of the floats
_NARROW = 1e-6  # no std is smaller
_ALONG = 1e-6  # below, the product of two directions' entries is a rounding error
_PART = 2**21  # terms: some 5 ms on one thread


@dataclass(frozen=True)
class Mixture:
    """Equally likely Gaussians in the plane, N(y | x) N(x) each.

    Attributes:
        means: (N, 2).
        stds: (N, 2) of x, and of y at a given x.
        slopes: (N,) by how much the expected y rises with x; None where no x says anything of y.
        labels: (N,) int64 class numbers, or None.
    """

    means: Tensor
    stds: Tensor
    slopes: Tensor | None = None
    labels: Tensor | None = None

    @classmethod
    def in_plane(
        cls, means: Tensor, stds: Tensor | None, plane: Plane, labels: Tensor | None = None
    ) -> Self:
        """Take the marginals on a plane of diagonal Gaussians, means and stds (N, D), labels (N,).

        Without stds each sample is a Gaussian kernel, and the mixture the kernel density: by
        Scott's rule (1992) a kernel's std on each axis is that of the points times N^(-1/6).
        The second axis of a single dimension, which says nothing, follows the prior.
        Samples that are nowhere (not finite) are left out.
        """
        places = plane.project(means.float())
        near = _near(places) if stds is None else _near(places) & _near(stds)
        places, labels = places[near], None if labels is None else labels[near]
        spread, slopes = (
            (_scott(places), None) if stds is None else _marginals(stds[near].float(), plane.basis)
        )
        blank = ~plane.basis.any(1)
        return cls(places, torch.where(blank, 1.0, spread.clamp(min=_NARROW)), slopes, labels)

    @classmethod
    def of_points(cls, places: Tensor, labels: Tensor | None = None) -> Self:
        """Take a kernel around each of the points (N, 2) of a chart that leaves no Gaussian one.

        By the same rule as `in_plane` without stds.
        """
        near = _near(places)
        places, labels = places[near], None if labels is None else labels[near]
        return cls(places, _scott(places).clamp(min=_NARROW), None, labels)

    def __len__(self) -> int:
        return len(self.means)

    def taken(self, which: slice | Tensor) -> Self:
        """Keep the samples of a slice, of indices (K,) or of a mask (N,)."""
        slopes = None if self.slopes is None else self.slopes[which]
        labels = None if self.labels is None else self.labels[which]
        return replace(
            self, means=self.means[which], stds=self.stds[which], slopes=slopes, labels=labels
        )

    def softened(self, grid: Grid) -> Self:
        """Blur by half a cell, so that none is lost between the centres of wide cells."""
        width, height = (side / 2 for side in grid.cell)
        own = self.stds.square()
        across, up = own[:, 0] + width**2, own[:, 1] + height**2
        slopes = self.slopes
        if slopes is not None:
            kept = own[:, 0] / across
            up = up + slopes.square() * kept * width**2
            slopes = slopes * kept
        return replace(self, stds=torch.stack([across, up], 1).sqrt(), slopes=slopes)

    def parts(self, grid: Grid) -> Iterator[Self]:
        """Cut it into what takes some 5 ms each to evaluate on a grid."""
        separable = 4 * (grid.rows + grid.columns)  # each exp() weighs more than a product
        terms = separable if self.slopes is None else grid.rows * grid.columns
        return self.cut(max(1, _PART // terms))

    def cut(self, count: int) -> Iterator[Self]:
        """Cut it into parts of so many samples, the last of fewer."""
        for start in range(0, len(self), count):
            yield self.taken(slice(start, start + count))


def _near(numbers: Tensor) -> Tensor:
    """Which rows of (N, D) hold nothing but numbers of a reasonable size, (N,)."""
    return (numbers.abs() < _FAR).all(1)


def _marginals(stds: Tensor, basis: Tensor) -> tuple[Tensor, Tensor | None]:
    """Stds (N, 2) of x and of y at a given x, and the slopes (N,): the Cholesky factor.

    By Gram-Schmidt, as the difference of the variances would lose a narrow Gaussian's digits.
    """
    if (basis[0] * basis[1]).abs().max() < _ALONG:
        return (stds.square() @ basis.square().T).sqrt(), None
    x, y = stds * basis[0], stds * basis[1]
    slopes = (x * y).sum(1) / x.square().sum(1).clamp(min=_NARROW**2)
    return torch.stack([x.norm(dim=1), (y - slopes[:, None] * x).norm(dim=1)], 1), slopes


def _scott(places: Tensor) -> Tensor:
    """The kernels' stds (N, 2), all the same."""
    count = len(places)
    variance = (places - places.mean(0)).square().sum(0) / max(1, count - 1)
    return (variance.sqrt() * math.pow(max(1, count), -1 / 6)).expand(count, 2)
