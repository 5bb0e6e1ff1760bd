"""The flow of the charts that must be fitted, t-SNE and UMAP.

A person chooses one; it is fitted in a process beside the window, measured by the decoder's slices,
and only then the view names it: until there, and after a stop, the map is as it was. A view that
names a chart which was not fitted here, as one that was saved does, has it fitted.
"""

import math
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.embedding.fitter import Fitter
from aeviewer.app.flows.embedding.job import Fitted, Job, some
from aeviewer.app.flows.embedding.known import Known
from aeviewer.app.flows.embedding.words import MORE, lack, said, under_way
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.axes import CHARTS, PLANE, AxesChoice, ChartName
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import MAP
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.latent.embedding import NEAREST, Embedding
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, View
from aeviewer.words import _

_FITTED: tuple[ChartName, ...] = ("tsne", "umap")


class Charts(QObject):
    """Gives the model on show the chart that the view names.

    Attributes:
        changed: another chart is to be shown; ask `charted`.
        failed: a fit ended in an error.
    """

    changed = Signal()
    failed = Signal(object)  # Exception

    def __init__(
        self, store: Store, canvas: LatentMap, choice: AxesChoice, ask: Ask, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store, self._map, self._choice, self._ask = store, canvas, choice, ask
        self._subject: Subject | None = None
        self._wanted: tuple[ChartName, int] | None = None  # by a person, and not in the view yet
        self._job: Job | None = None
        self._known, self._fitter = Known(), Fitter(self)
        self.answers: Answers = {"chart": self._on_measured}
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether a chart is on its way."""
        return self._job is not None

    def charted(self, subject: Subject) -> Subject:
        """Lay a model's samples out as the view says, as far as that is there."""
        return self._known.charted(subject, self._store.view)

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if before is not None and before.twins is not subject.twins:
            self._wanted = None
        missing = {kind: why for kind in _FITTED if (why := lack(subject, kind))}
        if subject.placed is not None and not len(subject.placed.latents):
            missing[PLANE] = _("no samples")
        self._choice.set_missing(missing)
        self._go_on()

    def refresh(self) -> None:
        """Wait until the samples have been placed: `show` follows."""

    def close(self) -> None:
        """End the fit."""
        self._drop()

    def _connect(self) -> None:
        self._fitter.progressed.connect(self._on_progressed)
        self._fitter.fitted.connect(self._on_fitted)
        self._fitter.failed.connect(self._on_failed)
        self._choice.chosen.connect(self._on_chosen)
        self._choice.stopped.connect(self._on_stopped)
        self._choice.again.connect(self._on_again)
        watch(self, self._store, self._on_view, "chart", "chart_seed")

    def _goal(self) -> tuple[ChartName, int] | None:
        """The chart that is wanted by a person, or else by the view; None for a plane."""
        view = self._store.view
        named = None if view.chart == PLANE else (view.chart, view.chart_seed)
        return self._wanted or named

    def _go_on(self) -> None:
        """Fit what is wanted, unless it is there or under way."""
        subject, goal = self._subject, self._goal()
        if subject is None or goal is None:
            self._drop()
            self._say("")
            return
        if lacks := lack(subject, goal[0]):
            self._drop()
            self._wanted = None
            self._say(_("No {charts} here: {lacks}").format(charts=CHARTS[goal[0]], lacks=lacks))
            return
        if found := self._known.find(subject, *goal):
            self._drop()
            self._adopt(found)
        elif self._job is None or self._job.key != self._known.key(subject, *goal):
            self._begin(subject, *goal)
        elif self._job.chart is not None:  # the decoder may have been asked of another model
            self._measure()

    def _begin(self, subject: Subject, kind: ChartName, seed: int) -> None:
        assert subject.placed is not None
        latents = subject.placed.latents.float()
        which = some(len(latents), seed)
        self._job = Job(self._known.key(subject, kind, seed), latents, which)
        self._fitter.start(kind, latents[which].numpy(), seed % 2**32)
        self._on_progressed(0.0, math.nan)

    def _drop(self) -> None:
        """End what is under way."""
        self._fitter.stop()
        self._job = None
        self._choice.set_awaited(None)

    def _adopt(self, found: Fitted) -> None:
        """Say what is shown; what a person waited for becomes the view's, the cursor stays."""
        kind, seed = found.key.kind, found.key.seed
        self._say(said(found), MORE.format(nearest=NEAREST))
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self._subject is not None:
            assert self._subject.placed is not None
            placed = replace(self._subject.placed, plane=found.chart, points=found.points)
            self._look(placed, chart=kind, chart_seed=seed, axes=None)

    def _look(self, placed: Placed, **changes: object) -> None:
        """Change the chart, in one step of undo; cursor and anchors stay on their latents."""
        subject, view = self._subject, self._store.view
        assert subject is not None
        latent, laid = subject.latent(view.cursor, view.base), subject.with_placed(placed)
        assert latent is not None
        anchors = tuple(_moved(anchor, subject, laid) for anchor in view.anchors)
        self._store.settle()
        self._store.choose(**changes, camera=None, anchors=anchors, **laid.look_at(latent))

    def _measure(self) -> None:
        assert self._job is not None
        self._ask(Request("chart", SLOT, self._job.slices(), MAP))

    def _say(self, words: str, more: str = "") -> None:
        """Say something on the map, and more of it where one asks for it."""
        self._map.set_caption(words)
        self._choice.set_words(f"{words}\n\n{more}".strip())

    def _on_chosen(self, kind: ChartName, axes: tuple[int, int] | None) -> None:
        subject = self._subject
        if subject is None or subject.placed is None:
            return
        if kind != PLANE:
            self._wanted = kind, self._store.view.chart_seed
            self._go_on()
            return
        self._wanted = None
        self._look(self._known.flat(subject.placed, axes), chart=PLANE, axes=axes)
        self._go_on()

    def _on_again(self) -> None:
        view = self._store.view
        if view.chart != PLANE:
            self._wanted = view.chart, view.chart_seed + 1
            self._go_on()

    def _on_stopped(self) -> None:
        self._give_up()

    def _on_failed(self, error: Exception) -> None:
        self._give_up()
        self.failed.emit(error)

    def _give_up(self) -> None:
        """Have no other chart: the map stays as it is, and the view says so."""
        self._drop()
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            self._store.choose(chart=PLANE, camera=None)
        self._go_on()

    def _on_view(self, _view: View) -> None:
        self._wanted = None
        self.changed.emit()

    def _on_progressed(self, share: float, left: float) -> None:
        if self._job is not None:
            self._choice.set_awaited(self._job.key.kind, share)
            self._say(under_way(self._job, share, left))

    def _on_fitted(self, points: NDArray[np.float32]) -> None:
        job = self._job
        assert job is not None
        name = CHARTS[job.key.kind]
        names = f"{name} 1", f"{name} 2"
        job.chart = Embedding(job.latents[job.which], torch.from_numpy(points), names)
        self._measure()

    def _on_measured(self, answer: Answer) -> None:
        found = answer.value
        assert isinstance(found, Fitted)
        if self._job is None or self._job.key != found.key:
            return
        self._known.keep(found)
        self._go_on()
        self.changed.emit()


def _moved(anchor: Anchor, subject: Subject, laid: Subject) -> Anchor:
    """Put an anchor on another chart; on a sample it goes with that."""
    latent = subject.anchor(anchor)
    if latent is None or anchor.sample is not None:
        return anchor
    look = laid.look_at(latent)
    x, y = look["cursor"]
    return Anchor((x, y), base=look["base"])
