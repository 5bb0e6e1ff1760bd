"""An image of one's own: read from a file or the clipboard, kept as text, made a model's input."""

import base64
import io
from pathlib import Path
from typing import IO

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from torch import Tensor

from aeviewer.data.drawing import as_digit
from aeviewer.data.images import ImageShape
from aeviewer.errors import UserError

_SIDE = 128  # pixels of the longer side that is kept
_LARGEST = 50_000_000  # pixels of what is read
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")  # none that runs a program
_FAINT = 0.1  # of the strongest ink: what differs less from the paper is paper
_GREY = (0.299, 0.587, 0.114)  # ITU-R BT.601, as Pillow does


def read(source: Path | bytes) -> str:
    """Read an image and keep it small, as the base64 text of a PNG; transparent parts are white.

    Raises:
        UserError: it cannot be read, is no image, or is too large.
    """
    name = source.name if isinstance(source, Path) else "what was pasted"
    if source == b"":
        raise UserError("there is no image on the clipboard, and no copied state; copy one first")
    try:
        if isinstance(source, bytes):
            return _small(io.BytesIO(source), name)
        if not source.is_file():
            raise UserError(f"{name} is no file; drop an image such as a PNG or a JPEG")
        with source.open("rb") as file:
            return _small(file, name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UserError(f"{name} is too large; at most {_LARGEST:,} pixels are read") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise UserError(
            f"{name} is no image that can be read; drop a PNG, a JPEG or the like"
        ) from None


def pixels(text: str) -> Tensor:
    """Take an image that was kept as text back as (C, H, W) in [0, 1], grey or colour.

    Raises:
        UserError: the text is no image.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise UserError("the view's own image is no base64 text; drop the image again") from None
    small = _opened(io.BytesIO(_checked(data)))
    array = np.asarray(small.convert("L" if small.mode == "L" else "RGB"), np.float32) / 255
    return torch.from_numpy(array).reshape(*array.shape[:2], -1).permute(2, 0, 1)


def as_input(image: Tensor, shape: ImageShape, centred: bool) -> Tensor:
    """Make an image (C', H', W') a model's input (C, H, W) in [0, 1].

    For grey models it may be centred as MNIST was, white ink on black, whatever the colours were.
    Else the whole of it is fitted in, with black bars.
    """
    channels, height, width = shape
    if channels == 1 and centred:
        return as_digit(ink(image), shape)
    seen = _grey(image)[None] if channels == 1 else image.expand(channels, -1, -1)
    scale = min(height / seen.shape[1], width / seen.shape[2])
    size = [max(1, round(scale * length)) for length in seen.shape[1:]]
    small = F.interpolate(seen[None], size, mode="bilinear", antialias=True)[0].clamp(0, 1)
    top, left = (height - size[0]) // 2, (width - size[1]) // 2
    made = torch.zeros(shape)
    made[:, top : top + size[0], left : left + size[1]] = small
    return made


def ink(image: Tensor) -> Tensor:
    """Find the ink (H, W) in [0, 1] of an image (C, H, W): what differs from the paper around it.

    The paper is as grey as the median of the border.
    """
    grey = _grey(image)
    border = torch.cat([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    found = (grey - border.median()).abs()
    found = found / found.max().clamp(min=1e-6)
    return torch.where(found < _FAINT, 0.0, found)


def _grey(image: Tensor) -> Tensor:
    if len(image) == 1:
        return image[0]
    return (image * torch.tensor(_GREY).view(3, 1, 1)).sum(0)


def _small(source: IO[bytes], name: str) -> str:
    found = _opened(source)
    if found.width * found.height > _LARGEST:
        raise UserError(
            f"{name} has {found.width:,} x {found.height:,} pixels; at most {_LARGEST:,} are read"
        )
    found.draft("RGB", (2 * _SIDE, 2 * _SIDE))  # a large JPEG is decoded small
    image = ImageOps.exif_transpose(found)
    mode = "L" if image.mode in {"1", "L", "LA"} or image.mode[0] in "IF" else "RGB"
    if image.has_transparency_data:
        over = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), over)
    image = _deep(image).convert(mode)
    image.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    data = io.BytesIO()
    image.save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


def _deep(image: Image.Image) -> Image.Image:
    """Bring 16 bits or floats to eight bits: Pillow would clip them."""
    if not image.mode.startswith(("I", "F")):
        return image
    values = np.nan_to_num(np.asarray(image, np.float32))
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) / max(high - low, 1e-12) * 255).astype(np.uint8))


def _opened(source: IO[bytes]) -> Image.Image:
    return Image.open(source, formats=_FORMATS)


def _checked(data: bytes) -> bytes:
    """Refuse what was never made by `read`.

    Raises:
        UserError: it is no image, or a large one.
    """
    try:
        size = _opened(io.BytesIO(data)).size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise UserError("the view's own image is no image; drop it again") from None
    if max(size) > _SIDE:
        raise UserError(f"the view's own image is {size[0]} x {size[1]}; at most {_SIDE} is kept")
    return data
