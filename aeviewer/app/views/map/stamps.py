"""The dots as small pictures: a stamp for each class and each place within a pixel.

A dot that starts in the middle of a pixel and one that starts at its edge cover other pixels, so
each glyph is drawn at sixteen places. That is what lets points glide instead of hopping.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PHASES = 4
"""Places within a pixel, along each axis."""

GROWN = 1.3
"""How much farther than a disc of the same radius a glyph may reach."""

_FULL = 0.94  # covered this much, a pixel counts as whole
_RIM = 0.82  # how bright the rim is, of the dot's own colour


@dataclass(frozen=True)
class Stamps:
    """What to write around a point's pixel: first the soft edges of all dots, then the cores.

    Rows are style * PHASES**2 + phase; rows of unequal length end in repetitions.

    Attributes:
        reach: the farthest pixel a stamp touches, along either axis.
        edges: (rows, K, 2) pixels down and to the right of the point's own.
        edge_colours: (rows, K) premultiplied ARGB.
        cores: (rows, L, 2) pixels down and to the right.
        core_colours: (rows, L) premultiplied ARGB, opaque where the glyph is not fine.
    """

    reach: int
    edges: NDArray[np.intp]
    edge_colours: NDArray[np.uint32]
    cores: NDArray[np.intp]
    core_colours: NDArray[np.uint32]

    @property
    def size(self) -> int:
        """Pixels written for each point."""
        return int(self.edges.shape[1] + self.cores.shape[1])


@lru_cache(maxsize=16)
def stamps(colours: tuple[int, ...], glyphs: tuple[int, ...], radius: float, rim: float) -> Stamps:
    """Make the stamps of all styles.

    Args:
        colours: 0xRRGGBB of each style.
        glyphs: the number of each style's form; they repeat after the last.
        radius: of a dot, in pixels of the image.
        rim: how broad the darker rim is, in pixels; 0 for none.
    """
    reach = math.ceil(radius * GROWN + 1)
    steps = np.arange(-reach, reach + 1)
    offsets = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    inside = np.stack([_insides(reach, radius, glyph % len(_GLYPHS)) for glyph in glyphs])
    cover = np.clip(inside + 0.5, 0, 1)  # (styles, phases, pixels)
    cover[cover >= _FULL] = 1
    shade = np.where(inside < rim, _RIM, 1.0) if rim else np.ones_like(inside)
    argb = _premultiplied(np.array(colours), cover, shade)
    # The fullest pixel of a fine glyph is its core, and edges there must be for all, or for none.
    whole = cover >= np.minimum(cover.max(axis=2, keepdims=True), _FULL)
    soft = (cover > 0) & ~whole
    soft |= whole & ~soft.any(axis=2, keepdims=True)
    return Stamps(reach, *_packed(soft, offsets, argb), *_packed(whole, offsets, argb))


def _insides(reach: int, radius: float, glyph: int) -> Floats:
    """How far inside the glyph each pixel's centre is, for each phase: (phases, pixels)."""
    steps = np.arange(-reach, reach + 1) + 0.5
    places = (np.arange(PHASES) + 0.5) / PHASES
    across = (steps - places[:, None]).astype(np.float32)  # (phase, pixel), along one axis
    down, right = across[:, None, :, None], across[None, :, None, :]
    x, y = np.broadcast_arrays(right, down)
    inside = _GLYPHS[glyph](x, y, radius)
    return inside.reshape(PHASES * PHASES, -1)


def _packed(
    chosen: NDArray[np.bool_], offsets: NDArray[np.intp], argb: NDArray[np.uint32]
) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    """Keep the chosen pixels of each stamp, in rows as long as the longest."""
    chosen, argb = chosen.reshape(-1, len(offsets)), argb.reshape(-1, len(offsets))
    length = max(int(chosen.sum(axis=1).max()), 1)
    # A stable sort brings the chosen ones to the front; what is short repeats its first.
    order = np.argsort(~chosen, axis=1, kind="stable")[:, :length]
    surplus = np.arange(length) >= chosen.sum(axis=1, keepdims=True)
    order = np.where(surplus, order[:, :1], order)
    return offsets[order], np.take_along_axis(argb, order, axis=1)


