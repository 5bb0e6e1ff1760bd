"""The flow of the attribute: two groups make a vector, which is added to the cursor's latent."""

from functools import partial

import numpy as np
import torch
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.batches import decode_all
from aeviewer.app.flows.flow import Answers, Ask
from aeviewer.app.flows.mix.groups import Groups
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.app.requests import HOVER, SHEET
from aeviewer.app.views.mix.attribute import STOPS, Added, AttributeView
from aeviewer.latent.analogy import moved
from aeviewer.session.store import Store
from aeviewer.session.view import View


class AttributeFlow(QObject):
    """Feeds the attribute."""

    def __init__(self, store: Store, view: AttributeView, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._view, self._ask = store, view, ask
        self._subject: Subject | None = None
        self._groups = Groups()
        self.answers: Answers = {"attribute": self._on_added, "attribute row": self._on_row}
        view.taken.connect(self._on_taken)
        for number, group in enumerate(view.groups):
            group.class_chosen.connect(partial(self._on_class_chosen, number))
        watch(self, store, self._follow, "page", "mixing", "groups", "cursor", "base", "condition")
        watch(self, store, self._follow_strength, "strength")

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._view.set_classes(subject.classes if subject.labels is not None else ())
        self._look()

    def refresh(self) -> None:
        """Decode by newer weights."""
        self._look()

    def _follow(self, _view: View) -> None:
        self._look()

    def _follow_strength(self, view: View) -> None:
        if _shown(view):
            self._ask_added()

    def _look(self) -> None:
        """Ask for all pictures, while they are on show."""
        view, subject = self._store.view, self._subject
        if subject is None or not _shown(view):
            return
        self._groups = Groups.of(subject, view)
        for number, group in enumerate(self._view.groups):
            group.say(self._groups.described(subject, number))
        self._view.set_empty(self._groups.lack, self._groups.other(subject))
        self._view.say(self._groups.words)
        self._ask_row()
        self._ask_added()

    def _ask_row(self) -> None:
        wanted = self._groups.means
        latent, direction = self._latent(), self._groups.direction
        if latent is not None and direction is not None:
            wanted = [*wanted, *moved(latent, direction, STOPS)]
        if wanted:
            told, finish = self._store.view.condition, pictures
            self._ask(decode_all("attribute row", torch.stack(wanted), told, SHEET, finish))
        else:
            self._show_row([])

    def _ask_added(self) -> None:
        """Ask for the picture at the cursor, and for the one with the attribute."""
        latent, direction = self._latent(), self._groups.direction
        if latent is None or direction is None:
            self._view.show_added(None)
            return
        view = self._store.view
        both = moved(latent, direction, (0.0, view.strength))
        finish = partial(_added, view.strength)
        self._ask(decode_all("attribute", both, view.condition, HOVER, finish))

    def _latent(self) -> Tensor | None:
        view = self._store.view
        return None if self._subject is None else self._subject.latent(view.cursor, view.base)

    def _on_row(self, answer: Answer) -> None:
        assert isinstance(answer.value, list)
        self._show_row(answer.value)

    def _show_row(self, images: list[QImage]) -> None:
        """Show the means of the groups there are, and what follows them."""
        rest = iter(images)
        for group, members in zip(self._view.groups, self._groups.members, strict=True):
            group.set_middle(next(rest, None) if members else None)
        row = list(rest)
        self._view.show_row(row if len(row) == len(STOPS) else [])

    def _on_added(self, answer: Answer) -> None:
        assert isinstance(answer.value, Added)
        self._view.show_added(answer.value if self._groups.direction is not None else None)

    def _on_taken(self) -> None:
        """Put the cursor on the latent with the attribute, and begin anew from there."""
        latent, direction = self._latent(), self._groups.direction
        if latent is None or direction is None or self._subject is None:
            return
        there = moved(latent, direction, (self._store.view.strength,))[0]
        self._store.choose(**self._subject.look_at(there), strength=0.0)

    def _on_class_chosen(self, number: int, which: int) -> None:
        subject = self._subject
        if subject is None or subject.placed is None or subject.labels is None:
            return
        labels = subject.labels[: len(subject.placed.latents)]
        groups = list(self._store.view.groups)
        groups[number] = tuple(np.flatnonzero(labels == which).tolist())
        self._store.choose(groups=tuple(groups))


def _added(strength: float, images: Tensor) -> Added:
    before, after = pictures(images)
    return Added(before, after, strength)


def _shown(view: View) -> bool:
    return view.page == "mix" and view.mixing == "attribute"
