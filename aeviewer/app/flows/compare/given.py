"""What all compared models are given, and what each of them, and PCA, make of it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.compare.models import Entrant
from aeviewer.app.flows.drawing.drawn import drawn, is_drawn
from aeviewer.app.flows.flow import SLOT
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.requests import LAYER, PAIR, decoded
from aeviewer.app.views.compare.cell import Rebuilt
from aeviewer.app.views.pad import Pad
from aeviewer.data.images import Images
from aeviewer.errors import UserError
from aeviewer.session.view import View
from aeviewer.training.metrics.components import principal
from aeviewer.training.metrics.denoising import psnr
from aeviewer.words import N_, _
from aeviewer.zoo.capabilities import Conditional, Discrete, Sparse
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.pca import PCA
from aeviewer.zoo.registry import Model

BASELINE = "compare baseline"
_FITTED = 10_000  # images that PCA is fitted to at most
_COMPONENTS = 64  # at most

_NO_SAMPLE = N_("No sample lies in the first plane: its model has no encoder. Draw one instead.")
_HIDDEN = N_("All samples are hidden: click a class in the map's legend to show it.")
_NO_DRAWING = N_(
    "Nothing is drawn yet: draw in the Draw panel, at the right, or drop an image there."
)
_NONE_SELECTED = N_("No sample is selected: Ctrl+drag over some. Until then it is the nearest one.")
_NOT_AT_HAND = N_(
    "The images are not at hand: each model decodes its own latent of it. Only a drawing has an "
    "error."
)
_FEWER = N_(
    " Not all models' files keep as many latents: it is the nearest of the first {count:,}."
)


@dataclass(frozen=True, eq=False)
class Given:
    """One picture for all.

    Attributes:
        caption: what it is.
        x: (C, H, W) in [0, 1], or None where it is not at hand.
        sample: number of the sample that it is, or None.
        label: number of its class, or None where it is not known.
        told: number of the class that conditional models are told to make; None for its own.
        lack: what is missing, in a sentence; empty where nothing is.
    """

    caption: str = ""
    x: Tensor | None = None
    sample: int | None = None
    label: int | None = None
    told: int | None = None
    lack: str = ""


def given(subject: Subject, view: View, pad: Pad, entrants: Sequence[Entrant] = ()) -> Given:
    """Find what the view says all are given: a sample that all of them know, if one is."""
    found = (
        _drawing(subject, view, pad) if view.given == "drawing" else _seen(subject, view, entrants)
    )
    return replace(found, told=view.condition)


def _seen(subject: Subject, view: View, entrants: Sequence[Entrant]) -> Given:
    """Find the sample that is meant."""
    chosen = [number for number in view.selection if number < _known(subject)]
    lack = _(_NONE_SELECTED) if view.given == "selected" and not chosen else ""
    if view.given == "selected" and chosen:
        sample: int | None = chosen[0]
    else:
        count = _kept(subject, entrants)
        sample = subject.nearest(view.cursor, view.hidden, count)
        if not lack and count is not None:
            lack = _(_NOT_AT_HAND) + _(_FEWER).format(count=count)
    if sample is None:
        return Given(lack=_(_HIDDEN) if _known(subject) else _(_NO_SAMPLE))
    return _sample(subject, sample, lack)


def _known(subject: Subject) -> int:
    return 0 if subject.placed is None else len(subject.placed.points)


def _kept(subject: Subject, entrants: Sequence[Entrant]) -> int | None:
    """Count the samples whose latents all models know, where not all know all of the first's.

    Where images are at hand each encodes them, and any will do.
    """
    places = [entrant.placed for entrant in entrants if entrant.shared and entrant.reads]
    fewest = min((len(place.latents) for place in places if place is not None), default=0)
    return fewest if subject.images is None and 0 < fewest < _known(subject) else None


def _drawing(subject: Subject, view: View, pad: Pad) -> Given:
    if not is_drawn(view):
        return Given(lack=_(_NO_DRAWING))
    ink, shape = torch.from_numpy(pad.ink()), subject.twins.image_shape
    try:
        return Given(_("own image") if view.own else "drawing", drawn(view, ink, shape))
    except UserError as error:  # it came with a session
        return Given(lack=str(error))


def _sample(subject: Subject, sample: int, lack: str) -> Given:
    number = None if subject.labels is None else int(subject.labels[sample])
    caption = subject.caption(sample, N_("sample"))
    if subject.images is None:
        return Given(caption, None, sample, number, lack=lack or _(_NOT_AT_HAND))
    x = subject.images.floats(slice(sample, sample + 1))[0]
    return Given(caption, x, sample, number, lack=lack)


def rebuilding(name: str, entrant: Entrant, what: Given, pca: PCA | None) -> Request:
    """Ask for what a model makes of it: a tuple of `Rebuilt`, with PCA's where that is fitted."""

    def made(model: Model) -> tuple[str, tuple[Rebuilt, ...]]:
        return entrant.name, _rebuilt(entrant, model, what, pca)

    return Request(name, SLOT, entrant.by_itself(iter([made])), PAIR)


