"""The flow of the mixing page: one for each way of mixing, of which the one on show asks."""

from PySide6.QtCore import QObject

from aeviewer.app.flows.flow import Answers, Ask, Flow
from aeviewer.app.flows.mix.analogy import AnalogyFlow
from aeviewer.app.flows.mix.attribute import AttributeFlow
from aeviewer.app.flows.mix.corners import CornersFlow
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.mix.page import MixPage
from aeviewer.session.store import Store


class MixFlow(QObject):
    """Feeds the mixing page."""

    def __init__(self, store: Store, page: MixPage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._ways: tuple[Flow, ...] = (
            CornersFlow(store, page.corners, ask, self),
            AttributeFlow(store, page.attribute, ask, self),
            AnalogyFlow(store, page.analogy, ask, self),
        )
        self.answers: Answers = {
            name: handle for way in self._ways for name, handle in way.answers.items()
        }

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        for way in self._ways:
            way.show(subject)

    def refresh(self) -> None:
        """Decode by newer weights."""
        for way in self._ways:
            way.refresh()
