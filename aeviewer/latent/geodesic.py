"""Geodesics of the decoder: a string between anchors relaxes to the least change of the picture.

Arvanitidis 2018, Shao 2018: under the metric J^T J of the decoder the length of a curve is that of
its picture. A string of points z_k minimises the energy sum_k |decode(z_k+1) - decode(z_k)|^2; at
the minimum neighbouring pictures are equally far apart, and the curve is a discrete geodesic.
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

_RATE = 0.05  # of the string's mean step, that each number moves in an iteration at first
_EVERY = 5  # iterations from one look at the string to the next


def relax(string: Tensor, decode: Callable[[Tensor], Tensor], iterations: int) -> Iterator[Tensor]:
    """Relax a string (K, D), K >= 2, whose ends stay; yield it (K, D) every few iterations.

    What is yielded never has a higher energy than what was before. The decoder takes latents
    (K, D) and gives pictures (K, ...); it must have gradients.
    """
    if len(string) < 3:
        yield string
        return
    step = (string[1:] - string[:-1]).norm(dim=1).mean().item()
    inner = string[1:-1].clone().requires_grad_()
    optimizer = torch.optim.Adam([inner], lr=max(_RATE * step, 1e-6))
    best, least = string, torch.inf
    for iteration in range(iterations):
        with torch.enable_grad():
            whole = torch.cat([string[:1], inner, string[-1:]])
            energy = energy_of(decode(whole))
        if energy.item() < least:
            best, least = whole.detach().clone(), energy.item()
        optimizer.zero_grad()
        energy.backward()  # type: ignore[no-untyped-call]
        for group in optimizer.param_groups:  # it comes to rest
            group["lr"] = max(_RATE * step, 1e-6) * (1 - iteration / iterations)
        optimizer.step()
        if iteration % _EVERY == _EVERY - 1:
            yield best  # between steps: a training may write to the decoder's weights meanwhile


def energy_of(pictures: Tensor) -> Tensor:
    """Sum of squared differences of neighbouring pictures (K, ...), times K - 1: ().

    Times K - 1 it does not depend on the number of points: at rest it is the squared length.
    """
    return (pictures[1:] - pictures[:-1]).square().sum() * (len(pictures) - 1)