def _rebuilt(entrant: Entrant, model: Model, what: Given, pca: PCA | None) -> tuple[Rebuilt, ...]:
    if not isinstance(model, Autoencoder):
        return (Rebuilt(_("no encoder")),)
    if what.x is None:
        return _of_latent(entrant, model, what)
    x = what.x[None].to(model.device)
    z = _encoded(model, x, what)
    count = _numbers(model, z)
    y = decoded(model, z, _meant(what))
    found = _judged(_caption(model, what), x.cpu(), y.cpu())
    if pca is None or not count or isinstance(model, PCA):
        return (found,)
    size = min(count, len(pca.components))
    return found, _judged(
        _("PCA of {size}").format(size=size), x.cpu(), truncated(pca, x.cpu(), size)
    )


def _encoded(model: Autoencoder[Any], x: Tensor, what: Given) -> Tensor:
    """Encode an image (1, C, H, W) as the class that it is, or else as the one told."""
    known = what.told if what.label is None else what.label
    if known is None or not isinstance(model, Conditional):
        return model.encode(x).mean
    return model.encode_as(x, torch.tensor([known], device=x.device)).mean


def _meant(what: Given) -> int | None:
    """Which class is to be made of it."""
    return what.label if what.told is None else what.told


def _caption(model: Model, what: Given) -> str:
    """Say that a model was told to make another class: it cannot come near."""
    other = isinstance(model, Conditional) and what.told not in {None, what.label}
    return _("as told") if other else _("rebuilt")


def _of_latent(entrant: Entrant, model: Model, what: Given) -> tuple[Rebuilt, ...]:
    where = entrant.placed
    if not entrant.shared or where is None or what.sample is None:
        return (Rebuilt(_("other samples")),)
    if what.sample >= len(where.latents):
        return (Rebuilt(_("no latent of it")),)
    latent = where.latents[what.sample][None]
    return (Rebuilt(_caption(model, what), picture(decoded(model, latent, _meant(what))[0])),)


def _numbers(model: Model, z: Tensor) -> int:
    """How many numbers a picture costs the model: those of z that are not zero; codes are none."""
    if isinstance(model, Discrete):
        return 0
    return max(1, int((z != 0).sum())) if isinstance(model, Sparse) else z.numel()


def _judged(caption: str, x: Tensor, y: Tensor) -> Rebuilt:
    error = (x - y).square().sum().item()
    ratio = math.inf if error == 0 else psnr(y, x).item()
    return Rebuilt(caption, picture(y[0]), error, ratio)


def truncated(pca: PCA, x: Tensor, size: int) -> Tensor:
    """Rebuild images (B, C, H, W) from the first components alone."""
    z = pca.encode(x).mean
    z[:, size:] = 0
    return pca.decode(z)


def most_components(images: Images) -> int:
    """Bound how many components are fitted by the images, and by their pixels."""
    return min(_COMPONENTS, len(images), images.pixels[0].numel())


def fitting(images: Images, size: int) -> Request:
    """Ask for principal components of images: a `PCA`."""
    return Request(BASELINE, SLOT, _fitting(images, size), LAYER)


def _fitting(images: Images, size: int) -> Iterator[Slice]:
    parts = principal(images, spread(len(images), _FITTED), size)
    found: list[PCA] = []

    def advance(_model: Model) -> PCA | None:
        model = next(parts)
        if model is not None:
            found.append(model)
        return model

    while not found:
        yield advance


def spread(count: int, most: int) -> Tensor:
    """Take numbers (N,) of no more images than `most`, evenly: they may lie by classes."""
    if count <= most:
        return torch.arange(count)
    return torch.linspace(0, count - 1, most).long()
