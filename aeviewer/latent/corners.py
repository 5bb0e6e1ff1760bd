"""The surface between four latents: a path from a path to a path."""

import torch
from torch import Tensor

from aeviewer.latent.path import PATHS


def blend(corners: Tensor, places: Tensor, shape: str) -> Tensor:
    """Walk the surface between corners A, B, C, D, (4, D), at places (N, 2) in [0, 1]^2: (N, D).

    The first number leads from A to B and from C to D, the second from there to here. Both ways
    are of the shape called lerp or slerp: with lerp it is bilinear interpolation. At the corners'
    places the surface is exactly there.
    """
    path = PATHS[shape]
    across, column = torch.unique(places[:, 0], return_inverse=True)
    top, bottom = path(corners[0], corners[1], across), path(corners[2], corners[3], across)
    found = torch.empty(len(places), corners.shape[1])
    for number in range(len(across)):
        here = column == number
        found[here] = path(top[number], bottom[number], places[here, 1])
    return found


def lattice(side: int) -> Tensor:
    """Spread N = side^2 places (N, 2) over [0, 1]^2, row by row, the corners among them."""
    steps = torch.linspace(0, 1, side)
    down, right = torch.meshgrid(steps, steps, indexing="ij")
    return torch.stack([right, down], -1).flatten(0, 1)
