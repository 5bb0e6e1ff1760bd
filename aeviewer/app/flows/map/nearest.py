"""The flow of the nearest sample: beside the cursor's picture, as it is and as it is rebuilt."""

import torch
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from aeviewer.app import requests
from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import FRAME, SLOT, Answers, Ask, about
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.panels.probe import ProbePanel
from aeviewer.app.requests import PAIR
from aeviewer.app.views.map.legend import ALL_HIDDEN
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _
from aeviewer.zoo.contract import Autoencoder

_NO_SAMPLE = N_("No sample lies here")


class Nearest(QObject):
    """Finds the sample nearest to the cursor, shows it, and draws from its posterior."""

    def __init__(self, store: Store, panel: ProbePanel, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._panel, self._ask = store, panel, ask
        self._subject: Subject | None = None
        self._sample: int | None = None
        self.answers: Answers = {"pair": self._on_pair, "rebuilt": self._on_rebuilt}
        self._following = QTimer(self, interval=FRAME, singleShot=True)
        self._following.timeout.connect(self.refresh)
        panel.resample.clicked.connect(self._on_resample)
        watch(self, store, self._on_moved, "cursor", "base", "hidden", "condition")

    def show(self, subject: Subject) -> None:
        """Look among the samples of another model, or in their new places."""
        if not subject.same_model(self._subject):
            self._sample = None
        self._subject = subject
        widths = subject.placed is not None and subject.placed.stds is not None
        self._panel.set_widths(widths, issubclass(subject.twins.kind, Autoencoder))
        self.refresh()

    def refresh(self) -> None:
        """Ask for the nearest sample as it is, and as the model rebuilds it."""
        subject = self._subject
        if subject is None:
            return
        sample = self._sample = subject.nearest_latent(self._store.view)
        if sample is None or subject.placed is None:
            known = subject.placed is not None and len(subject.placed.points)
            self._panel.clear_pair(ALL_HIDDEN if known else _(_NO_SAMPLE))
            return
        if subject.images is None:
            latent, told = subject.placed.latents[sample][None], self._store.view.condition
            self._ask(about(sample, requests.decode("rebuilt", SLOT, latent, PAIR, told)))
        else:
            one = slice(sample, sample + 1)
            images, labels = subject.images.floats(one), subject.told(one)
            self._ask(about(sample, requests.pair("pair", SLOT, images, PAIR, labels)))

    def _on_moved(self, _view: View) -> None:
        if not self._following.isActive():
            self._following.start()

    def _on_resample(self) -> None:
        """Draw from q(z|x) of the nearest sample; the view keeps the draw."""
        sample, subject = self._sample, self._subject
        placed = None if subject is None else subject.placed
        if sample is None or subject is None or placed is None or placed.stds is None:
            return
        mean, std = placed.latents[sample], placed.stds[sample]
        self._store.choose(**subject.look_at(mean + std * torch.randn(mean.shape)))

    def _on_pair(self, answer: Answer) -> None:
        assert isinstance(answer.value, tuple)
        sample, (inputs, outputs) = answer.value
        self._set_pair(sample, inputs[0], outputs[0] if outputs else None)

    def _on_rebuilt(self, answer: Answer) -> None:
        assert isinstance(answer.value, tuple)
        sample, images = answer.value
        self._set_pair(sample, None, images[0])

    def _set_pair(self, sample: int, image: QImage | None, rebuilt: QImage | None) -> None:
        """Show a pair in its own words, unless no sample is near by now."""
        if self._sample is not None and self._subject is not None:
            self._panel.set_pair(image, rebuilt, self._subject.caption(sample, N_("sample")))
