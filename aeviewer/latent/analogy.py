"""Directions that mean something: what one group has and another has not.

Larsen 2016 and White 2016: the difference of two groups' mean latents is an attribute that can be
added to any latent; Mikolov 2013: a - b + c is to c as a is to b.
"""

from collections.abc import Sequence

import torch
from torch import Tensor


def attribute(without: Tensor, having: Tensor) -> Tensor:
    """Find the vector (D,) from the mean of latents (N, D) without it to that of those having it.

    Both groups have at least one latent, and need not be of one size.
    """
    difference: Tensor = (having.double().mean(0) - without.double().mean(0)).float()
    return difference


def moved(latent: Tensor, direction: Tensor, strengths: Sequence[float]) -> Tensor:
    """Add each multiple of a direction (D,) to a latent (D,): (len(strengths), D)."""
    return latent + torch.tensor(strengths, dtype=latent.dtype)[:, None] * direction


def analogy(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    """Find a - b + c, each (D,): what is to c as a is to b."""
    return a - b + c
