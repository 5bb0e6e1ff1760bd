"""Noise: the ways to spoil an image that a denoising model learns from and a view shows.

Vincent 2010 has Gaussian, masking and salt-and-pepper noise. What leaves [0, 1] is clipped, which
biases the noise near black and white.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

KINDS = ("gaussian", "mask", "salt-pepper", "speckle", "blur", "block")


@dataclass(frozen=True)
class Noise:
    """One kind of noise at one level.

    Attributes:
        kind: one of `KINDS`.
        level: gaussian, speckle: standard deviation. mask, salt-pepper: share of the pixels.
            blur: standard deviation of the kernel, in pixels. block: side of the square, as a
            share of the image's.
    """

    kind: str
    level: float

    def __call__(self, x: Tensor, generator: torch.Generator) -> Tensor:
        """Spoil images (B, C, H, W) in [0, 1]; blur takes nothing from the generator."""
        return _KINDS[self.kind](x, self.level, generator).clamp(0, 1) if self.level else x


def _gaussian(x: Tensor, level: float, generator: torch.Generator) -> Tensor:
    return x + level * _normal(x, generator)


def _speckle(x: Tensor, level: float, generator: torch.Generator) -> Tensor:
    return x * (1 + level * _normal(x, generator))


def _mask(x: Tensor, level: float, generator: torch.Generator) -> Tensor:
    return x * (_uniform(x[:, :1], generator) >= level)


def _salt_pepper(x: Tensor, level: float, generator: torch.Generator) -> Tensor:
    drawn = _uniform(x[:, :1], generator)
    salted = torch.where(drawn < level / 2, 1.0, x)
    return torch.where((drawn >= level / 2) & (drawn < level), 0.0, salted)


def _blur(x: Tensor, level: float, _generator: torch.Generator) -> Tensor:
    reach = max(1, min(math.ceil(3 * level), min(x.shape[2:]) - 1))
    offsets = torch.arange(-reach, reach + 1, device=x.device, dtype=x.dtype)
    kernel = torch.softmax(-offsets.square() / (2 * level**2), 0)
    planes = F.pad(x.reshape(-1, 1, *x.shape[2:]), [reach] * 4, mode="replicate")
    blurred = F.conv2d(F.conv2d(planes, kernel[None, None, None]), kernel[None, None, :, None])
    return blurred.reshape(x.shape)


def _block(x: Tensor, level: float, generator: torch.Generator) -> Tensor:
    """Black a square out, anywhere inside each image."""
    inside = torch.ones_like(x[:, :1], dtype=torch.bool)
    for axis in (2, 3):
        size = x.shape[axis]
        side = min(size, max(1, round(level * size)))
        drawn = torch.rand(len(x), 1, 1, 1, generator=generator, device=x.device)
        start = (drawn * (size - side + 1)).floor()
        view = [1, 1, 1, 1]
        view[axis] = size
        place = torch.arange(size, device=x.device).reshape(view)
        inside &= (place >= start) & (place < start + side)
    return torch.where(inside, 0.0, x)


def _normal(x: Tensor, generator: torch.Generator) -> Tensor:
    return torch.randn(x.shape, generator=generator, device=x.device)


def _uniform(x: Tensor, generator: torch.Generator) -> Tensor:
    return torch.rand(x.shape, generator=generator, device=x.device)


_KINDS: Mapping[str, Callable[[Tensor, float, torch.Generator], Tensor]] = {
    "gaussian": _gaussian,
    "mask": _mask,
    "salt-pepper": _salt_pepper,
    "speckle": _speckle,
    "blur": _blur,
    "block": _block,
}
