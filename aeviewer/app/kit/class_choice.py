"""Which class a conditional model is told; hidden for all others."""

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _

_BLANK = "none"


class ClassChoice(QWidget):
    """A box that writes the view's condition."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._box = QComboBox()
        self._box.setAccessibleName(_("Class told"))
        self._box.setToolTip(_("Which class the decoder is told to make"))
        self._box.activated.connect(self._on_activated)
        row = boxes.row(self, SPACES[1])
        row.addWidget(QLabel(_("Class told")))
        row.addWidget(self._box, 1)
        self.setVisible(False)
        watch(self, store, self._show, "condition")

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """Offer these; none where the model is told no class."""
        self._box.clear()
        self._box.addItems([_BLANK, *classes])
        self.setVisible(bool(classes))
        self._show(self._store.view)

    def _show(self, view: View) -> None:
        place = 0 if view.condition is None else view.condition + 1
        self._box.setCurrentIndex(place if place < self._box.count() else 0)

    def _on_activated(self, index: int) -> None:
        self._store.choose(condition=index - 1 if index else None)
