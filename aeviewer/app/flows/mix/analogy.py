"""The flow of the analogy: three anchors, and what comes of them."""

import random

import torch
from PySide6.QtCore import QObject
from torch import Tensor

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.batches import decode_all
from aeviewer.app.flows.flow import Answers, Ask
from aeviewer.app.flows.path.picking import choose_anchors
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.app.requests import SHEET
from aeviewer.app.views.mix.analogy import TERMS, AnalogyView
from aeviewer.latent.analogy import analogy
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _


class AnalogyFlow(QObject):
    """Feeds the analogy."""

    def __init__(self, store: Store, view: AnalogyView, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._view, self._ask = store, view, ask
        self._subject: Subject | None = None
        self._draw = random.Random()  # noqa: S311 - nobody is to be kept from guessing
        self.answers: Answers = {"analogy": self._on_decoded}
        view.wanted.connect(self._on_wanted)
        view.taken.connect(self._on_taken)
        watch(self, store, self._follow, "page", "mixing", "anchors", "condition")

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._view.show_pictures((), "")
        self._look()

    def refresh(self) -> None:
        """Decode by newer weights."""
        self._look()

    def _follow(self, _view: View) -> None:
        self._look()

    def _look(self) -> None:
        """Ask for the four pictures, while they are on show."""
        view, terms = self._store.view, self._terms()
        if terms is None or view.page != "mix" or view.mixing != "analogy":
            return
        latents = torch.cat([terms, analogy(*terms)[None]])
        self._ask(decode_all("analogy", latents, view.condition, SHEET, pictures))

    def _terms(self) -> Tensor | None:
        stops = None if self._subject is None else self._subject.stops(self._store.view)
        return stops[:TERMS] if stops is not None and len(stops) >= TERMS else None

    def _on_decoded(self, answer: Answer) -> None:
        terms = self._terms()
        assert isinstance(answer.value, list)
        if terms is not None:
            self._view.show_pictures(answer.value, self._nearest(analogy(*terms)))

    def _nearest(self, latent: Tensor) -> str:
        """Say which sample lies nearest to a latent (D,), and how far off."""
        subject = self._subject
        if subject is None or subject.placed is None or not len(subject.placed.latents):
            return ""
        distances = (subject.placed.latents - latent).norm(dim=1)
        sample = int(distances.argmin())
        apart = three_digits(distances[sample].item())
        return _("Nearest to the result: {sample}, {apart} away.").format(
            sample=subject.caption(sample, N_("sample")), apart=apart
        )

    def _on_wanted(self) -> None:
        choose_anchors(self._store, self._subject, TERMS, self._draw)

    def _on_taken(self) -> None:
        terms = self._terms()
        if terms is not None and self._subject is not None:
            self._store.choose(**self._subject.look_at(analogy(*terms)))
