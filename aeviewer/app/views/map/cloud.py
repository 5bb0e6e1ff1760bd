"""The samples' points as the map shows them: which, where, in what style; which is hit."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aeviewer.app.kit.camera import Bounds
from aeviewer.session.view import Point

Floats = NDArray[np.float32]
Labels = NDArray[np.integer]

_FARTHEST = 1e9  # beyond it a coordinate is a fault like NaN, and would ruin every fit
_BLOCK = 1 << 16  # two blocks of float32 and their masks stay in a core's second-level cache


class Cloud:
    """Points in draw order, last in front; x and y apart, so that each pass reads only its own.

    Attributes:
        x: (n,) float32, first coordinates of the points shown.
        y: (n,) float32, second coordinates.
        styles: (n,) class numbers; the number of classes stands for "no class".
        numbers: (n,) which samples these are.
        bounds: the smallest box around the points shown, or None without any.
        undrawn: how many samples have no finite place.
        version: grows whenever any of the above changed.
        dressing: grows whenever styles or numbers changed, not when points only moved.
    """

    def __init__(self) -> None:
        self.version = self.dressing = 0
        self.undrawn = 0
        self.bounds: Bounds | None = None
        self._extent: Bounds | None = None
        self._hidden: frozenset[int] = frozenset()
        self._labels: Labels | None = None
        self._classes = 0
        self._inside = np.empty(_BLOCK, np.bool_)
        self._also = np.empty(_BLOCK, np.bool_)
        self._allot(0)
        self._dress()

    def place(
        self, points: NDArray[np.floating], labels: Labels | None = None, classes: int = 0
    ) -> None:
        """Take new points (N, 2); labels (N,) are read anew only where they are another array."""
        resized = len(points) != len(self)
        if resized:
            self._allot(len(points))
        extent = self._copy(points)
        self._mark_placed(extent)
        self._extent = None if self.undrawn else extent
        if resized or labels is not self._labels or classes != self._classes:
            self._labels, self._classes = labels, classes
            self._dress()
        self._choose()

    def move(self, points: NDArray[np.floating]) -> None:
        """Take other places (N, 2) of the same samples."""
        self.place(points, self._labels, self._classes)

    @property
    def places(self) -> Floats:
        """Where all samples are, (N, 2), shown or not."""
        return np.stack((self._all_x, self._all_y), 1)

    def hide(self, hidden: frozenset[int]) -> None:
        """Show all but these classes."""
        if hidden != self._hidden:
            self._hidden = hidden
            self._choose()

    def __len__(self) -> int:
        """How many samples there are, drawn or not."""
        return len(self._all_x)

    def point_of(self, sample: int) -> Point | None:
        """Where a sample lies, shown or hidden; None if nowhere."""
        if not 0 <= sample < len(self) or not self._placed[sample]:
            return None
        return float(self._all_x[sample]), float(self._all_y[sample])

    def style_of(self, sample: int) -> int:
        """The class number of a sample."""
        return int(self._all_styles[sample])

    def subset(self, numbers: NDArray[np.intp]) -> tuple[Floats, Labels]:
        """Points (n, 2) and class numbers (n,) of samples, nowhere for those there are not."""
        known = (numbers >= 0) & (numbers < len(self))
        points = np.full((len(numbers), 2), np.nan, np.float32)
        styles = np.full(len(numbers), self._classes, np.intp)
        there = numbers[known]
        points[known, 0], points[known, 1] = self._all_x[there], self._all_y[there]
        styles[known] = self._all_styles[there]
        return points, styles

    def inside(self, polygon: Sequence[Point]) -> tuple[int, ...]:
        """Numbers, ascending, of the samples shown within a polygon, crossing itself or not."""
        corners = np.asarray(polygon, np.float32).reshape(-1, 2)
        if len(corners) < 3:
            return ()
        near = self.within((*corners.min(0).tolist(), *corners.max(0).tolist()))
        return tuple(np.sort(self.numbers[near[self._odd(near, corners)]]).tolist())

    def _odd(self, near: NDArray[np.intp], corners: Floats) -> NDArray[np.bool_]:
        """Whether a ray to the right of each point meets the polygon an odd number of times."""
        x, y = self.x[near], self.y[near]
        odd = np.zeros(near.size, np.bool_)
        for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            spans = (y0 > y) != (y1 > y)
            if spans.any():
                odd[spans] ^= x[spans] < x0 + (y[spans] - y0) / (y1 - y0) * (x1 - x0)
        return odd

    def pick(self, point: Point, radius: float, reach: float) -> int:
        """Number of the sample in front at a point of the plane, -1 for none.

        Of the dots (of a radius, in units of the plane) that cover the point it is the one drawn
        last; where there are none, it is the nearest within reach.
        """
        reach = max(radius, reach)
        x, y = point
        near = self.within((x - reach, y - reach, x + reach, y + reach))
        if not near.size:
            return -1
        distances = np.hypot(self.x[near] - point[0], self.y[near] - point[1])
        covering = np.flatnonzero(distances <= radius)
        if covering.size:
            return int(self.numbers[near[covering[-1]]])
        nearest = near.size - 1 - int(distances[::-1].argmin())  # of equals, the last drawn
        return int(self.numbers[near[nearest]]) if distances[nearest] <= reach else -1

    def within(self, bounds: Bounds) -> NDArray[np.intp]:
        """Places, among the points shown, of those within the bounds."""
        left, bottom, right, top = map(np.float32, bounds)
        found = [
            self._within_block(start, left, bottom, right, top) + start
            for start in range(0, self.x.size, _BLOCK)
        ]
        return np.concatenate(found) if found else np.empty(0, np.intp)

    def _within_block(
        self, start: int, left: np.float32, bottom: np.float32, right: np.float32, top: np.float32
    ) -> NDArray[np.intp]:
        x, y = self.x[start : start + _BLOCK], self.y[start : start + _BLOCK]
        inside, also = self._inside[: x.size], self._also[: x.size]
        np.greater_equal(x, left, out=inside)
        for compare, values, edge in (
            (np.less_equal, x, right),
            (np.greater_equal, y, bottom),
            (np.less_equal, y, top),
        ):
            compare(values, edge, out=also)
            np.logical_and(inside, also, out=inside)
        return np.flatnonzero(inside)

    def _allot(self, count: int) -> None:
        self._all_x, self._all_y = np.empty(count, np.float32), np.empty(count, np.float32)
        self._shown_x, self._shown_y = np.empty(count, np.float32), np.empty(count, np.float32)
        self._all_styles = np.zeros(count, np.intp)
        self.undrawn = 0
        self._everyone = np.arange(count)
        self._placed, self._spare = np.ones(count, np.bool_), np.empty(count, np.bool_)
        self._size = np.empty(count, np.float32)
        self.x, self.y = self._all_x, self._all_y
        self.numbers, self.styles = self._everyone, self._all_styles

    def _dress(self) -> None:
        """Turn labels into styles: whatever is no class's number has none."""
        self.dressing += 1
        self._all_styles = np.full(len(self), self._classes, np.intp)
        if self._labels is not None:
            known = (self._labels >= 0) & (self._labels < self._classes)
            np.copyto(self._all_styles, self._labels, where=known, casting="same_kind")
        self.styles = self._all_styles

    def _choose(self) -> None:
        """Decide which points are shown: those at a finite place, of a class not hidden."""
        self.version += 1
        if self.undrawn or self._hidden:
            self._gather()
            return
        if self.numbers is not self._everyone:
            self.dressing += 1
        self.x, self.y, self.bounds = self._all_x, self._all_y, self._extent
        self.numbers, self.styles = self._everyone, self._all_styles

    def _copy(self, points: NDArray[np.floating]) -> Bounds | None:
        """Take the points over, and return the box around them, which is NaN where one is."""
        boxes = []
        with np.errstate(over="ignore", invalid="ignore"):
            for start in range(0, len(self), _BLOCK):
                block = slice(start, start + _BLOCK)
                x, y = self._all_x[block], self._all_y[block]
                np.copyto(x, points[block, 0], casting="same_kind")
                np.copyto(y, points[block, 1], casting="same_kind")
                boxes.append(_box(x, y))  # while they are in the cache
            return _join(boxes)

    def _mark_placed(self, extent: Bounds | None) -> None:
        """Find the points without a place; NaN and infinity fail the comparison too."""
        if all(abs(edge) < _FARTHEST for edge in extent or ()):
            if self.undrawn:
                self._placed.fill(True)
            self.undrawn = 0
            return
        np.less(np.abs(self._all_x, out=self._size), _FARTHEST, out=self._placed)
        np.less(np.abs(self._all_y, out=self._size), _FARTHEST, out=self._spare)
        np.logical_and(self._placed, self._spare, out=self._placed)
        self.undrawn = len(self) - int(np.count_nonzero(self._placed))

    def _gather(self) -> None:
        shown = np.ones(self._classes + 1, np.bool_)
        shown[[number for number in self._hidden if 0 <= number < self._classes]] = False
        np.take(shown, self._all_styles, out=self._spare, mode="clip")
        np.logical_and(self._spare, self._placed, out=self._spare)
        numbers = np.flatnonzero(self._spare)
        self.x, self.y = self._shown_x[: numbers.size], self._shown_y[: numbers.size]
        np.take(self._all_x, numbers, out=self.x, mode="clip")
        np.take(self._all_y, numbers, out=self.y, mode="clip")
        if not np.array_equal(numbers, self.numbers):
            self.dressing += 1
            self.numbers = numbers
        self.styles = self._all_styles[self.numbers]
        self.bounds = _box(self.x, self.y) if self.x.size else None


def _box(x: Floats, y: Floats) -> Bounds:
    """The smallest box around points."""
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _join(boxes: list[Bounds]) -> Bounds | None:
    """The smallest box around boxes, NaN if one of them is, or None without any."""
    if not boxes:
        return None
    left, bottom, right, top = np.array(boxes).T
    return float(left.min()), float(bottom.min()), float(right.max()), float(top.max())
