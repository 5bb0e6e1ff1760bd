"""What the window asks of a model, cut into slices short enough to give way to the cursor."""

import copy
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.pictures import pictures
from aeviewer.app.views.probe.dimension import Dimension, by_kl, by_spread, unranked
from aeviewer.data.images import Images
from aeviewer.latent.chart import Chart
from aeviewer.latent.plane import Plane
from aeviewer.latent.tally import Tally
from aeviewer.zoo.capabilities import Conditional
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

PROBE, HOVER, PAIR, SHEET, LAYER, MAP, _LAST = range(7)  # urgencies: the cursor first
_PRIOR = (-3.0, 3.0)  # standard deviations, where no sample says how far latents go
_PART = 2**21  # numbers of latents that are projected at once
_FLAT = 2  # dimensions, up to which each is a column
_CANDIDATES = 16  # the nearest by a rough distance, which are then measured
_CHUNK = 250  # images: some milliseconds of an MLP on one thread


@dataclass(frozen=True)
class Placed:
    """Where a model puts the images.

    Attributes:
        latents: (N, D).
        plane: the chart they are shown in.
        points: (N, 2) float32, the same in the plane.
        stds: (N, D) the posteriors' widths; None where the encoder is deterministic.
        tally: what is known of each dimension.
    """

    latents: Tensor
    plane: Chart
    points: NDArray[np.float32]
    stds: Tensor | None = None
    tally: Tally | None = None

    @cached_property
    def _tally(self) -> Tally:
        return self.tally or Tally.of(self.latents, self.stds)

    def nearest(self, latent: Tensor, hidden: NDArray[np.bool_] | None = None) -> int | None:
        """Number of the sample nearest to a latent (D,), of those not hidden (N,).

        Some milliseconds for 70,000 latents of 64 dimensions, or a million of two.
        """
        if not len(self.latents):
            return None
        distance = self._distances(latent)
        if hidden is not None:
            distance[hidden] = np.nan
        if not np.isfinite(distance).any():
            return None
        if len(latent) <= _FLAT:
            return int(np.nanargmin(distance))
        count = min(_CANDIDATES, len(distance))
        rough = np.sort(np.argpartition(distance, count - 1)[:count])  # whatever is NaN comes last
        rough = rough[np.isfinite(distance[rough])]
        exact = torch.linalg.vector_norm(self.latents[torch.from_numpy(rough)] - latent, dim=1)
        return int(rough[int(exact.argmin())])

    def _distances(self, latent: Tensor) -> NDArray[np.float32]:
        """What grows with the distance from a latent, (N,); of many dimensions but roughly."""
        if len(latent) > _FLAT:
            rough: NDArray[np.float32] = (self._halves - self.latents @ latent).numpy()
            return rough
        columns, place = self.latents.numpy(), latent.numpy()
        squares = (np.square(columns[:, at] - place[at]) for at in range(len(place)))
        found: NDArray[np.float32] = sum(squares, np.zeros(len(columns), np.float32))
        return found  # in a tenth of the time of a sum along the axis

    @cached_property
    def _halves(self) -> Tensor:
        """Half the squared length of each latent, (N,): |z - p|^2 / 2 but for p is that - z p."""
        return torch.einsum("nd,nd->n", self.latents, self.latents) / 2

    @cached_property
    def ranges(self) -> list[tuple[float, float]]:
        """The lowest and the highest value of each dimension of the latents."""
        if not len(self.latents):
            return [_PRIOR] * self.latents.shape[1]
        return list(zip(self._tally.low.tolist(), self._tally.high.tolist(), strict=True))

    @cached_property
    def dimensions(self) -> list[Dimension]:
        """The dimensions of the latents, the one that tells most of an image first.

        By the KL from the prior, in the mean over the samples, or by the latents' std where there
        is no posterior.
        """
        if len(self.latents) < 2:
            return unranked(self.latents.shape[1])
        if self.stds is None:
            return by_spread(self._tally.std.numpy())
        return by_kl((self._tally.kl / self._tally.count).numpy())


def nothing(name: str, slot: str) -> Request:
    """Withdraw what was asked under a name."""
    return Request(name, slot, iter(()))


def decode(
    name: str, slot: str, latents: Tensor, urgency: int, condition: int | None = None
) -> Request:
    """Ask for the pictures (a list of QImage) of flat latents (N, D), of a class if one is told."""

    def made(model: Model) -> list[QImage]:
        return pictures(decoded(model, latents, condition))

    return Request(name, slot, iter([made]), urgency)


