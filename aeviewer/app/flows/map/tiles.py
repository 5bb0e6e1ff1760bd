"""Tiles of the decoded manifold, asked of the decoder one by one."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.pictures import mosaic
from aeviewer.app.requests import LAYER, decoded
from aeviewer.app.views.map.tiles import SIDE, Tile
from aeviewer.latent import chart
from aeviewer.latent.plane import Plane
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import Model

_PIXELS = 64 * 784  # in one slice: a convolutional model decodes them in less than half a frame


@dataclass(frozen=True, eq=False)
class Chart:
    """What is decoded: a model, and the plane through its latent space.

    Attributes:
        twins: the model.
        plane: the chart.
        base: (D,) what the plane does not say of a latent, or None for the plane's own origin.
        condition: the class that a conditional model is told, or None.
    """

    twins: Twins | None = None
    plane: chart.Chart | None = None
    base: Tensor | None = None
    condition: int | None = None

    def same(self, other: "Chart") -> bool:
        """Whether the same points decode to the same pictures; a base may move in the plane."""
        if (self.twins, self.condition) != (other.twins, other.condition):
            return False
        if not isinstance(self.plane, Plane) or not isinstance(other.plane, Plane):
            return self.plane is not None and self.plane is other.plane
        nothing = torch.zeros(1, 2)
        parts = (
            (self.plane.origin, other.plane.origin),
            (self.plane.basis, other.plane.basis),
            (self.plane.lift(nothing, self.base), other.plane.lift(nothing, other.base)),
        )
        return all(
            one.shape == two.shape and torch.allclose(one, two, atol=1e-5) for one, two in parts
        )

    def decode(self, model: Model, points: Tensor) -> Tensor:
        """Make the pictures (N, C, H, W) of points (N, 2) of the plane."""
        assert self.plane is not None
        return decoded(model, self.plane.lift(points, self.base), self.condition)


@dataclass(frozen=True)
class Made:
    """One tile, of one chart."""

    chart: Chart
    tile: Tile
    image: QImage


def request(slot: str, chart: Chart, tiles: Sequence[Tile]) -> Request:
    """Ask for tiles, each answered by a `Made` as soon as it is there."""
    return Request("tiles", slot, _slices(chart, tiles), LAYER)


def _slices(chart: Chart, tiles: Sequence[Tile]) -> Iterator[Slice]:
    for tile in tiles:
        work = _Work(chart, tile)
        while not work.done:
            yield work.advance


def batch_of(model: Model) -> int:
    """How many pictures of a model are decoded in one slice."""
    return max(1, _PIXELS // max(1, math.prod(model.image_shape)))


@dataclass
class _Work:
    """A tile under way: as many pictures at a time as fit half a frame."""

    chart: Chart
    tile: Tile
    parts: list[Tensor] = field(default_factory=list)
    done: bool = False

    def advance(self, model: Model) -> Made | None:
        places = torch.tensor(self.tile.places())
        start = sum(map(len, self.parts))
        images = self.chart.decode(model, places[start : start + batch_of(model)])
        self.parts.append(images.clamp(0, 1).mul(255).round().byte().cpu())
        self.done = start + len(images) == len(places)
        if not self.done:
            return None
        return Made(self.chart, self.tile, mosaic(torch.cat(self.parts), SIDE))
