"""The flow of the geodesic: a string through the anchors, relaxed while one looks on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import torch
from PySide6.QtCore import QObject, Signal
from torch import Tensor

from aeviewer.app.decoder import Answer, Request, Slice
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import LAYER, decoded, nothing
from aeviewer.latent.geodesic import relax
from aeviewer.latent.path import lerp
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.zoo.capabilities import Discrete
from aeviewer.zoo.registry import Model

_POINTS = 24  # of a leg
_ITERATIONS = 200


class Geodesic(QObject):
    """Keeps a string stretched through the view's anchors, where the view's path is a geodesic.

    Attributes:
        found: the string (K, D) as it is by now, or None: there is none, or none yet.
    """

    found = Signal(object)

    def __init__(self, store: Store, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._ask = store, ask
        self._subject: Subject | None = None
        self._strings: _Strings | None = None
        self.answers: Answers = {"geodesic": self._on_string}
        watch(self, store, self._follow, "anchors", "path", "closed", "condition")

    def show(self, subject: Subject) -> None:
        """Take another model, or its samples' new places."""
        before, self._subject = self._subject, subject
        strings = self._strings
        self._follow(self._store.view)
        if before and before.showing is not subject.showing and self._strings is strings:
            self.refresh()  # it may have been relaxing still

    def refresh(self) -> None:
        """Relax anew by newer weights, from where the string is."""
        if self._strings is not None:
            self._ask(self._strings.request())

    def _follow(self, view: View) -> None:
        strings = self._wanted(view)
        same = self._strings is None if strings is None else strings.same(self._strings)
        if not same:
            self._strings = strings
            self.found.emit(None)
            self._ask(nothing("geodesic", SLOT) if strings is None else strings.request())

    def _wanted(self, view: View) -> "_Strings | None":
        stops = None if self._subject is None else self._subject.stops(view)
        if view.path != "geodesic" or stops is None or self._subject is None:
            return None
        if issubclass(self._subject.twins.kind, Discrete):
            return None  # what rounds to codes has no gradient to relax by
        legs = torch.cat([stops, stops[:1]]) if view.is_loop else stops
        return _Strings(legs, view.condition, self._subject)

    def _on_string(self, answer: Answer) -> None:
        assert isinstance(answer.value, _Relaxed)
        if answer.value.strings is self._strings:
            self.found.emit(answer.value.string)


@dataclass
class _Strings:
    """One string for each leg between two stops (K, D)."""

    stops: Tensor
    condition: int | None
    subject: Subject
    legs: list[Tensor] = field(default_factory=list)

    def __post_init__(self) -> None:
        places = torch.linspace(0, 1, _POINTS)
        pairs = zip(self.stops[:-1], self.stops[1:], strict=True)
        self.legs = [lerp(start, end, places) for start, end in pairs]

    def same(self, other: "_Strings | None") -> bool:
        """Whether another one leads through the same stops of the same model."""
        if other is None or self.subject.twins is not other.subject.twins:
            return False
        return self.condition == other.condition and torch.equal(self.stops, other.stops)

    def request(self) -> Request:
        """Ask for the whole string, again and again as it relaxes."""
        return Request("geodesic", SLOT, self._slices(), LAYER)

    def _slices(self) -> Iterator[Slice]:
        for number, leg in enumerate(self.legs):
            asked = _Asked(self.condition)
            stages = relax(leg, asked, _ITERATIONS)
            while not asked.over:
                yield partial(self._advance, number, asked, stages)

    def _advance(
        self, number: int, asked: "_Asked", stages: Iterator[Tensor], model: Model
    ) -> "_Relaxed | None":
        asked.model = model
        leg = next(stages, None)
        if leg is None:
            asked.over = True
            return None
        self.legs[number] = leg
        whole = torch.cat([*(leg[:-1] for leg in self.legs), self.stops[-1:]])
        return _Relaxed(self, whole)


@dataclass(frozen=True, eq=False)
class _Relaxed:
    """Where the strings are by now: one string (K, D) through all stops."""

    strings: _Strings
    string: Tensor


@dataclass
class _Asked:
    """The decoder as the string sees it: whichever copy of the weights is at hand."""

    condition: int | None
    model: Model | None = None
    over: bool = False

    def __call__(self, z: Tensor) -> Tensor:
        assert self.model is not None
        return decoded(self.model, z, self.condition)
