"""A chart that is not linear: samples where t-SNE or UMAP put them, and what is said in between.

Neither method has an inverse. The one declared here is a mix of the eight nearest samples, by
Shepard's inverse distances as Franke & Nielson (1980) bound them: the weight of a sample at the
distance d is (1/d - 1/R)^2, R being the distance of the ninth, so that a sample that comes into the
mix or leaves it weighs nothing then. On a sample it is that sample. Latents that were not embedded
are placed by the same rule, the other way round.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

NEAREST = 8
"""Samples in a mix."""

FEWEST = 10
"""Samples that are worth an embedding."""

_EXACT = "donot_use_mm_for_euclid_dist"  # by products of matrices, no distance is zero
_CANDIDATES = 2 * NEAREST  # found by such a product, which is quicker in many dimensions


@dataclass(frozen=True, eq=False)
class Embedding:
    """Samples, and where they were put.

    Attributes:
        latents: (M, D).
        points: (M, 2).
        names: what the axes are called.
    """

    latents: Tensor
    points: Tensor
    names: tuple[str, str]

    @property
    def size(self) -> int:
        """How many dimensions a latent has."""
        return self.latents.shape[1]

    def project(self, z: Tensor) -> Tensor:
        """Place latents (N, D), (N, 2): a sample at its point, others among the nearest ones."""
        count = min(_CANDIDATES, len(self.latents))
        which = torch.cdist(z, self.latents).topk(count, largest=False).indices
        exact = (z[:, None] - self.latents[which]).square().sum(2).sqrt()
        return _mixed(exact, self.points, which)

    def lift(self, p: Tensor, base: Tensor | None = None) -> Tensor:
        """Find latents (N, D) for points (N, 2): mixes of those whose points are nearest.

        A base (D,) is what its own point lifts to, and says nothing of others.
        """
        found = _mixed(_apart(p, self.points), self.latents)
        if base is None:
            return found
        here = (p == self.project(base[None])).all(1, keepdim=True)
        return torch.where(here, base, found)

    def errors(self, which: slice) -> Tensor:
        """How far some samples (K,) lie from what their points lift to without them."""
        distances = _apart(self.points[which], self.points)
        rows = torch.arange(len(distances))
        distances[rows, torch.arange(len(self.points))[which]] = math.inf
        off = _mixed(distances, self.latents) - self.latents[which]
        return off.square().sum(1).sqrt()

    def spread(self) -> float:
        """How far the samples' latents lie from their mean, in the mean."""
        off = self.latents - self.latents.mean(0)
        return off.square().sum(1).sqrt().mean().item()


def relative_error(embedding: Embedding, errors: Tensor) -> float:
    """Tell the inverse's error of all samples (M,) in spreads: 1 is no better than the mean."""
    return errors.mean().item() / max(embedding.spread(), 1e-12)


def _apart(one: Tensor, other: Tensor) -> Tensor:
    return torch.cdist(one, other, compute_mode=_EXACT)


def _mixed(distances: Tensor, values: Tensor, among: Tensor | None = None) -> Tensor:
    """Mix values (M, K) by the distances (N, M) of their places: (N, K).

    Or by those (N, C) of some of them, whose numbers (N, C) are told.
    """
    near, which = distances.topk(min(NEAREST + 1, distances.shape[1]), largest=False)
    which = which if among is None else among.gather(1, which)
    beyond = near[:, NEAREST:]
    near, which = near[:, :NEAREST], which[:, :NEAREST]
    nearest = near[:, :1]
    reach = nearest / beyond if beyond.shape[1] else torch.zeros_like(nearest)
    weights = (nearest / near - reach).square()  # in units of the nearest: no square overflows
    hit = near == 0
    weights = torch.where(hit.any(1, keepdim=True), hit.to(weights), weights)
    blank = ~(weights > 0).any(1, keepdim=True)  # all are as far as the one beyond
    weights = torch.where(blank, torch.ones_like(weights), weights)
    weights = torch.where(near.isinf(), torch.zeros_like(weights), weights)
    weights = weights / weights.sum(1, keepdim=True)
    return (weights[:, :, None] * values[which]).sum(1)