def _premultiplied(rgb: NDArray[np.integer], cover: Floats, shade: Floats) -> NDArray[np.uint32]:
    argb = np.rint(cover * 255).astype(np.uint32) << np.uint32(24)
    for shift in (16, 8, 0):
        channel = ((rgb >> shift) & 0xFF)[:, None, None]
        argb |= np.rint(channel * cover * shade).astype(np.uint32) << np.uint32(shift)
    return argb


def _disc(x: Floats, y: Floats, radius: float) -> Floats:
    return (radius - np.hypot(x, y)).astype(np.float32)


def _ring(x: Floats, y: Floats, radius: float) -> Floats:
    half = max(0.28 * radius, 0.6)
    return (half - np.abs(np.hypot(x, y) - radius + half * 0.6)).astype(np.float32)


def _diamond(x: Floats, y: Floats, radius: float) -> Floats:
    return ((1.3 * radius - np.abs(x) - np.abs(y)) * 0.7071).astype(np.float32)


def _cross(x: Floats, y: Floats, radius: float) -> Floats:
    long = 1.1 * radius - np.maximum(np.abs(x), np.abs(y))
    thin = max(0.36 * radius, 0.75) - np.minimum(np.abs(x), np.abs(y))
    return np.minimum(long, thin).astype(np.float32)


def _square(x: Floats, y: Floats, radius: float) -> Floats:
    return (1.1 * radius - np.maximum(np.abs(x), np.abs(y))).astype(np.float32)


def _upward(x: Floats, y: Floats, radius: float) -> Floats:
    """A triangle with three equal sides; its middle is a little above the point's."""
    flanks = 0.5 * y + 0.6 * radius - 0.866 * np.abs(x)
    inside: Floats = np.minimum(0.8 * radius - y, flanks).astype(np.float32)
    return inside


def _downward(x: Floats, y: Floats, radius: float) -> Floats:
    return _upward(x, -y, radius)


def _saltire(x: Floats, y: Floats, radius: float) -> Floats:
    return _cross((x + y) * np.float32(0.7071), (x - y) * np.float32(0.7071), radius)


def _upright(x: Floats, y: Floats, radius: float) -> Floats:
    thin = max(0.42 * radius, 0.75) - np.abs(x)
    return np.minimum(thin, 1.2 * radius - np.abs(y)).astype(np.float32)


def _flat(x: Floats, y: Floats, radius: float) -> Floats:
    return _upright(y, x, radius)


_GLYPHS: Sequence[Callable[[Floats, Floats, float], Floats]] = (
    *(_disc, _ring, _cross, _diamond, _square),
    *(_upward, _saltire, _flat, _downward, _upright),
)
FORMS = len(_GLYPHS)
"""How many glyphs differ."""


def outline(glyph: int, side: int, radius: float) -> Floats:
    """How much a glyph in the middle covers each pixel of a square image: (side, side) in [0, 1].

    The legend shows its glyphs with it, so that they are the ones on the map.
    """
    steps = (np.arange(side) + 0.5 - side / 2).astype(np.float32)
    x, y = np.broadcast_arrays(steps[None, :], steps[:, None])
    inside = _GLYPHS[glyph % len(_GLYPHS)](x, y, radius)
    cover: Floats = np.clip(inside + np.float32(0.5), np.float32(0), np.float32(1))
    return cover


def glyphs_of(colours: Sequence[object], *, each: bool = False) -> tuple[int, ...]:
    """Give each style a glyph: the next one each time that its colour returns, or at each."""
    turns = tuple(colours[:place].count(colour) for place, colour in enumerate(colours))
    return tuple(place + turn for place, turn in enumerate(turns)) if each else turns
