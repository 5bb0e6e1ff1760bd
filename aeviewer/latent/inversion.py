"""Inversion: the latent whose picture is nearest to an image, for models that only decode.

Zhu 2016, Generative Visual Manipulation on the Natural Image Manifold, and Creswell 2016, Inverting
the Generator of a Generative Adversarial Network: gradient descent on z from draws of the prior.
The loss here is |decode(z) - x|^2, summed over pixels, without Zhu's features and Creswell's
log p(z). It has many minima, so several starts descend side by side, each by itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

_RATE = 0.1  # of the starts' size, that each number moves in an iteration at first


@dataclass(frozen=True, eq=False)
class Reached:
    """How far each start has come.

    Attributes:
        latents: (K, D), the best of each start so far.
        errors: (K,), their squared errors, which never rise; infinite where none was a number.
    """

    latents: Tensor
    errors: Tensor

    @property
    def best(self) -> int:
        """Number of the start whose picture is nearest by now."""
        return int(self.errors.argmin())


def invert(
    target: Tensor, starts: Tensor, decode: Callable[[Tensor], Tensor], iterations: int
) -> Iterator[Reached]:
    """Descend from starts (K, D) towards an image (C, H, W); yield at the start and each iteration.

    The decoder takes latents (K, D) and gives pictures (K, C, H, W); it must have gradients.
    """
    z = starts.clone().requires_grad_()
    best = Reached(starts, torch.full((len(starts),), torch.inf))
    rate = _RATE * max(starts.square().mean().sqrt().item(), 1e-3)
    optimizer = torch.optim.Adam([z], lr=rate)
    for iteration in range(iterations + 1):
        with torch.enable_grad():
            errors = (decode(z) - target).square().flatten(1).sum(1)
            loss = errors.sum()
        best = _better(best, Reached(z.detach(), errors.detach().to(starts.device)))
        yield best
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        for group in optimizer.param_groups:  # it comes to rest
            group["lr"] = rate * (1 - iteration / max(iterations, 1))
        optimizer.step()


def _better(before: Reached, now: Reached) -> Reached:
    """Keep the better one of each start."""
    gained = now.errors < before.errors
    return Reached(
        torch.where(gained[:, None], now.latents, before.latents),
        torch.where(gained, now.errors, before.errors),
    )
