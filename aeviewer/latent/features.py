"""What each unit of a latent does to the picture, how much the data uses it, and what J stretches.

A sparse or linear decoder is a dictionary: its picture is the sum of one atom for each unit that is
active (Olshausen & Field 1996). Of any other decoder the atom of a unit is its effect dD/dz_i, at a
place that one says: a sum to first order. A contractive encoder has few large singular values of
its Jacobian, the directions along which the data lies (Rifai 2011, sec. 5.2).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from aeviewer.latent.collapse import COLLAPSED

Decode = Callable[[Tensor], Tensor]
"""From flat latents (N, D) to pictures (N, C, H, W)."""


def effects(decode: Decode, latent: Tensor, units: Tensor) -> Tensor:
    """Differentiate the picture of a latent (D,) by some units (K,), exactly: (K, C, H, W).

    Forward mode by two passes backward: the gradient u^T J is linear in u, and its own gradient
    along a unit is a column of J.
    """
    with torch.enable_grad():
        z = latent.expand(len(units), -1).clone().requires_grad_()
        pictures = decode(z)
        u = torch.zeros_like(pictures, requires_grad=True)
        (back,) = torch.autograd.grad(pictures, z, u, create_graph=True)
        along = torch.zeros_like(z)
        along[torch.arange(len(units)), units] = 1
        (columns,) = torch.autograd.grad(back, u, along)
    found: Tensor = columns.detach()
    return found


@dataclass(frozen=True)
class Use:
    """How the data uses the units.

    Attributes:
        rest: (U,) where a unit is while it says nothing: 0 where units are switched on, else its
            mean.
        spread: (U,) how far it goes from there, the root of the mean square.
        share: (U,) of the samples for which it is active; None where units cannot be off.
        idle: (U,) bool: never active, never moving, or collapsed onto the prior.
    """

    rest: Tensor
    spread: Tensor
    share: Tensor | None
    idle: Tensor

    @classmethod
    def of(cls, units: Tensor, stds: Tensor | None = None, switched: bool = False) -> Self:
        """Look at the units (N, U) of samples, N >= 1, and their posteriors' widths.

        Units that are `switched` rest at 0. One is active where it is not 0; if none ever is 0, as
        sigmoids are not, where it is over a tenth of the largest value there is.
        """
        rest = torch.zeros(units.shape[1]) if switched else units.mean(0)
        spread = (units - rest).square().mean(0).sqrt()
        if not switched:
            return cls(rest, spread, None, _silent(units, spread, stds))
        active = units != 0
        if active.all():
            active = units.abs() > 0.1 * units.abs().max()
        return cls(rest, spread, active.float().mean(0), ~active.any(0))


def strength(use: Use, atoms: Tensor) -> Tensor:
    """How much the units (U,) change the picture over the data, by their atoms (U, ...).

    The root of the mean squared error, summed over pixels, that one takes away with a unit: (U,).
    """
    return use.spread * atoms.flatten(1).square().sum(1).sqrt()


def singular(jacobian: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Find singular values of J (D, P), the largest first, and leading directions in P.

    By the eigenvectors of the smaller of J J^T and J^T J, in double precision: (min(D, P),) and
    (min(count, D, P), P). Signs are fixed: each direction's largest entry is positive.
    """
    j = jacobian.double()
    wide = j.shape[0] <= j.shape[1]
    squares, vectors = torch.linalg.eigh(j @ j.T if wide else j.T @ j)  # ascending
    values = squares.clamp(min=0).sqrt().flip(0)
    leading = vectors.flip(1)[:, :count].T
    if wide:
        leading = leading @ j / values[:count, None].clamp(min=1e-12)
    largest = leading.gather(1, leading.abs().argmax(1, keepdim=True))
    return values.float(), (leading * largest.sign()).float()


def _silent(units: Tensor, spread: Tensor, stds: Tensor | None) -> Tensor:
    if stds is None:
        return spread <= 1e-6 * spread.max().clamp(min=1e-12)
    variance = stds.square().clamp(min=1e-12)
    kl = 0.5 * (units.square() + variance - 1 - variance.log())
    return kl.mean(0) < COLLAPSED
