"""Rate and distortion: how many bits a picture costs, and how well it comes back from them.

Bits are those of a picture alone, on average. What all pictures share (weights, components, ranges
of the latents) is the receiver's already and costs nothing. Distortion is the squared error summed
over the pixels of a picture, averaged over the pictures; PSNR is that of this mean.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, features
from torch import Tensor

from aeviewer.training.state import Encoding
from aeviewer.zoo.capabilities import Conditional, Discrete, Sparse
from aeviewer.zoo.contract import ImageShape

Form = Literal["JPEG", "WEBP"]
QUALITIES = (1, 5, 10, 20, 40, 65, 90)
_MODES = {1: "L", 3: "RGB"}
_SCAN = 0xDA  # marker: the header ends after it, and what is the picture's own begins


@dataclass(frozen=True)
class Cost:
    """What some pictures cost, and what is lost of them.

    Attributes:
        bits: of all of them together.
        sse: squared error, summed over all their pixels.
        count: how many they are.
    """

    bits: float = 0.0
    sse: float = 0.0
    count: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.bits + other.bits, self.sse + other.sse, self.count + other.count)


def psnr(sse: float, pixels: int) -> float:
    """Peak signal-to-noise ratio in dB, of a squared error summed over so many pixels."""
    return 10 * math.log10(pixels / sse) if sse else math.inf


def squared(x: Tensor, rebuilt: Tensor) -> float:
    """Squared error summed over all of the images (B, C, H, W)."""
    return (x - rebuilt).double().square().sum().item()


@dataclass(frozen=True)
class Steps:
    """A uniform quantiser: each dimension's range is cut into 2**bits equal steps.

    Attributes:
        low: (D,) where the range begins.
        high: (D,) where it ends.
        bits: of one number.
    """

    low: Tensor
    high: Tensor
    bits: int

    @classmethod
    def over(cls, latents: Tensor, bits: int) -> "Steps":
        """Take the ranges of flat latents (N, D)."""
        return cls(latents.amin(0), latents.amax(0), bits)

    def indices(self, z: Tensor) -> Tensor:
        """Number the steps in which latents (B, D) lie, from 0: (B, D) int64."""
        most = (1 << self.bits) - 1
        width = self._width()
        found = torch.where(width > 0, (z - self.low) / width.clamp(min=1e-30), 0.0)
        return found.floor().long().clamp(0, most)

    def values(self, indices: Tensor) -> Tensor:
        """Find the middles of steps (B, D): (B, D) float32."""
        middles: Tensor = self.low + (indices + 0.5) * self._width()
        return middles

    def __call__(self, z: Tensor) -> Tensor:
        """Round latents (B, D) to the middles of their steps; those that are zero stay zero."""
        rounded: Tensor = torch.where(z == 0, z, self.values(self.indices(z)))
        return rounded

    def _width(self) -> Tensor:
        return (self.high - self.low) / (1 << self.bits)


def continuous(
    model: Encoding, x: Tensor, z: Tensor, steps: Steps, labels: Tensor | None = None
) -> Cost:
    """Cost of images (B, C, H, W) whose latents (B, D) are sent as rounded numbers.

    Of a `Sparse` model each unit costs one bit, which says whether it is active, and its number
    only where it is. A `Conditional` model is told the classes (B,), at log2 of their number.
    """
    rounded = steps(z)
    bits = float(z.numel() * steps.bits)
    if isinstance(model, Sparse):
        bits = z.numel() + steps.bits * float((z != 0).sum())
    shaped = rounded.reshape(-1, *model.latent_shape)
    if labels is not None and isinstance(model, Conditional):
        bits += len(x) * math.log2(model.classes)
        return Cost(bits, squared(x, model.decode_as(shaped, labels)), len(x))
    return Cost(bits, squared(x, model.decode(shaped)), len(x))


def code_bits(model: Discrete, stages: int) -> float:
    """Bits of one image's codes of the first stages: log2 K for each cell and stage."""
    books = model.codebooks()[:stages]
    return math.prod(model.grid) * sum(math.log2(len(book)) for book in books)


def discrete(model: Discrete, x: Tensor, codes: Tensor, stages: int) -> Cost:
    """Cost of images (B, C, H, W) sent as the codes (B, S, h, w) of their first stages."""
    rebuilt = model.decode_codes(codes[:, :stages])
    return Cost(len(x) * code_bits(model, stages), squared(x, rebuilt), len(x))


def can_write(form: Form, shape: ImageShape) -> bool:
    """Whether Pillow writes images of this shape (C, H, W) in that form."""
    return shape[0] in _MODES and (form == "JPEG" or bool(features.check("webp")))


def files(x: Tensor, form: Form, quality: int) -> tuple[Cost, Cost]:
    """Cost of images (B, C, H, W) in [0, 1] as files: whole, and without what all files share."""
    whole, own = Cost(), Cost()
    for pixels in _bytes(x):
        data = encoded(pixels, form, quality)
        sse = float(np.square((pixels - _read(data, pixels)) / 255).sum())
        whole += Cost(8.0 * len(data), sse, 1)
        own += Cost(8.0 * (len(data) - header_bytes(data)), sse, 1)
    return whole, own


def encoded(pixels: NDArray[np.float64], form: Form, quality: int) -> bytes:
    """Write one image, (H, W) or (H, W, 3) from 0 to 255, with the form's usual tables."""
    buffer = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(buffer, form, quality=quality)
    return buffer.getvalue()


def header_bytes(data: bytes) -> int:
    """Count the bytes of a JPEG or WebP file that are not the picture's own.

    Of a JPEG all but the scan: markers, and tables that depend on the quality alone. Of a WebP the
    container.
    """
    if data[:4] == b"RIFF":
        return 20
    at = 2
    while data[at + 1] != _SCAN:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at + 2  # the end marker


def _bytes(x: Tensor) -> Sequence[NDArray[np.float64]]:
    """Images (B, C, H, W) as Pillow has them: (H, W) or (H, W, 3), floats from 0 to 255."""
    pixels = x.mul(255).round().cpu().permute(0, 2, 3, 1).numpy().astype(np.float64)
    return [image[..., 0] if image.shape[-1] == 1 else image for image in pixels]


def _read(data: bytes, like: NDArray[np.float64]) -> NDArray[np.float64]:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("L" if like.ndim == 2 else "RGB"), np.float64)
