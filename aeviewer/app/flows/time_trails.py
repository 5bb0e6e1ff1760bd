"""The flow of the trails: where some samples were at the moments before the one looked at.

They are placed in the chart on show, so a trail is a function of the moment and the selection, and
not of the way on which one came there.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QObject
from torch import Tensor

from aeviewer.app.decoder import Answer, Request, Slice
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.requests import MAP
from aeviewer.app.subject import Subject
from aeviewer.app.views.map import LatentMap
from aeviewer.data.images import Images
from aeviewer.latent.plane import Plane
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.history import Moment
from aeviewer.training.twins import Twins, fill
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

Numbers = NDArray[np.intp]

_LENGTH = 8  # moments
_SAMPLES = 200
_KEPT = 128  # moments whose latents need not be found again
_NONE = np.empty(0, np.intp)


@dataclass(frozen=True, eq=False)
class Followed:
    """Some samples of one model, and where they were.

    Attributes:
        twins: the model's.
        numbers: (n,) which samples.
        latents: (n, D) theirs, by the step of the moment; filled by the decoder.
    """

    twins: Twins
    numbers: Numbers
    latents: dict[int, Tensor] = field(default_factory=dict)

    def slices(self, images: Images, moments: Sequence[Moment], plane: Plane) -> Iterator[Slice]:
        """Place the samples (N, C, H, W) at each moment, one a slice; the last one answers."""
        scratch: list[Model] = []
        for moment in moments:
            if moment.step in self.latents:
                self.latents[moment.step] = self.latents.pop(moment.step)  # it was needed last
            else:
                yield partial(self._place, images, moment, scratch)
        yield lambda _: _Found(
            self,
            [plane.project(self.latents[moment.step]).numpy() for moment in moments],
        )

    def _place(self, images: Images, moment: Moment, scratch: list[Model], model: Model) -> None:
        if not scratch:
            scratch.append(copy.deepcopy(model))
        past = scratch[0]
        assert isinstance(past, Autoencoder)
        fill(past, moment)
        x = images.floats(torch.from_numpy(self.numbers)).to(past.device)
        self.latents[moment.step] = past.encode(x).mean.flatten(1).cpu()
        while len(self.latents) > _KEPT:
            del self.latents[next(iter(self.latents))]


@dataclass(frozen=True, eq=False)
class _Found:
    followed: Followed
    places: Sequence[NDArray[np.float32]]


class TimeTrails(QObject):
    """Feeds the trails of one map."""

    def __init__(self, store: Store, canvas: LatentMap, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._map, self._ask = store, canvas, ask
        self._subject: Subject | None = None
        self._followed: Followed | None = None
        self.answers: Answers = {"trails": self._on_found}
        end = store.watch(self._on_view, "selection", "trails")
        self.destroyed.connect(lambda *_: end())

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        self._subject = subject
        self._look()

    def refresh(self) -> None:
        """Wait until the samples have been placed: `show` follows."""

    def _on_view(self, _view: View) -> None:
        self._look()

    def _look(self) -> None:
        subject, moments = self._subject, self._moments()
        if subject is None or subject.images is None or subject.placed is None or not moments:
            self._followed = None
            self._map.set_trails((), _NONE)
            return
        followed = self._follow(subject, len(subject.placed.points))
        slices = followed.slices(subject.images, moments, subject.placed.plane)
        self._ask(Request("trails", SLOT, slices, MAP))

    def _moments(self) -> Sequence[Moment]:
        """The last ones before what is looked at; none where there is nothing to trail."""
        subject = self._subject
        if subject is None or subject.history is None or not self._store.view.trails:
            return ()
        if not issubclass(subject.twins.kind, Autoencoder):
            return ()
        step = subject.twins.step
        return [moment for moment in subject.history.moments if moment.step < step][-_LENGTH:]

    def _follow(self, subject: Subject, count: int) -> Followed:
        """Go on with the samples that are followed, or begin with others."""
        numbers = _chosen(self._store.view.selection, count)
        known = self._followed
        same = known is not None and known.twins is subject.twins
        if known is None or not same or not np.array_equal(known.numbers, numbers):
            known = self._followed = Followed(subject.twins, numbers)
        return known

    def _on_found(self, answer: Answer) -> None:
        found = answer.value
        assert isinstance(found, _Found)
        if found.followed is self._followed:
            self._map.set_trails(found.places, found.followed.numbers)


def _chosen(selection: Sequence[int], count: int) -> Numbers:
    """Numbers of the selected samples, or of some of all, spread evenly."""
    among = np.asarray([number for number in selection if 0 <= number < count], np.intp)
    if not len(among):
        among = np.arange(count)
    places = np.linspace(0, len(among) - 1, min(_SAMPLES, len(among)))
    return among[np.unique(places.round().astype(np.intp))]
