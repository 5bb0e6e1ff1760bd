"""The charts that are there, known again by the latents that they were fitted to."""

import hashlib
from dataclasses import replace

from torch import Tensor

from aeviewer.app.flows.embedding.job import Fitted, Key
from aeviewer.app.flows.embedding.words import lack
from aeviewer.app.flows.posterior import aligned
from aeviewer.app.kit.axes import PLANE, ChartName
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.latent.chart import Chart
from aeviewer.latent.plane import Plane
from aeviewer.session.view import View

_HASHED = 1_000  # samples, by which latents are known again: other weights move them all
_KEPT = 4  # charts, so that undo and redo need no fit


class Known:
    """Lays samples out by a chart that was fitted, or else in a plane."""

    def __init__(self) -> None:
        self._kept: dict[Key, Fitted] = {}
        self._plain: Placed | None = None  # the newest one in a plane
        self._bits: tuple[Tensor, bytes] | None = None

    def keep(self, found: Fitted) -> None:
        """Keep a chart, and let go of the oldest where there are many."""
        self._kept = dict([*self._kept.items(), (found.key, found)][-_KEPT:])

    def find(self, subject: Subject, kind: ChartName, seed: int) -> Fitted | None:
        """The chart of a model's samples, or None where it is still to be fitted, or cannot be."""
        return None if lack(subject, kind) else self._kept.get(self.key(subject, kind, seed))

    def key(self, subject: Subject, kind: ChartName, seed: int) -> Key:
        """Say what a chart of samples that have been placed is a function of."""
        assert subject.placed is not None
        latents = subject.placed.latents
        if self._bits is None or self._bits[0] is not latents:
            self._bits = latents, hashlib.sha256(latents[:_HASHED].numpy().tobytes()).digest()
        return Key(kind, seed, len(latents), self._bits[1])

    def charted(self, subject: Subject, view: View) -> Subject:
        """Lay a model's samples out as the view says, as far as that is there."""
        placed = subject.placed
        if placed is None:
            return subject
        if isinstance(placed.plane, Plane):
            self._plain = placed
        found = None if view.chart == PLANE else self.find(subject, view.chart, view.chart_seed)
        if found is not None:
            return subject.with_placed(replace(placed, plane=found.chart, points=found.points))
        if isinstance(placed.plane, Plane):
            return subject
        return subject.with_placed(self.flat(placed, view.axes))

    def flat(self, found: Placed, axes: tuple[int, int] | None) -> Placed:
        """Lay samples out in a plane; the one that they lay in last need not be found again."""
        plain = self._plain
        same = plain is not None and plain.latents is found.latents
        if plain is not None and same and axes is None and _is_principal(plain.plane):
            return plain
        return Placed.of(found.latents, axes, stds=found.stds)


def _is_principal(plane: Chart) -> bool:
    """Whether a plane is no two axes of the latent."""
    return isinstance(plane, Plane) and aligned(plane) is None