def pair(
    name: str, slot: str, images: Tensor, urgency: int, labels: Tensor | None = None
) -> Request:
    """Ask for images (N, C, H, W) and their reconstructions: two lists of QImage.

    A `Conditional` model is told the classes (N,), where they are known.
    """

    def both(model: Model) -> tuple[list[QImage], list[QImage]]:
        inputs = images.to(model.device)
        if not isinstance(model, Autoencoder):
            return pictures(inputs), []
        return pictures(inputs), pictures(_rebuilt(model, inputs, labels))

    return Request(name, slot, iter([both]), urgency)


def samples(slot: str, count: int, condition: int | None = None) -> Request:
    """Ask for pictures of draws from the prior: the same draws each time, so one sees them grow.

    A `Conditional` model is told the class, or, without one, each class in turn.
    """

    def draw(model: Model) -> list[QImage]:
        generator = torch.Generator(model.device).manual_seed(0)
        z = model.prior(count, generator)
        if condition is None and isinstance(model, Conditional):
            turns = torch.arange(count, device=z.device) % model.classes
            return pictures(model.decode_as(z, turns))
        return pictures(decoded(model, z, condition))

    return Request("samples", slot, iter([draw]), SHEET)


def draw(slot: str, seed: int) -> Request:
    """Ask for one draw from the prior: a flat latent (D,)."""

    def drawn(model: Model) -> Tensor:
        generator = torch.Generator(model.device).manual_seed(seed)
        return model.prior(1, generator).flatten().cpu()

    return Request("draw", slot, iter([drawn]), PROBE)


def last(slot: str, name: str) -> Request:
    """Ask for nothing, after all else that is asked by now: the answer is True."""
    return Request(name, slot, iter([lambda _: True]), _LAST)


def place(
    slot: str, images: Images, axes: tuple[int, int] | None, before: Plane | None = None
) -> Request:
    """Ask where the model puts the images: a `Placed`."""
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
    for part in _parts(found.latents):
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
        self.plane = None if plane is None else _turned(plane, before)

    def project(self, part: Tensor, _model: Model) -> None:
        assert self.plane is not None
        self.points.append(self.plane.project(part))

    def placed(self) -> Placed:
        """Put it together."""
        assert self.latents is not None
        assert self.plane is not None
        points = torch.cat(self.points).numpy().astype(np.float32)
        return Placed(self.latents, self.plane, points, self.stds, self.tally)


def unplaced(model: Model, axes: tuple[int, int] | None = None) -> Placed:
    """Chart a latent space without samples: two dimensions, through a draw from the prior.

    The middle of a prior of many dimensions is a place where no draw ever lies.
    """
    size = math.prod(model.latent_shape)
    fits = axes is not None and max(axes) < size
    plane = Plane.of_axes(size, *(axes if axes is not None and fits else (0, 1)))
    if size > 2:
        drawn = model.prior(1, torch.Generator(model.device).manual_seed(0)).flatten().cpu()
        plane = replace(plane, origin=drawn - plane.basis.T @ (plane.basis @ drawn))
    return Placed(torch.zeros(0, size), plane, np.empty((0, 2), np.float32))


def placed(
    latents: Tensor,
    axes: tuple[int, int] | None = None,
    before: Plane | None = None,
    stds: Tensor | None = None,
) -> Placed:
    """Chart latents (N, D); a plane before is kept in sight, so that the map does not turn over."""
    plane = _turned(Plane.fit(latents, axes), before)
    points = torch.cat([plane.project(part) for part in _parts(latents)])
    tally = Tally.of(latents, stds)
    return Placed(latents, plane, points.numpy().astype(np.float32), stds, tally)


def _turned(plane: Plane, before: Plane | None) -> Plane:
    """Turn it as another one of the same kind lay, if there was one."""
    same = before is not None and before.names == plane.names
    return plane.turned_like(before) if before is not None and same else plane


def _parts(latents: Tensor) -> Sequence[Tensor]:
    """Cut latents (N, D) into what takes a few milliseconds each to project."""
    return torch.split(latents, max(1, _PART // latents.shape[1]))


def latent_of(values: Sequence[float]) -> Tensor:
    """Make a flat latent (D,) of plain numbers."""
    return torch.tensor(values, dtype=torch.float32)


def decoded(model: Model, latents: Tensor, condition: int | None = None) -> Tensor:
    """Decode flat latents (N, D), by a `Conditional` model as the class it is told, if one is."""
    z = latents.reshape(-1, *model.latent_shape).to(model.device)
    if condition is None or not isinstance(model, Conditional):
        return model.decode(z)
    return model.decode_as(z, torch.full((len(z),), condition, device=z.device))


def _rebuilt(model: Autoencoder[Any], x: Tensor, labels: Tensor | None) -> Tensor:
    if labels is None or not isinstance(model, Conditional):
        return model.decode(model.encode(x).mean)
    told = labels.to(x.device)
    return model.decode_as(model.encode_as(x, told).mean, told)
