"""A sample's place in the draw order and its colour in sixteen bits: the larger is in front.

    bit 15      14 ........... tones     tones - 1 ... 0
    a point     place in the order       tone + 1

Two bytes rather than eight are what lets a million points move within a frame. The order is coarse,
a thousandth of the samples or finer with ten classes; only dots that overlap feel it.
"""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Colours = NDArray[np.uint32]

POINT = np.uint16(0x8000)
"""Set in the code of a point, clear in that of its soft corner, which any point covers."""

_BITS = 15


def encode(styles: NDArray[np.intp], palette: tuple[int, ...]) -> Codes:
    """Encode samples in draw order.

    Args:
        styles: (n,) places in the palette.
        palette: 0xRRGGBB of each style.
    """
    tones, bits = _tones(palette)
    own = np.array([tones.index(colour) + 1 for colour in palette], np.uint16)
    places = np.arange(styles.size, dtype=np.int64) << (_BITS - bits)
    places //= max(styles.size, 1)
    return (places.astype(np.uint16) << np.uint16(bits)) | own[styles] | POINT


def decode(palette: tuple[int, ...]) -> Colours:
    """The colour of each of the 65,536 codes, premultiplied ARGB; clear where it is no sample's."""
    tones, bits = _tones(palette)
    opaque = np.zeros(1 << bits, np.uint32)
    opaque[1 : len(tones) + 1] = np.array(tones, np.uint32) | np.uint32(0xFF000000)
    half = (opaque >> np.uint32(1)) & np.uint32(0x7F7F7F7F)
    repeated = 1 << (_BITS - bits)
    return np.concatenate([np.tile(half, repeated), np.tile(opaque, repeated)])


def _tones(palette: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """The different colours, and how many bits it takes to tell them, and none, apart."""
    tones = tuple(dict.fromkeys(palette))
    return tones, len(tones).bit_length()
