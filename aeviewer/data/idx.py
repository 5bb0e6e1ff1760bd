"""The idx format of MNIST, plain or gzipped: 0, 0, type, rank, then big-endian sizes, then bytes.

Nothing is allocated because a header says so: at most what the file really holds, and of what a
gzip may unpack to, no more than images can.
"""

import contextlib
import gzip
import math
import stat
import struct
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aeviewer.errors import UserError

Bytes = NDArray[np.uint8]

_UNSIGNED_BYTES = 0x08
_PIECE = 1 << 20
# Real images shrink 2 to 10 times, drawn ones perhaps 50; deflate can do 1,000.
_RATIO = 100
_ALWAYS_FINE = 64 << 20


def find(folder: Path, name: str) -> Path | None:
    """Look for a file in a folder or in its `raw`, as it is or with `.gz`."""
    for place in (folder / "raw", folder):
        for candidate in (place / name, place / f"{name}.gz"):
            if candidate.exists():
                return candidate
    return None


def read_images(path: Path) -> Bytes:
    """Read images (N, H, W).

    Raises:
        UserError: the file is unreadable, incomplete or no idx file of images; names it.
    """
    images = _read(path, 3)
    if not len(images):
        raise UserError(f"no images in {path}: it says that it holds 0")
    return images


def read_labels(path: Path) -> Bytes:
    """Read labels (N,).

    Raises:
        UserError: the file is unreadable, incomplete or no idx file of labels; names it.
    """
    return _read(path, 1)


def _read(path: Path, rank: int) -> Bytes:
    with _opened(path) as (stream, limit):
        sizes = _sizes(stream, path, rank)
        wanted = math.prod(sizes)
        if wanted > limit:
            raise UserError(
                f"{path} says that it holds {_times(sizes)} bytes, which a file of its size cannot"
            )
        data = _exactly(stream, path, wanted)
    return np.frombuffer(data, np.uint8).reshape(sizes)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[BufferedIOBase, int]]:
    """Open for reading, gzipped or not, with the most bytes that it can honestly yield.

    Raises:
        UserError: it is no file, cannot be read or does not unpack.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would never answer, a device never end
            raise UserError(f"{path} is not a file")
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if packed:
                with gzip.open(file) as stream:
                    yield stream, max(_ALWAYS_FINE, _RATIO * status.st_size)
            else:
                yield file, status.st_size
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise UserError(f"{path} is incomplete or damaged: it does not unpack") from None
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from None


def _sizes(stream: BufferedIOBase, path: Path, rank: int) -> tuple[int, ...]:
    magic = stream.read(4)
    if magic != bytes((0, 0, _UNSIGNED_BYTES, rank)):
        kind = "images" if rank == 3 else "labels"
        shown = magic.hex(" ") or "nothing"
        raise UserError(
            f"{path} is not an idx file of {kind}: it begins with {shown}, not 00 00 08 {rank:02}"
        )
    header = stream.read(4 * rank)
    if len(header) < 4 * rank:
        raise UserError(f"{path} is incomplete: it ends within its header")
    sizes: tuple[int, ...] = struct.unpack(f">{rank}I", header)
    if 0 in sizes[1:]:
        raise UserError(f"{path} holds images of {_times(sizes[1:])} pixels")
    return sizes


def _exactly(stream: BufferedIOBase, path: Path, wanted: int) -> bytearray:
    data = bytearray()
    while len(data) < wanted and (piece := stream.read(min(_PIECE, wanted - len(data)))):
        data += piece
    if len(data) < wanted:
        raise UserError(f"{path} is incomplete: {len(data):,} of {wanted:,} bytes")
    if stream.read(1):
        raise UserError(f"{path} holds more than the {wanted:,} bytes that its header counts")
    return data


def _times(sizes: tuple[int, ...]) -> str:
    return " x ".join(map(str, sizes))
