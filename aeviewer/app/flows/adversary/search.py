"""The flow of the search: what is searched for, its ways in the plane, the cursor put there."""

from collections.abc import Hashable
from functools import partial

import torch
from PySide6.QtCore import QObject
from torch import Tensor

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.adversary import inversion, words
from aeviewer.app.flows.adversary.inversion import ITERATIONS, Progress, Search, Target
from aeviewer.app.flows.adversary.scoring import SHOWN
from aeviewer.app.flows.denoise.work import Samples
from aeviewer.app.flows.drawing.drawn import drawn
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import nothing
from aeviewer.app.views.adversary.plane import Ways
from aeviewer.app.views.adversary.search import MOST_STARTS, SearchPanel
from aeviewer.app.views.pad import Pad
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.zoo.registry import Model

PAGE = "adversary"
_DRAWN = "strokes", "own", "centred"
_WATCHED = ("goal", "made", "sample", "selection", *_DRAWN, "starts", "searching")
_POINTS = 1500  # samples under the ways


class SearchFlow(QObject):
    """Searches while the view says so, and anew for each other image."""

    def __init__(self, store: Store, panel: SearchPanel, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._panel, self._ask = store, panel, ask
        self._subject: Subject | None = None
        self._on_show = False
        self._search: Search | None = None
        self._asked: Hashable = None  # what of the view was answered, or is being worked out
        self._progress: Progress | None = None
        self._pad = Pad(store, panel)  # not to be seen: it makes ink of the strokes
        self._pad.hide()
        self.answers: Answers = {inversion.NAME: self._on_progress}
        panel.nearest_wanted.connect(self._on_nearest_wanted)
        panel.cursor_wanted.connect(self._on_cursor_wanted)
        watch(self, store, self._on_view, *_WATCHED)

    def show(self, subject: Subject, *, on_show: bool) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._forget()
        if before is None or before.showing is not subject.showing:
            self._asked = None  # what was asked before is never answered
        self.look(on_show=on_show)
        self._show_ways()

    def refresh(self) -> None:
        """Show the image by newer weights; a search goes on by those of its beginning."""
        if self._progress is None or not self._progress.found.total:
            self._asked = None
            self.look(on_show=self._on_show)

    def look(self, *, on_show: bool) -> None:
        """Ask for what the view wants, unless that was asked."""
        self._on_show = on_show
        subject, view = self._subject, self._store.view
        if subject is None or not on_show:
            self._stop()
            return
        samples = Samples.of(subject)
        self._panel.set_count(
            len(samples), placed=subject.placed is not None and len(subject.placed.points) > 0
        )
        lack = words.lacks_goal(subject, len(samples), view)
        self._panel.say(lack or words.of_search(subject, view), able=not lack)
        if lack:
            self._stop()
            self._forget()
            return
        wanted = _image(view), view.searching, view.noise, view.starts, view.condition
        if wanted != self._asked:
            self._begin(wanted, samples)

    def _begin(self, wanted: tuple[Hashable, ...], samples: Samples) -> None:
        """Search; or show the image alone, unless what was found for it is still on show."""
        view, before = self._store.view, self._asked
        same = isinstance(before, tuple) and before[0] == wanted[0]
        self._stop()
        self._asked = wanted
        if same and not view.searching and self._progress is not None:
            return
        target, strip = self._target(samples, view), self._panel.strip.count
        starts = min(max(view.starts, 1), MOST_STARTS) if view.searching else 0
        self._search = Search(target, view.noise, starts, view.condition, strip)
        self._ask(inversion.request(SLOT, self._search))

    def _stop(self) -> None:
        """Leave off, and keep what has been found."""
        done = self._progress is not None and self._progress.found.iteration == ITERATIONS
        if self._search is not None and not done:
            self._ask(nothing(inversion.NAME, SLOT))
            self._search = self._asked = None

    def _forget(self) -> None:
        self._progress = None
        self._panel.show_found(None)
        self._panel.plane.set_ways(Ways())

    def _target(self, samples: Samples, view: View) -> Target:
        if view.goal == "made":
            number = min(max(view.made, 0), SHOWN - 1)
            return inversion.made_of(number, view.noise, view.condition)
        if view.goal == "drawing":
            return partial(_drawn, view, torch.from_numpy(self._pad.ink()))
        return partial(_of_data, samples, min(max(view.looked_at, 0), len(samples) - 1))

    def _on_view(self, view: View) -> None:
        self.look(on_show=view.page == PAGE)

    def _on_progress(self, answer: Answer) -> None:
        progress = answer.value
        assert isinstance(progress, Progress)
        if progress.search is self._search:
            self._progress = progress
            self._panel.show_found(progress.found)
            self._show_ways()

    def _show_ways(self) -> None:
        """Draw the ways in the plane of the map, where there is one."""
        progress, placed = self._progress, None if self._subject is None else self._subject.placed
        if self._subject is None or progress is None or placed is None or not len(progress.ways):
            self._panel.plane.set_ways(Ways())
            return
        step = max(1, len(placed.points) // _POINTS)
        labels, points = self._subject.labels, placed.points[::step]
        self._panel.plane.set_ways(
            Ways(
                [placed.plane.project(way).numpy() for way in progress.ways.unbind(1)],
                progress.best,
                points,
                None if labels is None else labels[: len(placed.points)][::step],
                len(self._subject.classes),
                None if progress.encoded is None else self._subject.point(progress.encoded),
            )
        )

    def _on_nearest_wanted(self) -> None:
        view = self._store.view
        found = None if self._subject is None else self._subject.nearest(view.cursor, view.hidden)
        if found is not None:
            self._store.choose(sample=found)

    def _on_cursor_wanted(self) -> None:
        progress, subject = self._progress, self._subject
        if progress is None or subject is None or subject.placed is None or not len(progress.ways):
            return
        self._store.choose(**subject.look_at(progress.ways[-1, progress.best]))


def _image(view: View) -> Hashable:
    """All of the view that says which image is searched for."""
    known: dict[str, Hashable] = {
        "sample": view.looked_at,
        "drawing": (view.strokes, view.own, view.centred),
        "made": (view.made, view.noise),
    }
    return view.goal, known[view.goal]


def _drawn(view: View, ink: Tensor, model: Model) -> Tensor:
    return drawn(view, ink, model.image_shape)


def _of_data(samples: Samples, number: int, model: Model) -> Tensor:
    return samples.clean(model, slice(number, number + 1))[0]
