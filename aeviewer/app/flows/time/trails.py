"""The flow of the trails: where some samples were at the moments before the one looked at.

They are placed in the chart on show, so a trail is a function of the moment and the selection, and
not of the way on which one came there. A chart around the samples' middle went with it at the time:
what they moved all together is no part of a trail.
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
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import MAP
from aeviewer.app.views.map.latent_map import LatentMap
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
        spread: (m,) samples that stand for all, to know their middle by.
        past: latents (n, D) of theirs and the middle (D,), by the step of the moment; filled by
            the decoder.
    """

    twins: Twins
    numbers: Numbers
    spread: Numbers
    past: dict[int, tuple[Tensor, Tensor]] = field(default_factory=dict)

    def slices(self, images: Images, moments: Sequence[Moment], placed: Placed) -> Iterator[Slice]:
        """Place the samples at each moment, one a slice; the last one answers."""
        scratch: list[Model] = []
        for moment in moments:
            if moment.step in self.past:
                self.past[moment.step] = self.past.pop(moment.step)  # it was needed last
            else:
                yield partial(self._place, images, moment, scratch)
        yield lambda _: _Found(self, [self._points(moment, placed) for moment in moments])

    def _place(self, images: Images, moment: Moment, scratch: list[Model], model: Model) -> None:
        if not scratch:
            scratch.append(copy.deepcopy(model))
        past = scratch[0]
        assert isinstance(past, Autoencoder)
        fill(past, moment)
        among, rows = np.unique(np.concatenate((self.numbers, self.spread)), return_inverse=True)
        x = images.floats(torch.from_numpy(among)).to(past.device)
        found = past.encode(x).mean.flatten(1).cpu()[torch.from_numpy(rows)]
        count = len(self.numbers)
        self.past[moment.step] = found[:count], found[count:].mean(0)
        while len(self.past) > _KEPT:
            del self.past[next(iter(self.past))]

    def _points(self, moment: Moment, placed: Placed) -> NDArray[np.float32]:
        latents, middle = self.past[moment.step]
        assert isinstance(placed.plane, Plane)
        if placed.plane.origin.any():  # it is the middle of the samples, wherever that lies
            latents = latents + placed.latents[torch.from_numpy(self.spread)].mean(0) - middle
        return placed.plane.project(latents).numpy()


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
        watch(self, store, self._on_view, "selection", "trails")

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
        slices = followed.slices(subject.images, moments, subject.placed)
        self._ask(Request("trails", SLOT, slices, MAP))

    def _moments(self) -> Sequence[Moment]:
        """The last ones before what is looked at; none where there is nothing to trail."""
        subject, view = self._subject, self._store.view
        if subject is None or subject.history is None or not view.trails:
            return ()
        if subject.live and subject.twins.held is None and not view.selection:
            return ()  # a training that is followed is slowed down for a few chosen samples alone
        flat = subject.placed is not None and isinstance(subject.placed.plane, Plane)
        if not flat or not issubclass(subject.twins.kind, Autoencoder):
            return ()  # on a chart that was fitted to the samples, earlier ones have no place
        step = subject.twins.step
        return [moment for moment in subject.history.moments if moment.step < step][-_LENGTH:]

    def _follow(self, subject: Subject, count: int) -> Followed:
        """Go on with the samples that are followed, or begin with others."""
        spread = _spread(np.arange(count))
        selected = [number for number in self._store.view.selection if 0 <= number < count]
        numbers = _spread(np.asarray(selected, np.intp)) if selected else spread
        known = self._followed
        same = known is not None and known.twins is subject.twins
        if known is None or not same or not np.array_equal(known.numbers, numbers):
            known = self._followed = Followed(subject.twins, numbers, spread)
        return known

    def _on_found(self, answer: Answer) -> None:
        found = answer.value
        assert isinstance(found, _Found)
        if found.followed is self._followed:
            self._map.set_trails(found.places, found.followed.numbers)


def _spread(among: Numbers) -> Numbers:
    """Take some of all, at even distances."""
    places = np.linspace(0, len(among) - 1, min(_SAMPLES, len(among)))
    return among[np.unique(places.round().astype(np.intp))]
