"""The four measures of a path's honesty, in slices: what decoding says, and what samples say."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.flow import SLOT
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import SHEET, decoded
from aeviewer.app.views.path.honesty import Measure
from aeviewer.latent.honesty import Surroundings, kernel, speed
from aeviewer.session.view import View
from aeviewer.words import N_, _
from aeviewer.zoo.capabilities import Conditional, Discrete, Variational
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.posterior import log_prior
from aeviewer.zoo.registry import Model

NAME = "honesty"
_PLACES, _FEWEST = 96, 12  # steps along the whole path, and along each of its legs
_NO_SAMPLES = N_("No samples lie here, so none is near.")
_NO_ENCODER = N_("No encoder that could read the picture again.")
_CODES = N_("The prior is one of codes: no point has a density.")
_NOTHING = N_("Neither samples nor a prior that latents were made to follow.")
_MINUS = "\N{MINUS SIGN}"
_NORM = "\N{DOUBLE VERTICAL LINE}"

_Values = NDArray[np.float64]
_EMPTY: _Values = np.empty(0)


@dataclass(frozen=True, eq=False)
class Measured:
    """Some of the measures; and the numbers of the nearest samples (K,), if they are among them."""

    measures: tuple[Measure, ...]
    nearest: NDArray[np.int64] | None = None


def blank(subject: Subject) -> tuple[Measure, ...]:
    """All measures without their numbers: what each says of this model, or lacks."""
    return (
        _density(subject),
        Measure(
            "nearest",
            _("how far from any sample"),
            _("distance of latents"),
            _EMPTY,
            lack="" if _samples(subject) else _(_NO_SAMPLES),
        ),
        Measure("speed", _("how fast the picture changes"), f"{_NORM}dg(z)/dt{_NORM}", _EMPTY),
        Measure(
            "return",
            _("how far off it comes back"),
            f"{_NORM}f(g(z)) {_MINUS} z{_NORM}",
            _EMPTY,
            lack="" if issubclass(subject.twins.kind, Autoencoder) else _(_NO_ENCODER),
        ),
    )


def _density(subject: Subject) -> Measure:
    """What stands for the density: that of posteriors, of kernels, or of the prior."""
    crowded = Measure("density", _("how crowded it is here"), "", _EMPTY, floor=None)
    samples = _samples(subject)
    if samples is not None and samples.stds is not None:
        return replace(crowded, symbol=_("log q(z) {minus} log p(z), nats").format(minus=_MINUS))
    if samples is not None:
        return replace(crowded, symbol=_("log q(z) of kernels, nats"))
    prior = replace(crowded, title=_("how usual for the prior"), symbol=_("log p(z), nats"))
    if issubclass(subject.twins.kind, Discrete):
        return replace(prior, lack=_(_CODES))
    kind = subject.twins.kind
    if issubclass(kind, Autoencoder) and not issubclass(kind, Variational):
        return replace(prior, lack=_(_NOTHING))
    return prior


def _samples(subject: Subject) -> Placed | None:
    placed = subject.placed
    return placed if placed is not None and len(placed.latents) else None


def request(subject: Subject, view: View) -> Request | None:
    """Ask for all measures along the view's path, a `Measured` or two; None without a path."""
    legs = max(1, len(view.anchors) - (0 if view.is_loop else 1))
    places = torch.linspace(0, 1, legs * max(_PLACES // legs, _FEWEST) + 1)
    latents = subject.path(view, places)
    if latents is None:
        return None
    return Request(NAME, SLOT, _slices(subject, latents, places, view.condition), SHEET)


def _slices(
    subject: Subject, latents: Tensor, places: Tensor, condition: int | None
) -> Iterator[Slice]:
    density, nearest, quick, back = blank(subject)
    walk = _Walk(latents, condition)
    while not walk.done:
        yield walk.advance
    yield lambda _: Measured((walk.speed(quick, places), walk.back(back)))
    samples = _samples(subject)
    if samples is None:
        lacks = density if density.lack else replace(density, values=_numbers(log_prior(latents)))
        yield lambda _: Measured((lacks, nearest), np.empty(0, np.int64))
        return
    around = Surroundings(latents)
    stds = samples.stds
    if stds is None:
        stds = kernel(samples.latents).expand_as(samples.latents)
    for part in around.parts(len(samples.latents)):
        yield partial(_add, around, samples.latents[part], stds[part])
    ground = torch.zeros(()) if samples.stds is None else log_prior(latents.double())
    yield lambda _: Measured(
        (
            replace(density, values=_numbers(around.log_density - ground)),
            replace(nearest, values=_numbers(around.distances)),
        ),
        around.nearest.numpy(),
    )


def _add(around: Surroundings, means: Tensor, stds: Tensor, _model: Model) -> None:
    around.add(means, stds)


@dataclass
class _Walk:
    """The path under way, decoded and read again by one copy of the model: weights move on."""

    latents: Tensor
    condition: int | None
    pictures: list[Tensor] = field(default_factory=list)
    again: list[Tensor] = field(default_factory=list)
    model: Model | None = None

    @property
    def done(self) -> bool:
        return sum(map(len, self.pictures)) == len(self.latents)

    def advance(self, model: Model) -> None:
        self.model = self.model or copy.deepcopy(model)
        start = sum(map(len, self.pictures))
        part = self.latents[start : start + max(1, batch_of(self.model) // 2)]
        images = decoded(self.model, part, self.condition)
        self.pictures.append(images.flatten(1).cpu())
        if isinstance(self.model, Autoencoder):
            self.again.append(_read(self.model, images, self.condition))

    def speed(self, blank: Measure, places: Tensor) -> Measure:
        return replace(blank, values=_numbers(speed(torch.cat(self.pictures), places)))

    def back(self, blank: Measure) -> Measure:
        if blank.lack:
            return blank
        return replace(blank, values=_numbers((torch.cat(self.again) - self.latents).norm(dim=1)))


def _read(model: Model, images: Tensor, condition: int | None) -> Tensor:
    """Encode images (B, C, H, W) again, of the class that they were decoded as: (B, D)."""
    assert isinstance(model, Autoencoder)
    if condition is None or not isinstance(model, Conditional):
        return model.encode(images).mean.flatten(1).cpu()
    told = torch.full((len(images),), condition, device=images.device)
    return model.encode_as(images, told).mean.flatten(1).cpu()


def _numbers(values: Tensor) -> _Values:
    return values.double().numpy()
