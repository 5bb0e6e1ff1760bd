"""The flow of the training panel's sheets: a few samples, and a few reconstructions."""

from PySide6.QtCore import QObject

from aeviewer.app import requests
from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.panels.train import TrainPanel
from aeviewer.app.requests import SHEET
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.zoo.contract import Autoencoder

_RECONSTRUCTED, _SAMPLED = slice(8), 16


class Sheets(QObject):
    """Shows what the model can do so far."""

    def __init__(self, store: Store, panel: TrainPanel, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._panel, self._ask = store, panel, ask
        self._subject: Subject | None = None
        self.answers: Answers = {
            "samples": self._on_samples,
            "reconstructions": self._on_reconstructions,
            "reconstructed": self._on_reconstructed,
        }
        watch(self, store, self._on_condition, "condition")

    def show(self, subject: Subject) -> None:
        """Take another model."""
        self._subject = subject
        self._panel.set_encodes(issubclass(subject.twins.kind, Autoencoder))
        self.refresh()

    def refresh(self) -> None:
        """Ask for all of it by the weights as they are."""
        subject, told = self._subject, self._store.view.condition
        if subject is None:
            return
        self._ask(requests.samples(SLOT, _SAMPLED, told))
        if not issubclass(subject.twins.kind, Autoencoder):
            self._panel.set_reconstructions([], [])
        elif subject.images is not None:
            images, labels = subject.images.floats(_RECONSTRUCTED), subject.told(_RECONSTRUCTED)
            self._ask(requests.pair("reconstructions", SLOT, images, SHEET, labels))
        elif subject.placed is not None:
            latents = subject.placed.latents[_RECONSTRUCTED]
            self._ask(requests.decode("reconstructed", SLOT, latents, SHEET, told))

    def _on_condition(self, _view: View) -> None:
        self.refresh()

    def _on_samples(self, answer: Answer) -> None:
        assert isinstance(answer.value, list)
        self._panel.set_samples(answer.value)

    def _on_reconstructions(self, answer: Answer) -> None:
        assert isinstance(answer.value, tuple)
        self._panel.set_reconstructions(*answer.value)

    def _on_reconstructed(self, answer: Answer) -> None:
        assert isinstance(answer.value, list)
        self._panel.set_reconstructions([], answer.value)
