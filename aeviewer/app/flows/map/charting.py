"""To place samples on the map, in slices: encode them, fit a chart, project them into it."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.models.placed import Placed, parts_of, turned, unplaced
from aeviewer.app.requests import MAP
from aeviewer.data.images import Images
from aeviewer.latent.plane import Plane
from aeviewer.latent.tally import Tally
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

_CHUNK = 125  # images: two milliseconds of an MLP, ten of convolutions; more at once miss the cache


def place(
    slot: str, images: Images, axes: tuple[int, int] | None, before: Plane | None = None
) -> Request:
    """Ask where the model puts the images: a `Placed`.

    Args:
        slot: that the model is in.
        images: whose latents are placed.
        axes: the two dimensions that are shown; None for the two in which latents differ most.
        before: a chart that the new one is turned to lie as, or None.
    """
    return Request("map", slot, _placing(images, axes, before), MAP)


def _placing(images: Images, axes: tuple[int, int] | None, before: Plane | None) -> Iterator[Slice]:
    found = _Found()
    for start in range(0, len(images), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        yield partial(found.encode, images, chunk)
    if found.latents is None:
        yield lambda model: unplaced(found.model or model, axes)
    else:
        yield from _charting(found, axes, before)


def chart_anew(
    slot: str, latents: Tensor, stds: Tensor | None, axes: tuple[int, int] | None
) -> Request:
    """Ask for another chart of latents (N, D), of which there may be none: a `Placed`."""
    return Request("map", slot, _charting_anew(latents, stds, axes), MAP)


def _charting_anew(
    latents: Tensor, stds: Tensor | None, axes: tuple[int, int] | None
) -> Iterator[Slice]:
    if not len(latents):
        yield lambda model: unplaced(model, axes)
        return
    found = _Found(latents=latents, stds=stds, tally=Tally.empty(latents.shape[1]))
    for start in range(0, len(latents), _CHUNK):
        yield partial(found.count, slice(start, start + _CHUNK))
    yield from _charting(found, axes, None)


def _charting(
    found: "_Found", axes: tuple[int, int] | None, before: Plane | None
) -> Iterator[Slice]:
    assert found.latents is not None
    fitting = Plane.fitting(found.latents, axes)
    while found.plane is None:
        yield lambda _: found.chart(next(fitting), before)
    for part in parts_of(found.latents):
        yield partial(found.project, part)
    yield lambda _: found.placed()


@dataclass
class _Found:
    """What has been encoded, by one copy of the model: its weights move on between two slices."""

    points: list[Tensor] = field(default_factory=list)
    model: Model | None = None
    latents: Tensor | None = None
    stds: Tensor | None = None
    tally: Tally | None = None
    plane: Plane | None = None

    def encode(self, images: Images, chunk: slice, model: Model) -> None:
        """Encode some images, by the model as it was at the first of them."""
        self.model = self.model or copy.deepcopy(model)
        if isinstance(self.model, Autoencoder):
            x = images.floats(chunk).to(model.device)
            posterior = self.model.encode(x)
            std = None if posterior.std is None else posterior.std.flatten(1).cpu()
            self._add(posterior.mean.flatten(1).cpu(), std, chunk, len(images))

    def _add(self, mean: Tensor, std: Tensor | None, chunk: slice, count: int) -> None:
        if self.latents is None or self.tally is None:
            self.latents = mean.new_empty(count, mean.shape[1])
            self.stds = None if std is None else torch.empty_like(self.latents)
            self.tally = Tally.empty(mean.shape[1])
        self.latents[chunk] = mean
        if self.stds is not None and std is not None:
            self.stds[chunk] = std
        self.tally.add(mean, std)

    def count(self, chunk: slice, _model: Model) -> None:
        """Count some of what is known already."""
        assert self.latents is not None
        assert self.tally is not None
        self.tally.add(self.latents[chunk], None if self.stds is None else self.stds[chunk])

    def chart(self, plane: Plane | None, before: Plane | None) -> None:
        """Take the chart, once the fit has come to one."""
        self.plane = None if plane is None else turned(plane, before)

    def project(self, part: Tensor, _model: Model) -> None:
        assert self.plane is not None
        self.points.append(self.plane.project(part))

    def placed(self) -> Placed:
        """Put it together."""
        assert self.latents is not None
        assert self.plane is not None
        points = torch.cat(self.points).numpy().astype(np.float32)
        return Placed(self.latents, self.plane, points, self.stds, self.tally)
