"""Where the plane lies on the screen: pure arithmetic, logical pixels; y is up in the plane."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

from aeviewer.session.view import NARROWEST, WIDEST, Camera, Point

Bounds = tuple[float, float, float, float]
"""left, bottom, right, top in the plane."""

_FAR = 1e12
MARK = 50
"""Pixels that a mark extends at most."""
_ROOM = 1.14  # how much larger than the points a fit is
_LOOSE = 0.55  # points that fill less than this share of the view are fitted anew


@dataclass(frozen=True)
class Viewport:
    """A camera on a canvas.

    Attributes:
        camera: the part of the plane.
        width: of the canvas, in pixels.
        height: of the canvas, in pixels.
    """

    camera: Camera
    width: float
    height: float

    @cached_property
    def scale(self) -> float:
        """Pixels for each unit of the plane."""
        return min(self.width, self.height) / self.camera.span

    @cached_property
    def bounds(self) -> Bounds:
        """What the canvas shows of the plane."""
        x, y = self.camera.centre
        half_width, half_height = self.width / 2 / self.scale, self.height / 2 / self.scale
        return x - half_width, y - half_height, x + half_width, y + half_height

    def to_pixel(self, point: Point) -> Point:
        """Where a point of the plane lies on the canvas."""
        left, _, _, top = self.bounds
        return (point[0] - left) * self.scale, (top - point[1]) * self.scale

    def in_sight(self, point: Point) -> Point | None:
        """Where a point lies on the canvas, or None if a mark there could not be seen.

        Qt dies of marks that lie too far away.
        """
        x, y = self.to_pixel(point)
        seen = -MARK <= x <= self.width + MARK and -MARK <= y <= self.height + MARK
        return (x, y) if seen else None

    def contains(self, point: Point) -> bool:
        """Whether a point of the plane lies on the canvas."""
        left, bottom, right, top = self.bounds
        return left <= point[0] <= right and bottom <= point[1] <= top

    def to_plane(self, pixel: Point) -> Point:
        """Which point of the plane lies under a pixel."""
        left, _, _, top = self.bounds
        return left + pixel[0] / self.scale, top - pixel[1] / self.scale

    def zoomed(self, factor: float, pixel: Point) -> Camera:
        """Enlarge by a factor; what lies under the pixel stays there."""
        x, y = self.to_plane(pixel)
        span = min(max(self.camera.span / factor, NARROWEST), WIDEST)
        ratio = span / self.camera.span
        cx, cy = self.camera.centre
        return Camera(_held((x + (cx - x) * ratio, y + (cy - y) * ratio)), span)

    def panned(self, right: float, down: float) -> Camera:
        """Take the plane along by so many pixels."""
        x, y = self.camera.centre
        return replace(self.camera, centre=_held((x - right / self.scale, y + down / self.scale)))


def fitted(bounds: Bounds, width: float, height: float, inset: float = 0.0) -> Camera:
    """The camera that shows the bounds with some room around them.

    Args:
        bounds: what to show.
        width: of the canvas, in pixels.
        height: of the canvas, in pixels.
        inset: pixels at the right that something else covers.
    """
    left, bottom, right, top = bounds
    short = min(width, height)
    span = _ROOM * max((right - left) * short / (width - inset), (top - bottom) * short / height)
    # A single point, or a heap at one place, has no size of its own.
    smallest = max(1e-6 * max(map(abs, bounds)), 1e-6)
    span = span if span > smallest else 2.0
    return Camera(((left + right) / 2 + inset / 2 * span / short, (bottom + top) / 2), span)


def including(bounds: Bounds, point: Point) -> Bounds:
    """Widen the bounds to a point, unless that lies further off than they are wide."""
    left, bottom, right, top = bounds
    x, y = point
    reach = fitted(bounds, 1, 1).span
    near = left - reach <= x <= right + reach and bottom - reach <= y <= top + reach
    return (min(left, x), min(bottom, y), max(right, x), max(top, y)) if near else bounds


def steady(now: Camera, bounds: Bounds, width: float, height: float, inset: float = 0.0) -> Camera:
    """Keep a fit as long as it serves: all is in sight and nothing has shrunk much.

    Points that are being trained move at every step, and a frame that follows each of them jitters.
    The arguments are those of `fitted`.
    """
    fresh = fitted(bounds, width, height, inset)
    view = Viewport(now, width, height)
    left, bottom, right, top = view.bounds
    right -= inset / view.scale
    seen = left <= bounds[0] and bottom <= bounds[1] and right >= bounds[2] and top >= bounds[3]
    return now if seen and fresh.span > _LOOSE * now.span else fresh


def between(start: Camera, end: Camera, t: float) -> Camera:
    """The camera on the way from start (t = 0) to end (t = 1)."""
    (x0, y0), (x1, y1) = start.centre, end.centre
    span = start.span * (end.span / start.span) ** t
    return end if t >= 1 else Camera((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t), span)


def ticks(low: float, high: float, count: int) -> list[float]:
    """About `count` round numbers from low to high; none where floats cannot tell them apart."""
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        return []
    step = _round_step((high - low) / max(count, 1))
    first, last = math.ceil(low / step), math.floor(high / step)
    return [index * step for index in range(first, last + 1)]


def decimals(step: float) -> int:
    """How many decimals tell apart numbers that differ by a step."""
    return min(max(0, -math.floor(math.log10(step) + 1e-9)), 9)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return power * next(round_ for round_ in (1, 2, 5, 10) if round_ * power >= rough * 0.999)


def _held(point: Point) -> Point:
    x, y = (min(max(value, -_FAR), _FAR) for value in point)
    return x, y
