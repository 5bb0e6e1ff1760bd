"""The flow of the path: its line on the map, its anchors, its strip, and the cursor that walks."""

from dataclasses import replace

import torch
from PySide6.QtCore import QObject
from torch import Tensor

from aeviewer.app import requests
from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.flows.path.honesty import Honesty
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import HOVER, SHEET, latent_of
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.path.bar import PathBar
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.zoo.capabilities import Discrete

_NEAR = 1e-4  # of a latent's numbers, and of one: nearer to its place, the cursor is there


class PathFlow(QObject):
    """Feeds the path bar and the map's line."""

    def __init__(
        self, store: Store, canvas: LatentMap, bar: PathBar, ask: Ask, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store, self._map, self._bar, self._ask = store, canvas, bar, ask
        self._subject: Subject | None = None
        self._stood = (store.view.t, store.view.cursor)
        self._on_path = False  # the cursor is where the path's slider put it
        self._honesty = Honesty(store, bar.honesty, ask, self)
        self.answers: Answers = {
            "anchors": self._on_anchors,
            "strip": self._on_strip,
            **self._honesty.answers,
        }
        bar.strip.recounted.connect(self._ask_strip)
        watch(self, store, self._follow, "anchors", "path", "closed", "condition")
        watch(self, store, self._follow_place, "t", "cursor")

    def show(self, subject: Subject) -> None:
        """Lead the path through another latent space, or the samples' new places."""
        string = None if self._subject is None else self._subject.string
        same = subject.same_model(self._subject)
        self._subject = replace(subject, string=string if same else None)
        self._bar.set_relaxing(not issubclass(subject.twins.kind, Discrete))
        self._follow(self._store.view)

    def refresh(self) -> None:
        """Decode along it by newer weights."""
        self._follow(self._store.view)

    def set_string(self, string: Tensor | None) -> None:
        """Take the geodesic (K, D), or give it up."""
        if self._subject is None or (string is None and self._subject.string is None):
            return
        self._subject = replace(self._subject, string=string)
        self._trace(self._subject)

    def _follow(self, view: View) -> None:
        subject = self._subject
        self._on_path = self._on_path and not self._store.whole
        if subject is None or subject.placed is None:
            return
        ends = subject.path(view, latent_of([0.0, 1.0]))
        if ends is None:
            self._bar.set_thumbnails(None, None)
        else:
            self._ask(requests.decode("anchors", SLOT, ends, HOVER, view.condition))
        self._trace(subject)

    def _trace(self, subject: Subject) -> None:
        """Draw the line anew, and what hangs on it."""
        view = self._store.view
        self._map.set_path(subject.path_points(view))
        self._ask_strip()
        if self._on_path and view.cursor == self._stood[1]:
            self._stay(view)
        self._compare(self._store.view)
        self._honesty.follow(subject)

    def _ask_strip(self) -> None:
        """Ask for the pictures along the path, as many as there is room for."""
        view, places = self._store.view, torch.linspace(0, 1, self._bar.strip.count)
        walked = None if self._subject is None else self._subject.path(view, places)
        if walked is None:
            self._bar.strip.set_images(())
        else:
            self._ask(requests.decode("strip", SLOT, walked, SHEET, view.condition))

    def _follow_place(self, view: View) -> None:
        before, self._stood = self._stood, (view.t, view.cursor)
        if view.cursor != before[1] or self._store.whole:
            self._on_path = False  # it was moved by hand, or came back with an older view
        elif view.t != before[0]:
            self._stay(view)
        self._compare(self._store.view)

    def _compare(self, view: View) -> None:
        """See whether the cursor is at its place on the path, whoever put it there."""
        subject = self._subject
        there = None if subject is None else subject.path(view, latent_of([view.t]))
        if subject is None or there is None:
            return
        here = subject.latent(view.cursor, view.base)
        self._bar.set_held(here is not None and torch.allclose(there[0], here, _NEAR, _NEAR))

    def _stay(self, view: View) -> None:
        """Put the cursor at its place on the path, wherever that is by now."""
        subject = self._subject
        walked = None if subject is None else subject.path(view, latent_of([view.t]))
        if subject is not None and walked is not None:
            self._store.set(**subject.look_at(walked[0]))
        self._on_path = walked is not None

    def _on_anchors(self, answer: Answer) -> None:
        assert isinstance(answer.value, list)
        self._bar.set_thumbnails(*answer.value)

    def _on_strip(self, answer: Answer) -> None:
        assert isinstance(answer.value, list)
        self._bar.strip.set_images(answer.value)
