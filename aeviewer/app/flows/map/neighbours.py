"""The flow of the neighbours: the samples that lie nearest to the cursor in latent space."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Answer, Request, Slice
from aeviewer.app.flows.flow import FRAME, SLOT, Answers, Ask
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.picture_grid import Small
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.panels.probe import ProbePanel
from aeviewer.app.pictures import pictures
from aeviewer.app.requests import SHEET, decoded
from aeviewer.app.views.map.legend import ALL_HIDDEN
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _
from aeviewer.zoo.registry import Model

COUNT = 8
_NAMED = N_("class, and distance in latent space")
_UNNAMED = N_("number, and distance in latent space")
_NO_SAMPLES = N_(
    "No samples lie in this latent space: the model has no encoder, or none are at hand."
)


@dataclass(frozen=True, eq=False)
class Found:
    """Samples near a latent, the nearest first.

    Attributes:
        numbers: of the samples.
        distances: from the latent, in its units.
        images: the samples, or what the model makes of their latents where they are not at hand.
    """

    numbers: Sequence[int]
    distances: Sequence[float]
    images: Sequence[QImage]


class Neighbours(QObject):
    """Finds the neighbours of the cursor, while the probe shows them; a click goes to one."""

    def __init__(self, store: Store, panel: ProbePanel, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._panel, self._ask = store, panel, ask
        self._subject: Subject | None = None
        self._found = Found((), (), ())
        self.answers: Answers = {"neighbours": self._on_found}
        self._following = QTimer(self, interval=FRAME, singleShot=True)
        self._following.timeout.connect(self.refresh)
        panel.neighbours.chosen.connect(self._on_chosen)
        watch(self, store, self._on_view, "cursor", "base", "hidden", "condition", "beside")

    def show(self, subject: Subject) -> None:
        """Look among the samples of another model, or in their new places."""
        if not subject.same_model(self._subject):
            self._forget()
        self._subject = subject
        self.refresh()

    def refresh(self) -> None:
        """Look for the neighbours, while the probe shows them."""
        subject, view = self._subject, self._store.view
        latent = None if subject is None else subject.latent(view.cursor, view.base)
        if view.beside != "neighbours" or subject is None or latent is None:
            return
        near = _Nearness(subject, latent, view)
        lack = ALL_HIDDEN if len(near.latents) else _(_NO_SAMPLES)
        self._panel.neighbours.set_invitation("" if near.allowed.any() else lack)
        if near.allowed.any():
            self._ask(Request("neighbours", SLOT, near.slices(), SHEET))
        else:
            self._forget()

    def _forget(self) -> None:
        self._found = Found((), (), ())
        self._panel.show_neighbours(())

    def _on_view(self, _view: View) -> None:
        if not self._following.isActive():
            self._following.start()

    def _on_found(self, answer: Answer) -> None:
        found, subject = answer.value, self._subject
        assert isinstance(found, Found)
        assert subject is not None
        self._found = found
        kind = N_("reconstruction") if subject.images is None else N_("sample")
        together = zip(found.numbers, found.distances, found.images, strict=True)
        entries = [
            Small(
                image,
                _("{number}, {distance} away in latent space").format(
                    number=subject.caption(number, kind), distance=three_digits(distance)
                ),
                (_label(subject, number), three_digits(distance)),
            )
            for number, distance, image in together
        ]
        self._panel.show_neighbours(entries, _(_UNNAMED if subject.labels is None else _NAMED))

    def _on_chosen(self, place: int) -> None:
        subject = self._subject
        if subject is not None and subject.placed is not None:
            latent = subject.placed.latents[self._found.numbers[place]]
            self._store.choose(**subject.look_at(latent))


def nearest(latents: Tensor, latent: Tensor, allowed: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Find which of latents (N, D) lie nearest to one (D,).

    Args:
        latents: where the samples are.
        latent: from where.
        allowed: (N,) bool, which of them may be found.
        count: how many are wanted.

    Returns:
        Their numbers, the nearest first, and their Euclidean distances: (count,) each, or fewer
        where there are no more.
    """
    distance = torch.linalg.vector_norm(latents - latent, dim=1)
    distance[~allowed] = torch.inf
    count = min(count, int(allowed.sum()))
    found = distance.topk(count, largest=False)
    return found.indices, found.values


def _label(subject: Subject, number: int) -> str:
    if subject.labels is None:
        return str(number)
    return subject.classes[int(subject.labels[number])]


@dataclass
class _Nearness:
    """A search under way: first the distances, then the pictures, as many as fit half a frame."""

    subject: Subject
    latent: Tensor
    view: View
    numbers: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.int64))
    distances: Tensor = field(default_factory=lambda: torch.zeros(0))
    images: list[QImage] = field(default_factory=list)

    @property
    def latents(self) -> Tensor:
        assert self.subject.placed is not None
        return self.subject.placed.latents

    @property
    def allowed(self) -> Tensor:
        """The samples of classes that are not hidden, (N,)."""
        count, labels = len(self.latents), self.subject.labels
        if labels is None or not self.view.hidden:
            return torch.ones(count, dtype=torch.bool)
        return torch.from_numpy(~np.isin(labels[:count], list(self.view.hidden)))

    def slices(self) -> Iterator[Slice]:
        yield self.search
        while len(self.images) < len(self.numbers):
            yield self.advance

    def search(self, _model: Model) -> None:
        self.numbers, self.distances = nearest(self.latents, self.latent, self.allowed, COUNT)

    def advance(self, model: Model) -> Found | None:
        start = len(self.images)
        part = self.numbers[start : start + batch_of(model)]
        images = self.subject.images
        if images is not None:
            self.images += pictures(images.pixels[part])
        else:
            latents = self.latents[part]
            self.images += pictures(decoded(model, latents, self.view.condition))
        if len(self.images) < len(self.numbers):
            return None
        return Found(self.numbers.tolist(), self.distances.tolist(), self.images)
