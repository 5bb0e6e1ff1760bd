"""The layer of the decoded manifold: tiles of pictures, kept until others are newer or nearer."""

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.tiles import Tile, level_for, wanted

_KEPT = 128_000_000  # bytes of pictures
_SMALLEST, _LARGEST = 28, 64  # pixels of the canvas that a picture takes at least, at 100 %
_STRENGTH = {True: 0.55, False: 0.35}  # on dark and on light paper: points must stand out


@dataclass
class _Kept:
    """A tile's picture, decoded by the weights after so many steps, and as it looks on paper."""

    image: QImage
    weights: int
    _laid: tuple[str, QImage] | None = None

    @property
    def bytes(self) -> int:
        """Of the picture, and of what is laid on paper, of four bytes to a pixel."""
        return self.image.sizeInBytes() + 4 * self.image.width() * self.image.height()

    def on_paper(self, theme: Theme) -> QImage:
        """The picture laid thinly on the theme's ground: opaque, so one call paints it."""
        if self._laid is None or self._laid[0] != theme.name:
            laid = QImage(self.image.size(), QImage.Format.Format_RGB32)
            laid.fill(QColor(theme.ground))
            with QPainter(laid) as painter:
                painter.setOpacity(_STRENGTH[theme.dark])
                painter.drawImage(0, 0, self.image)
            self._laid = theme.name, laid
        return self._laid[1]


class Manifold:
    """Paints the tiles it has, coarse ones below finer ones, and says which it lacks.

    Attributes:
        pixels: the least width of a picture on the canvas; set with the pictures' own size.
    """

    def __init__(self) -> None:
        self._tiles: OrderedDict[Tile, _Kept] = OrderedDict()
        self._bytes = 0
        self.pixels = float(_SMALLEST)

    def set_size(self, pixels: int) -> None:
        """Say how large the pictures are, in pixels along the longer side."""
        self.pixels = float(min(max(pixels, px(_SMALLEST)), px(_LARGEST)))

    def put(self, tile: Tile, image: QImage, weights: int) -> None:
        """Take a tile, decoded by the weights after so many steps."""
        self._drop(tile)
        kept = self._tiles[tile] = _Kept(image, weights)
        self._bytes += kept.bytes
        while self._bytes > _KEPT:
            self._drop(next(iter(self._tiles)))

    def clear(self) -> None:
        """Forget all tiles: the plane lies elsewhere in latent space."""
        self._tiles.clear()
        self._bytes = 0

    def missing(self, viewport: Viewport, weights: int) -> list[Tile]:
        """The tiles to be decoded for a canvas, in that order; older weights do not count."""
        tiles = wanted(viewport, self.pixels)
        return [
            tile
            for tile in tiles
            if (kept := self._tiles.get(tile)) is None or kept.weights != weights
        ]

    def key(self, _theme: Theme) -> None:
        """Nothing: it speaks for itself."""

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint what there is; where the finest is not decoded yet, a coarser one is seen."""
        canvas = QRect(0, 0, round(viewport.width), round(viewport.height))
        seen = self._in_sight(canvas, viewport)
        for tile, place in reversed(_uncovered(canvas, seen)):
            painter.drawImage(place, self._tiles[tile].on_paper(theme))
        for tile, _where in reversed(seen):
            self._tiles.move_to_end(tile)

    def _in_sight(self, canvas: QRect, viewport: Viewport) -> list[tuple[Tile, QRect]]:
        """The tiles on a canvas, the finest first."""
        finest = level_for(viewport, self.pixels)
        placed = [(tile, _place(tile, viewport)) for tile in self._tiles if tile.level >= finest]
        seen = [(tile, place) for tile, place in placed if place.intersects(canvas)]
        return sorted(seen, key=lambda found: found[0].level)

    def _drop(self, tile: Tile) -> None:
        if (kept := self._tiles.pop(tile, None)) is not None:
            self._bytes -= kept.bytes


def _place(tile: Tile, viewport: Viewport) -> QRect:
    """Whole pixels, so that neighbours touch."""
    left, bottom, right, top = tile.bounds
    x0, y0 = viewport.to_pixel((left, top))
    x1, y1 = viewport.to_pixel((right, bottom))
    return QRect(QPoint(round(x0), round(y0)), QPoint(round(x1) - 1, round(y1) - 1))


def _uncovered(canvas: QRect, seen: list[tuple[Tile, QRect]]) -> list[tuple[Tile, QRect]]:
    """Those of which something is to be seen, when each lies on top of all that follow."""
    covered, found = QRegion(), []
    for tile, place in seen:
        if not QRegion(place.intersected(canvas)).subtracted(covered).isEmpty():
            found.append((tile, place))
            covered = covered.united(place)
    return found
