"""The leading principal directions of a large latent space, where all of `eigh` would take seconds.

Block Krylov iteration from a seeded start (Musco & Musco 2015, algorithm 2): the covariance is
never formed, only multiplied with. It comes in parts, for those who cannot wait for all at once.
"""

from collections.abc import Iterator

import torch
from torch import Tensor

_PART = 2**20  # numbers of the latents in one part: some 2 ms on one thread
_BLOCK = 16  # directions that are followed at once
_EXACT = 1e-5  # of the largest variance: what the covariance may still turn a direction by
_MOST = 16  # blocks; where two variances are that close, either direction shows as much


def leading(latents: Tensor, origin: Tensor, count: int) -> Iterator[Tensor | None]:
    """Find the first `count` <= 16 principal directions of latents (N, D) around their mean (D,).

    There must be 2 latents and 16 dimensions. Yields None after each part, and at last the
    directions (count, D), the largest variance first; their signs are any.
    """
    size = latents.shape[1]
    parts = torch.split(latents, max(1, _PART // size))
    generator = torch.Generator().manual_seed(0)
    fresh = _orthonormal(torch.randn(_BLOCK, size, generator=generator))
    basis = turned = torch.zeros(0, size)
    while True:
        product = torch.zeros_like(fresh)
        for part in parts:
            centred = part - origin
            product += (centred @ fresh.T).T @ centred
            yield None
        basis, turned = torch.cat([basis, fresh]), torch.cat([turned, product])
        directions, error = _best(basis, turned, count)
        yield None
        if error <= _EXACT or len(basis) + _BLOCK > min(_MOST * _BLOCK, size):
            break
        fresh = _outside(product, basis)
        yield None
    yield directions


def _best(basis: Tensor, turned: Tensor, count: int) -> tuple[Tensor, float]:
    """The best directions (count, D) in a basis (K, D) that the covariance turns to (K, D).

    Also by how much it still moves them out of themselves, in shares of the largest variance.
    """
    within = (basis @ turned.T).double()
    variances, mixed = torch.linalg.eigh((within + within.T) / 2)  # ascending
    chosen = mixed[:, -count:].flip(1).T.float()
    largest = variances[-count:].flip(0).float()
    directions = chosen @ basis
    left = (chosen @ turned - largest[:, None] * directions).norm(dim=1).max()
    return directions, (left / largest[0].clamp(min=1e-30)).item()


def _outside(product: Tensor, basis: Tensor) -> Tensor:
    """Directions (B, D) of what of a product (B, D) lies outside a basis (K, D)."""
    for _ in range(2):  # once leaves rounding errors, which would grow from block to block
        product = _orthonormal(product - (product @ basis.T) @ basis)
    return product


def _orthonormal(rows: Tensor) -> Tensor:
    """Orthonormal rows (B, D) that span the same."""
    found: Tensor = torch.linalg.qr(rows.T).Q.T.contiguous()
    return found
