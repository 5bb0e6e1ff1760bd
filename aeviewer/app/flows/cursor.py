"""The flow of the cursor: its picture at each move of the mouse, the sliders once a frame."""

import secrets

from PySide6.QtCore import QObject, QTimer
from torch import Tensor

from aeviewer.app import requests
from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import FRAME, SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.panels.probe import ProbePanel
from aeviewer.app.requests import PROBE
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.zoo.capabilities import Conditional


class Cursor(QObject):
    """Decodes where the cursor is, and moves it: by sliders, and to draws from the prior."""

    def __init__(self, store: Store, panel: ProbePanel, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._panel, self._ask = store, panel, ask
        self._subject: Subject | None = None
        self.answers: Answers = {"probe": self._on_probe, "draw": self._on_drawn}
        self._following = QTimer(self, interval=FRAME, singleShot=True)
        self._following.timeout.connect(self._set_sliders)
        panel.sample.clicked.connect(self._on_sample)
        panel.sliders.moved.connect(self._on_slider)
        panel.sliders.released.connect(store.settle)
        watch(self, store, self._on_moved, "cursor", "base", "condition")

    def show(self, subject: Subject) -> None:
        """Decode by another model, or on another chart."""
        self._subject = subject
        told = issubclass(subject.twins.kind, Conditional)
        self._panel.set_subject(subject.title, subject.classes if told else ())
        self.refresh()
        self._set_sliders()

    def refresh(self) -> None:
        """Decode by newer weights."""
        latent = self._latent()
        if latent is not None:
            told = self._store.view.condition
            self._ask(requests.decode("probe", SLOT, latent[None], PROBE, told))

    def _latent(self) -> Tensor | None:
        view = self._store.view
        return None if self._subject is None else self._subject.latent(view.cursor, view.base)

    def _on_moved(self, _view: View) -> None:
        self.refresh()
        if not self._following.isActive():
            self._following.start()

    def _set_sliders(self) -> None:
        latent = self._latent()
        if latent is None or self._subject is None or self._subject.placed is None:
            return
        placed = self._subject.placed
        self._panel.axes.set_size(len(latent), fitted=len(placed.points) > 0)
        self._panel.sliders.set_latent(latent.tolist(), placed.ranges, placed.dimensions)

    def _on_slider(self, dimension: int, value: float) -> None:
        latent, subject = self._latent(), self._subject
        if latent is not None and subject is not None:
            latent[dimension] = value
            self._store.set(**subject.look_at(latent))

    def _on_sample(self) -> None:
        self._store.settle()
        self._ask(requests.draw(SLOT, secrets.randbits(31)))

    def _on_drawn(self, answer: Answer) -> None:
        """Put the cursor there, if there is a plane by now: it comes with the placed samples."""
        subject = self._subject
        if subject is not None and subject.placed and isinstance(answer.value, Tensor):
            self._store.choose(**subject.look_at(answer.value))

    def _on_probe(self, answer: Answer) -> None:
        assert isinstance(answer.value, list)
        self._panel.set_picture(answer.value[0])
