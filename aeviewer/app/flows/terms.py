"""The flow of a lesson's terms: what each part of the loss is now, for the model on show."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import torch
from PySide6.QtCore import QObject
from torch import Tensor

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.flow import SLOT, Answers, Ask, about
from aeviewer.app.lessons.terms import Terms, Values
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import SHEET, nothing
from aeviewer.words import N_, _
from aeviewer.zoo.capabilities import Adversarial, Denoising, Variational
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.registry import Model

COUNT = 128
"""Test images that the terms are computed on: some milliseconds."""

_OPTIMISED = N_("Per image, as the training says it of its newest batches.")
_MEASURED = N_(
    "Per image, over all test images, which are not at hand here: as it was measured once."
)
_NEITHER = N_("No values: the test images are not at hand here.")
_PARTS_OF_KL = {"mutual_information", "total_correlation", "dimension_wise"}
_NATS = {"kl", *_PARTS_OF_KL}
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


class TermsFlow(QObject):
    """Tells the terms of a lesson's equation, while there are any."""

    def __init__(self, view: Terms, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._ask = view, ask
        self._subject: Subject | None = None
        self.answers: Answers = {"terms": self._on_terms}
        view.wanted.connect(self._look)

    def show(self, subject: Subject) -> None:
        """Take another model."""
        self._subject = subject
        self._look()

    def refresh(self) -> None:
        """Compute them anew by newer weights."""
        self._look()

    def _look(self) -> None:
        subject = self._subject
        if subject is None or not self._view.names:
            return
        kind = subject.twins.kind
        if subject.live:
            known = self._view.values.terms if self._view.values.live else {}
            self._view.show_values(Values(known, units(kind), _(_OPTIMISED), live=True))
        elif subject.images is not None:
            self._ask(about(subject.showing, _request(subject)))
        else:
            names = set(self._view.names)
            known = measured(kind, subject.figures)
            if not names & set(known):
                known = {}
            note = _(_MEASURED) if known else _(_NEITHER)
            whole = issubclass(kind, Variational) and not names & _PARTS_OF_KL
            self._view.show_values(Values(known, units(kind), note, whole=whole))
        if subject.live or subject.images is None:
            self._ask(nothing("terms", SLOT))

    def _on_terms(self, answer: Answer) -> None:
        assert isinstance(answer.value, tuple)
        showing, terms = answer.value
        subject = self._subject
        if subject is None or subject.live or showing is not subject.showing:
            return
        count = 0 if subject.images is None else min(COUNT, len(subject.images))
        note = _("Per image, over the first {count} test images.").format(count=count)
        self._view.show_values(Values(terms, units(subject.twins.kind), note))


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
    if nats or not issubclass(kind, Adversarial):
        found["reconstruction"] = per_image
    return found | ({"total": "nats"} if nats else {})


def measured(kind: type[Model], figures: Mapping[str, float]) -> Mapping[str, float]:
    """Find terms of a model's loss among the figures that it carries."""
    if issubclass(kind, Variational):
        return {name: figures[name] for name in ("reconstruction", "kl") if name in figures}
    if issubclass(kind, Denoising | Adversarial) or "sse" not in figures:
        return {}  # theirs is not the error of clean images
    return {"reconstruction": figures["sse"]}


def _request(subject: Subject) -> Request:
    assert subject.images is not None
    first = slice(COUNT)
    population = 0 if subject.learned is None else len(subject.learned)
    sample = Sample(
        subject.images.floats(first), subject.told(first), subject.twins.step, population
    )
    return Request("terms", SLOT, iter([partial(_told, sample)]), SHEET)


def _told(sample: Sample, model: Model) -> Mapping[str, float]:
    return terms_of(model, sample)
