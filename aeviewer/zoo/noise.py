"""Noise: the ways to spoil an image that a denoising model learns from and a view shows.

Vincent 2010 has Gaussian, masking and salt-and-pepper noise. What leaves [0, 1] is clipped, which
biases the noise near black and white.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from aeviewer.errors import UserError
from aeviewer.words import N_

Name = Literal["gaussian", "mask", "salt-pepper", "speckle", "blur", "block", "mixed"]
"""Names of `KINDS`, and `MIXED`, as a type for knobs."""


@dataclass(frozen=True)
class Noise:
    """One kind of noise at one level.

    Attributes:
        kind: a name in `KINDS`, or `MIXED`: each image is spoilt by a kind drawn for it.
        level: what `KINDS` says of the kind; of mixed noise, times each kind's usual level.

    Raises:
        UserError: there is no such kind, or the level is out of its bounds.
    """

    kind: str
    level: float

    def __post_init__(self) -> None:
        if self.kind not in (*KINDS, MIXED):
            raise UserError(f"unknown noise {self.kind!r}; known: {', '.join((*KINDS, MIXED))}")
        largest = LARGEST_MIXED if self.kind == MIXED else KINDS[self.kind].largest
        if not 0 <= self.level <= largest:
            raise UserError(
                f"the level of {self.kind} noise is {self.level:g}; it must lie in [0, {largest:g}]"
            )

    @classmethod
    def usual(cls, kind: str, strength: float = 1.0) -> "Noise":
        """Return a kind of noise at so many times, up to 2, the level that one starts with."""
        return cls(kind, strength * (KINDS[kind].usual if kind in KINDS else 1.0))

    def __call__(self, x: Tensor, generator: torch.Generator) -> Tensor:
        """Spoil images (B, C, H, W) in [0, 1]; blur takes nothing from the generator."""
        if not self.level:
            return x
        if self.kind == MIXED:
            return _mixed(x, self.level, generator)
        return KINDS[self.kind].spoil(x, self.level, generator).clamp(0, 1)


@dataclass(frozen=True)
class Kind:
    """What is to be known of one kind of noise.

    Attributes:
        spoil: makes of images (B, C, H, W), a level above 0 and a generator the noisy images.
        usual: the level to start with; it leaves the digits of MNIST legible.
        largest: the highest level; the lowest is 0, which changes nothing.
        level: what the level is.
    """

    spoil: Callable[[Tensor, float, torch.Generator], Tensor]
    usual: float
    largest: float
    level: str


def _mixed(x: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Draw a kind for each image; all are applied and one is kept, so that no device waits."""
    drawn = torch.randint(len(KINDS), (len(x), 1, 1, 1), generator=generator, device=x.device)
    noisy = x
    for number, kind in enumerate(KINDS):
        spoilt = Noise.usual(kind, strength)(x, generator)
        noisy = torch.where(drawn == number, spoilt, noisy)
    return noisy


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
    """Convolve with a Gaussian, cut at three standard deviations; the border pixels go on."""
    reach = math.ceil(3 * level)
    offsets = torch.arange(-reach, reach + 1, device=x.device, dtype=x.dtype)
    kernel = torch.softmax(-offsets.square() / (2 * level**2), 0)
    planes = F.pad(x.reshape(-1, 1, *x.shape[2:]), [reach] * 4, mode="replicate")
    with torch.autocast(x.device.type, enabled=False):  # a noisy image is an input, not a product
        blurred = F.conv2d(F.conv2d(planes, kernel[None, None, None]), kernel[None, None, :, None])
    return blurred.reshape(x.shape)


def _block(x: Tensor, level: float, generator: torch.Generator) -> Tensor:
    """Black a rectangle out, anywhere inside each image."""
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


KINDS: Mapping[str, Kind] = {
    "gaussian": Kind(_gaussian, 0.5, 2.0, N_("standard deviation")),
    "mask": Kind(_mask, 0.5, 1.0, N_("share of the pixels that turn black")),
    "salt-pepper": Kind(_salt_pepper, 0.3, 1.0, N_("share of the pixels that turn black or white")),
    "speckle": Kind(_speckle, 0.7, 2.0, N_("standard deviation, times the pixel's value")),
    "blur": Kind(_blur, 1.5, 5.0, N_("standard deviation of the kernel in pixels")),
    "block": Kind(_block, 0.4, 1.0, N_("side of the block, as a share of the image's")),
}
MIXED = "mixed"
LARGEST_MIXED = 2.0  # times each kind's usual level
USUAL = N_(
    "Times the usual level: gaussian 0.5, mask 0.5, salt-pepper 0.3, speckle 0.7, blur 1.5, block "
    "0.4"
)
