"""Points into pixels: NumPy writes them straight into the memory that Qt paints from.

Few points are stamped, smooth and in any form. Many are written once, as codes that grow in draw
order, and then dilated by the maximum, so that the dot in front is the last drawn there too; only
then do codes become colours. A dot's corners are half transparent, which makes it round.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from aeviewer.app.views.map.codes import POINT, Codes, Colours
from aeviewer.app.views.map.stamps import PHASES, Stamps

Floats = NDArray[np.float32]

_BLOCK = 1 << 15  # so many points, with all that is computed of them, stay in the cache
_STRIP = 40  # so many rows of the image do


@dataclass(frozen=True)
class Map:
    """From the plane to pixels of the image: column = (x - left) * scale, row = (top - y) * scale.

    Attributes:
        left: x at the image's left edge.
        top: y at its upper edge.
        scale: pixels of the image for each unit of the plane.
    """

    left: float
    top: float
    scale: float


class Raster:
    """An image and what it takes to write points into it.

    Around the image lies a margin, so that dots are cut off at its edge and no write needs a test.
    """

    def __init__(self) -> None:
        self.image = QImage()
        self._size = 0, 0, 0
        self._all_pixels = np.zeros(0, np.uint32)
        self._all_front, self._across, self._corners = np.zeros((3, 0), np.uint16)
        self._column, self._row = np.empty((2, _BLOCK), np.float32)
        self._left, self._up = np.empty((2, _BLOCK), np.int32)
        self._index = np.empty(_BLOCK, np.intp)

    def resize(self, width: int, height: int, reach: int) -> None:
        """Make room for an image of width x height pixels and dots that reach so far."""
        if (width, height, reach) == self._size:
            return
        self._size = width, height, reach
        self._margin = 2 * reach + 1  # a dot whose middle is `reach` outside may reach as far again
        self._stride, self._rows = width + 2 * self._margin, height + 2 * self._margin
        self._allot(self._stride * self._rows)
        start = self._margin * self._stride + self._margin
        self.image = QImage(
            self._pixels[start:].data,
            width,
            height,
            self._stride * 4,
            QImage.Format.Format_ARGB32_Premultiplied,
        )

    def write(
        self, place: Map, x: Floats, y: Floats, codes: Codes, colours: Colours, dot: int
    ) -> None:
        """Paint many points as dots of 2 * dot + 1 pixels.

        Args:
            place: where the plane lies.
            x: (n,) first coordinates, finite.
            y: (n,) second coordinates.
            codes: (n,) what to write for each point.
            colours: (65536,) premultiplied ARGB of each code.
            dot: pixels by which a dot grows around its first one, from 1 to the reach.
        """
        self._front.fill(0)
        for start in range(0, x.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            self._write_block(place, x[block], y[block], codes[block])
        for step in range(dot - 1):
            self._dilate(square=step % 2 == 1)
        end = self._rows - self._margin
        for start in range(self._margin, end, _STRIP):
            self._finish(start, min(start + _STRIP, end), colours)

    def stamp(self, place: Map, x: Floats, y: Floats, styles: NDArray[np.intp], by: Stamps) -> None:
        """Paint few points with stamps; styles (n,) choose among them."""
        self._pixels.fill(0)
        column, row = np.empty((2, x.size), np.float32)
        self._transform(place, x, y, column, row, by.reach)
        left, up = column.astype(np.intp), row.astype(np.intp)
        phase = ((row - up) * PHASES).astype(np.intp) * PHASES
        phase += ((column - left) * PHASES).astype(np.intp)
        rows = styles * PHASES**2 + phase
        start = (up * self._stride + left)[:, None]
        # Of equal places the last write holds: a sample drawn later is in front.
        for offsets, colours in ((by.edges, by.edge_colours), (by.cores, by.core_colours)):
            flat = offsets @ np.array((self._stride, 1))
            self._pixels[start + flat[rows]] = colours[rows]

    def _allot(self, size: int) -> None:
        """Make the buffers larger when they must be; a smaller image uses a part of them."""
        if size > self._all_pixels.size:
            room = size * 3 // 2  # zooming asks for a little more each time
            self._all_pixels, self._all_front = np.zeros(room, np.uint32), np.zeros(room, np.uint16)
        self._pixels, self._front = self._all_pixels[:size], self._all_front[:size]
        strip = self._stride * (_STRIP + 2)
        if strip > self._across.size:
            self._across, self._corners = np.zeros((2, strip), np.uint16)

    def _write_block(self, place: Map, x: Floats, y: Floats, codes: Codes) -> None:
        """Write codes into the pixels that the points lie in; the last write holds."""
        column, row, index = self._column[: x.size], self._row[: x.size], self._index[: x.size]
        left, up = self._left[: x.size], self._up[: x.size]
        self._transform(place, x, y, column, row, 0)
        np.copyto(left, column, casting="unsafe")
        np.copyto(up, row, casting="unsafe")
        np.multiply(up, np.int32(self._stride), out=up)
        np.add(left, up, out=left)
        np.copyto(index, left)
        self._front[index] = codes

    def _transform(
        self, place: Map, x: Floats, y: Floats, column: Floats, row: Floats, reach: int
    ) -> None:
        """Find columns and rows; what is far off comes to lie in the margin."""
        scale, margin = np.float32(place.scale), self._margin / place.scale
        # Subtract first: at high magnification the product alone has no digits left for pixels.
        np.subtract(x, np.float32(place.left - margin), out=column)
        np.subtract(np.float32(place.top + margin), y, out=row)
        for values, size in ((column, self._stride), (row, self._rows)):
            np.multiply(values, scale, out=values)
            values.clip(reach, size - 1 - reach, out=values)

    def _dilate(self, square: bool) -> None:
        """Let each pixel spread to its four neighbours, or to all eight."""
        before = self._front.copy()
        _spread(before, 1, self._front)
        _spread(self._front.copy() if square else before, self._stride, self._front)

    def _finish(self, start: int, end: int, colours: Colours) -> None:
        """Spread each pixel of some rows to its neighbours, the diagonal ones softly; colour them.

        Rows go in strips, which stay in the cache from the first step to the last.
        """
        step, size = self._stride, (end - start) * self._stride
        source = self._front[(start - 1) * step : (end + 1) * step]
        across, result = self._across[: source.size], self._corners[:size]
        np.maximum(source[1:-1], source[:-2], out=across[1:-1])
        np.maximum(across[1:-1], source[2:], out=across[1:-1])
        np.maximum(across[:size], across[2 * step :], out=result)
        np.bitwise_and(result, ~POINT, out=result)
        np.maximum(result, across[step:-step], out=result)
        np.maximum(result, source[:size], out=result)
        np.maximum(result, source[2 * step :], out=result)
        pixels = self._pixels[start * step : end * step]
        colours.take(result, out=pixels, mode="clip")


def _spread(source: Codes, step: int, target: Codes) -> None:
    """Raise the target to the neighbours, `step` before and after, in the source."""
    middle = target[step:-step]
    np.maximum(middle, source[: -2 * step], out=middle)
    np.maximum(middle, source[2 * step :], out=middle)
