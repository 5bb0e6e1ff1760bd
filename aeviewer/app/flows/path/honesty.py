"""The flow of the path's honesty: four measures along it, while they are unfolded."""

import numpy as np
from PySide6.QtCore import QObject

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import Answers, Ask
from aeviewer.app.flows.path import measures
from aeviewer.app.flows.path.measures import Measured
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.views.path.honesty import HonestyRows
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_


class Honesty(QObject):
    """Feeds the rows below the strip; the path's flow tells it where the path leads."""

    def __init__(self, store: Store, rows: HonestyRows, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._rows, self._ask = store, rows, ask
        self._subject: Subject | None = None
        self.answers: Answers = {measures.NAME: self._on_measured}
        rows.pointed.connect(self._on_pointed)
        watch(self, store, self._on_unfolded, "honest")

    def follow(self, subject: Subject) -> None:
        """Take a model, with the string of its geodesic, and where the path leads through it."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._rows.set_nearest(np.empty(0, np.int64))
            self._rows.show_measures(measures.blank(subject))
        self._look()

    def _on_unfolded(self, _view: View) -> None:
        self._look()

    def _look(self) -> None:
        view, subject = self._store.view, self._subject
        if subject is not None and view.honest:
            request = measures.request(subject, view)
            if request is not None:
                self._ask(request)

    def _on_measured(self, answer: Answer) -> None:
        measured = answer.value
        assert isinstance(measured, Measured)
        self._rows.show_measures(measured.measures)
        if measured.nearest is not None:
            self._rows.set_nearest(measured.nearest)

    def _on_pointed(self, sample: int) -> None:
        subject = self._subject
        if subject is None:
            return
        images = subject.images
        image = None if images is None else picture(images.pixels[sample])
        self._rows.set_preview(sample, image, subject.caption(sample, N_("sample")))
