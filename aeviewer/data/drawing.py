"""A drawing made an image as the digits of MNIST were made.

LeCun 1998: the ink's box is scaled, keeping its proportions, to fit 20 x 20 pixels of 28 x 28, with
grey edges, and its centre of mass is put in the middle. That is pixel 14 of 0 to 27: over the test
images the centres of mass are 14.49 and 14.50 from the edges, with a std of 0.3.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from aeviewer.data.images import ImageShape

_INK = 20 / 28  # of the image's shorter side, that the box takes
_FAINT = 0.02


def as_digit(ink: Tensor, shape: ImageShape) -> Tensor:
    """Make an image (C, H, W) in [0, 1] of ink (H', W') in [0, 1]; black without any ink.

    The ink is white on black; of colours, all channels are alike.
    """
    channels, height, width = shape
    image = torch.zeros(height, width)
    there = ink > _FAINT
    if there.any():
        image = _placed(_boxed(ink, there, min(height, width)), height, width)
    return image.expand(channels, height, width)


def as_picture(ink: Tensor, shape: ImageShape) -> Tensor:
    """Make an image (C, H, W) in [0, 1] of the whole of a drawing (H', W'), as it lies."""
    channels, height, width = shape
    small = F.interpolate(ink[None, None], (height, width), mode="bilinear", antialias=True)
    return small[0].clamp(0, 1).expand(channels, height, width)


def _boxed(ink: Tensor, there: Tensor, short: int) -> Tensor:
    """Cut the ink's box out and scale it, so that its longer side is 20 of 28."""
    rows, columns = there.any(1).nonzero(), there.any(0).nonzero()
    box = ink[rows[0, 0] : rows[-1, 0] + 1, columns[0, 0] : columns[-1, 0] + 1]
    side = max(1, round(_INK * short))
    scale = side / max(box.shape)
    size = [max(1, round(scale * length)) for length in box.shape]
    scaled = F.interpolate(box[None, None], size, mode="bilinear", antialias=True)
    return scaled[0, 0].clamp(0, 1)


def _placed(box: Tensor, height: int, width: int) -> Tensor:
    """Put the centre of mass in the middle, as far as the box stays inside."""
    image = torch.zeros(height, width)
    top, left = (
        _start(weights, length) for weights, length in ((box.sum(1), height), (box.sum(0), width))
    )
    rows, columns = box.shape
    image[top : top + rows, left : left + columns] = box
    return image


def _start(weights: Tensor, length: int) -> int:
    places = torch.arange(len(weights)) + 0.5
    middle = float((weights * places).sum() / weights.sum())
    return min(max(round(length // 2 + 0.5 - middle), 0), length - len(weights))
