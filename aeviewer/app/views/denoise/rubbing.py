"""Rubbing holes into a picture: what a stroke adds, and which pixels are gone.

Points are (x, y) in shares of the picture's width and height, from its upper left corner.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aeviewer.session.view import Point

_RADIUS = 0.09  # of the picture's shorter side
_SMALLEST = 0.71  # pixels: wherever the middle is, it takes one pixel at least
_DIGITS = 4  # of a point: a twentieth of a pixel of the largest pictures, and short in a session

Size = tuple[int, int]
"""Width and height of a picture in its own pixels."""


def rubbed(before: tuple[Point, ...], size: Size, start: Point, end: Point) -> tuple[Point, ...]:
    """Rub from one point to another; what is gone already adds nothing, so holes stay small."""
    step = _radius(size) / 2
    count = max(1, math.ceil(_distance(start, end, size) / step))
    points = list(before)
    for number in range(count + 1):
        t = number / count
        x, y = (a + (b - a) * t for a, b in zip(start, end, strict=True))
        point = round(x, _DIGITS), round(y, _DIGITS)
        inside = 0 <= x <= 1 and 0 <= y <= 1
        if inside and all(_distance(point, other, size) > step for other in points):
            points.append(point)
    return tuple(points)


def hole(points: Sequence[Point], size: Size) -> NDArray[np.bool_]:
    """Find the pixels, (H, W), whose middle is within reach of a point."""
    width, height = size
    x, y = np.arange(width) + 0.5, np.arange(height)[:, None] + 0.5
    gone = np.zeros((height, width), np.bool_)
    for across, down in points:
        gone |= (x - across * width) ** 2 + (y - down * height) ** 2 <= _radius(size) ** 2
    return gone


def _radius(size: Size) -> float:
    return max(_RADIUS * min(size), _SMALLEST)


def _distance(one: Point, other: Point, size: Size) -> float:
    """In pixels of the picture."""
    width, height = size
    return math.hypot((one[0] - other[0]) * width, (one[1] - other[1]) * height)
