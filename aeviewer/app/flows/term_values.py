"""What the terms of a loss are: of images, of latents where there are none, or as measured once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from aeviewer.app.decoder import Request
from aeviewer.app.flows.flow import SLOT
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import SHEET
from aeviewer.data.images import Images
from aeviewer.words import _
from aeviewer.zoo.capabilities import Adversarial, Denoising, OfLatents, Variational
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import Model

COUNT = 128
"""Test images that the terms are computed on: some milliseconds."""

PARTS_OF_KL = {"mutual_information", "total_correlation", "dimension_wise"}
_NATS = {"kl", *PARTS_OF_KL}
_SQUARES = {"codebook", "commitment"}


@dataclass(frozen=True)
class Sample:
    """What the terms are computed on.

    Attributes:
        images: (N, C, H, W) in [0, 1].
        labels: (N,), or None where they are not known.
        step: steps that the weights were trained for.
        population: images of the training.
    """

    images: Tensor
    labels: Tensor | None
    step: int
    population: int


def terms_of(model: Model, sample: Sample) -> Mapping[str, float]:
    """Compute all terms of a model's loss on a sample, with the same draws each time.

    `total` is what the model itself lowers, at the end of a training.
    """
    generator = torch.Generator(model.device).manual_seed(0)
    labels = None if sample.labels is None else sample.labels.to(model.device)
    images = sample.images.to(model.device)
    batch = Batch(images, labels, 1.0, generator, sample.step, sample.population)
    with torch.enable_grad():  # penalties of gradients need them
        own = model.loss(batch)
        others = [
            objective.loss(batch)
            for objective in model.objectives()
            if objective.loss != model.loss
        ]
    found = {"total": own.total.item()}
    for loss in (*others, own):
        found |= {name: value.item() for name, value in loss.terms.items()}
    return found


def units(kind: type[Model]) -> Mapping[str, str]:
    """Say what the terms of a model's loss are counted in; those without a unit are missing."""
    nats = issubclass(kind, Variational)
    per_image = "nats" if nats else _("squared error")
    found = dict.fromkeys(_NATS, "nats") | dict.fromkeys(_SQUARES, _("squared distance"))
    if nats or _in_pixels(kind):
        found["reconstruction"] = per_image
    return found | ({"total": "nats"} if nats else {})


def measured(kind: type[Model], figures: Mapping[str, float]) -> Mapping[str, float]:
    """Find terms of a model's loss among the figures that it carries."""
    if issubclass(kind, Variational):
        return {name: figures[name] for name in ("reconstruction", "kl") if name in figures}
    if issubclass(kind, Denoising) or not _in_pixels(kind) or "sse" not in figures:
        return {}  # theirs is not the error of clean images
    return {"reconstruction": figures["sse"]}


def _in_pixels(kind: type[Model]) -> bool:
    return not issubclass(kind, Adversarial) or kind.in_pixels


def latents_of(subject: Subject) -> Posterior | None:
    """The first latents at hand, (N, D); None where nothing encodes."""
    placed = subject.placed
    if placed is None or not len(placed.latents):
        return None
    stds = None if placed.stds is None else placed.stds[:COUNT]
    return Posterior(placed.latents[:COUNT], stds)


def request(subject: Subject) -> Request | None:
    """Ask for what can be computed; None where there is nothing."""
    if subject.images is not None:
        return _of_images(subject, subject.images)
    if not issubclass(subject.twins.kind, OfLatents):
        return None
    slices = iter([partial(told_by_latents, latents_of(subject))])
    return Request("terms", SLOT, slices, SHEET)


def _of_images(subject: Subject, images: Images) -> Request:
    first = slice(COUNT)
    population = 0 if subject.learned is None else len(subject.learned)
    sample = Sample(images.floats(first), subject.told(first), subject.twins.step, population)
    return Request("terms", SLOT, iter([partial(_told, sample)]), SHEET)


def _told(sample: Sample, model: Model) -> Mapping[str, float]:
    return terms_of(model, sample)


def told_by_latents(latents: Posterior | None, model: Model) -> Mapping[str, float]:
    """Compute what latents (N, D) say, or as many draws; with the same draws each time."""
    assert isinstance(model, OfLatents)
    generator = torch.Generator().manual_seed(0)
    found = latents or Posterior(model.prior(COUNT, generator))
    with torch.enable_grad():  # penalties of gradients need them
        terms = model.terms_of_latents(found, generator)
    return {name: value.item() for name, value in terms.items()}
