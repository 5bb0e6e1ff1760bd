"""The flow of the hover preview: the sample under the mouse, or what the model makes of it."""

from PySide6.QtCore import QObject

from aeviewer.app import requests
from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import SLOT, Answers, Ask, about
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.requests import HOVER
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.session.store import Store
from aeviewer.words import N_


class Hover(QObject):
    """Feeds the preview of one map."""

    def __init__(self, store: Store, canvas: LatentMap, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._map, self._ask = store, canvas, ask
        self._subject: Subject | None = None
        self.answers: Answers = {"hover": self._on_decoded}
        canvas.hovered.connect(self._on_hovered)

    def show(self, subject: Subject) -> None:
        """Take another model's samples."""
        self._subject = subject

    def refresh(self) -> None:
        """Leave the preview: the mouse will move on."""

    def _on_hovered(self, sample: int) -> None:
        subject = self._subject
        if subject is None or subject.placed is None or sample < 0:
            return
        if subject.images is not None:
            image = picture(subject.images.pixels[sample])
            self._map.set_preview(sample, image, subject.caption(sample, N_("input")))
            return
        latent, told = subject.placed.latents[sample][None], self._store.view.condition
        what = subject.showing, sample
        self._ask(about(what, requests.decode("hover", SLOT, latent, HOVER, told)))

    def _on_decoded(self, answer: Answer) -> None:
        assert isinstance(answer.value, tuple)
        (showing, sample), images = answer.value
        subject = self._subject
        if subject is None or showing is not subject.showing:
            return  # the map was laid out anew under the mouse while another model came on show
        self._map.set_preview(sample, images[0], subject.caption(sample, N_("reconstruction")))
