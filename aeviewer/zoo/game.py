"""What keeps a game of two networks from going round in circles: short memories, gentle slopes.

R1 (Mescheder 2018, eq. 9) holds the slope of an adversary D at real examples down, so that it has
no more to say once they are matched. A Wasserstein critic must not be steeper than 1 anywhere, and
is drawn to just that between real and made examples (Gulrajani 2017, eq. 3).
"""

import torch
from torch import Tensor, nn

from aeviewer.zoo.contract import Loss

BETAS = (0.5, 0.99)  # Radford 2015: a long memory of an opponent that moves makes them oscillate


def with_r1(
    adversary: Tensor, network: nn.Module, real: Tensor, gamma: float, step: int = 0, lazy: int = 1
) -> Loss:
    """Add gamma / 2 |grad D(x)|^2, averaged over real examples x (B, ...), to an adversary's loss.

    Args:
        adversary: the loss so far, a scalar.
        network: D; it returns one number for each example, (B,).
        real: x, images or draws of a prior.
        gamma: the weight.
        step: steps done before this one.
        lazy: R1 is asked for at one step in so many, as it costs a step and a half, and counts as
            often there.
    """
    terms = {"adversary": adversary}
    if step % lazy:
        return Loss(adversary, terms)
    r1 = squared_slope(network, real).mean()
    return Loss(adversary + lazy * gamma / 2 * r1, terms | {"gradient_penalty": r1})


def off_one(network: nn.Module, real: Tensor, made: Tensor, generator: torch.Generator) -> Tensor:
    """Average (|grad D(x^)| - 1)^2 over points x^ drawn between real and made images (B, C, H, W).

    The network D returns one number for each, (B,); the answer is a scalar.
    """
    share = torch.rand(len(made), 1, 1, 1, generator=generator, device=made.device)
    between = torch.lerp(real, made.float(), share)
    slope = (squared_slope(network, between) + 1e-12).sqrt()  # sqrt has no slope at 0
    return (slope - 1).square().mean()


def squared_slope(network: nn.Module, x: Tensor) -> Tensor:
    """|grad network(x)|^2 of each example (B, ...), (B,), to be derived once more, so in float32.

    The network returns one number for each example, (B,).
    """
    with torch.autocast(x.device.type, enabled=False), torch.enable_grad():
        x = x.detach().float().requires_grad_()
        (slope,) = torch.autograd.grad(network(x).sum(), x, create_graph=True)
    return slope.flatten(1).square().sum(1)
