"""Where the tiles of a decoded plane lie, as those of a street map: pure arithmetic.

At level k a picture stands for a square of the plane with sides of 2^k, and a tile is a square of
pictures. Row 0 begins at the plane's origin and rows count upwards, as the plane's y does.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from aeviewer.app.kit.camera import Bounds, Viewport
from aeviewer.session.view import Point

SIDE = 8
"""Pictures along each side of a tile."""

_COARSER = (2, 1, 0)  # levels above the finest that are decoded first: a sixteenth of its pictures
_MOST = 400  # tiles for a screen, however large


@dataclass(frozen=True)
class Tile:
    """One square of pictures.

    Attributes:
        level: of detail; the lower the finer.
        column: counted from the plane's origin to the right.
        row: counted from it upwards.
    """

    level: int
    column: int
    row: int

    @property
    def bounds(self) -> Bounds:
        """What it covers of the plane."""
        side = SIDE * 2.0**self.level
        left, bottom = self.column * side, self.row * side
        return left, bottom, left + side, bottom + side

    def places(self) -> list[Point]:
        """The points of the plane in the middle of its pictures, row by row from the top."""
        left, _, _, top = self.bounds
        cell = 2.0**self.level
        return [
            (left + (across + 0.5) * cell, top - (down + 0.5) * cell)
            for down in range(SIDE)
            for across in range(SIDE)
        ]


def level_for(viewport: Viewport, pixels: float) -> int:
    """The finest level at which a picture is at least so many pixels wide on the canvas."""
    return math.ceil(math.log2(pixels / viewport.scale))


def wanted(viewport: Viewport, pixels: float) -> list[Tile]:
    """The tiles that a canvas shows: coarse ones first, and of each level the middle first."""
    finest = level_for(viewport, pixels)
    levels = (_of_level(viewport, finest + coarser) for coarser in _COARSER)
    return [tile for level in levels for tile in level][:_MOST]


def _of_level(viewport: Viewport, level: int) -> list[Tile]:
    x, y = viewport.camera.centre

    def distance(tile: Tile) -> float:
        left, bottom, right, top = tile.bounds
        return math.hypot((left + right) / 2 - x, (bottom + top) / 2 - y)

    return sorted(_covering(viewport.bounds, level), key=distance)


def _covering(bounds: Bounds, level: int) -> Iterator[Tile]:
    side = SIDE * 2.0**level
    left, bottom, right, top = (math.floor(value / side) for value in bounds)
    for row in range(bottom, top + 1):
        for column in range(left, right + 1):
            yield Tile(level, column, row)
