"""Drawn shapes with known factors, after dSprites (Matthey et al. 2017), at 32 x 32 pixels.

Every image is one of the 3 x 6 x 40 x 32 x 32 combinations of shape, scale, turn, x and y. They are
drawn without replacement, so that no test image was ever trained on.
"""

import math

import torch
from torch import Tensor

from aeviewer.data.images import DataSet, Images

CLASSES = ("square", "ellipse", "heart")
_COUNTS = (len(CLASSES), 6, 40, 32, 32)
_TRAIN, _TEST = 12_000, 2_000
_SIDE = 32
_MARGIN = 8.0  # pixels: the largest shape reaches 7.1 from its centre
_CHUNK = 1_000

# How far above its square's middle a heart of side 1 has its centre of mass, which x and y mean and
# turns leave in place: two half discs of radius 1/2, each with its own centre 2 / (3 pi) outwards.
_HEART_CENTRE = (
    (math.pi / 4) / (1 + math.pi / 4) * (1 / math.sqrt(8) + math.sqrt(2) / (3 * math.pi))
)


def load(seed: int = 0) -> DataSet:
    """Draw 12,000 images to train on and 2,000 to test on; the same seed gives the same bytes."""
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randperm(math.prod(_COUNTS), generator=generator)
    return DataSet("shapes", _images(drawn[:_TRAIN]), _images(drawn[_TRAIN : _TRAIN + _TEST]))


def render(shape: Tensor, scale: Tensor, turn: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Draw anti-aliased shapes, white on black.

    Args:
        shape: (N,) index into `CLASSES`.
        scale: (N,) in [0.5, 1].
        turn: (N,) radians, clockwise.
        x: (N,) in [0, 1], from the left.
        y: (N,) in [0, 1], from the top.

    Returns:
        (N, 1, 32, 32) uint8.
    """
    columns = zip(*(torch.split(v, _CHUNK) for v in (shape, scale, turn, x, y)), strict=True)
    return torch.cat([_draw(*chunk) for chunk in columns])


def _images(drawn: Tensor) -> Images:
    shape, scale, turn, x, y = torch.unravel_index(drawn, _COUNTS)
    factors = {
        "shape": shape,
        "scale": 0.5 + 0.5 * scale / (_COUNTS[1] - 1),
        "turn": turn * (2 * math.pi / _COUNTS[2]),
        "x": x / (_COUNTS[3] - 1),
        "y": y / (_COUNTS[4] - 1),
    }
    return Images(render(**factors), shape, CLASSES, factors)


def _draw(shape: Tensor, scale: Tensor, turn: Tensor, x: Tensor, y: Tensor) -> Tensor:
    u, v = _own_axes(turn, x, y)
    size = scale[:, None, None]
    distance = torch.empty_like(u)
    for number, outline in enumerate((_square, _ellipse, _heart)):
        chosen = shape == number
        distance[chosen] = outline(u[chosen], v[chosen], size[chosen])
    # A pixel that the outline cuts through its middle is half covered.
    return (0.5 - distance).clamp_(0, 1).mul_(255).round_().to(torch.uint8).unsqueeze(1)


def _own_axes(turn: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Find each pixel's place (N, 32, 32) on the shape's own axes, in pixels from its centre."""
    pixel = torch.arange(_SIDE) + 0.5
    room = _SIDE - 2 * _MARGIN
    across = (pixel - (_MARGIN + room * x)[:, None])[:, None, :]
    down = (pixel - (_MARGIN + room * y)[:, None])[:, :, None]
    cos, sin = turn.cos()[:, None, None], turn.sin()[:, None, None]
    return cos * across + sin * down, cos * down - sin * across


def _square(u: Tensor, v: Tensor, size: Tensor) -> Tensor:
    return _box(u, v, 5 * size)


def _ellipse(u: Tensor, v: Tensor, size: Tensor) -> Tensor:
    """To first order: the level set's value over the length of its slope."""
    a, b = 7 * size, 3.5 * size
    level = torch.hypot(u / a, v / b)
    slope = torch.hypot(u / a**2, v / b**2) / level.clamp_min(1e-6)
    return (level - 1) / slope.clamp_min(1e-6)


def _heart(u: Tensor, v: Tensor, size: Tensor) -> Tensor:
    """A square on its corner with a disc on the middle of each upper side."""
    side = 7 * size
    offset = side / math.sqrt(8)
    v = v - _HEART_CENTRE * side
    corner = _box((u + v) / math.sqrt(2), (u - v) / math.sqrt(2), side / 2)
    discs = torch.hypot(u.abs() - offset, v + offset) - side / 2
    return torch.minimum(corner, discs)


def _box(u: Tensor, v: Tensor, half: Tensor) -> Tensor:
    du, dv = u.abs() - half, v.abs() - half
    return torch.hypot(du.clamp_min(0), dv.clamp_min(0)) + torch.maximum(du, dv).clamp_max(0)
