"""The squared slope of a network, which R1 (Mescheder 2018, eq. 9) keeps small.

An adversary whose slope at real examples is held down has no more to say once they are matched, so
that the game converges instead of going round in circles.
"""

import torch
from torch import Tensor, nn


def squared_slope(network: nn.Module, x: Tensor) -> Tensor:
    """|grad network(x)|^2 of each example (B, ...), (B,), to be derived once more, so in float32.

    The network returns one number for each example, (B,).
    """
    with torch.autocast(x.device.type, enabled=False), torch.enable_grad():
        x = x.detach().float().requires_grad_()
        (slope,) = torch.autograd.grad(network(x).sum(), x, create_graph=True)
    return slope.flatten(1).square().sum(1)
