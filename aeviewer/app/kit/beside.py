"""What the probe shows below the picture: one of several things, chosen in a box."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QStackedWidget, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.fonts import write_small
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _


class Beside(QWidget):
    """A box that writes the view's `beside`, and below it what was chosen."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._box, self._stack = QComboBox(), QStackedWidget()
        self._box.setAccessibleName(_("Shown below"))
        self._box.setToolTip(_("What is shown of the samples near the cursor"))
        self._box.activated.connect(self._on_activated)
        column = boxes.column(self, SPACES[0])
        column.addWidget(self._box)
        column.addWidget(self._stack, 1)
        watch(self, store, self._follow, "beside")

    def add(self, name: str, title: str, widget: QWidget) -> None:
        """Add something to choose, by the name that the view has for it."""
        self._box.addItem(title, name)
        self._stack.addWidget(widget)
        self._follow(self._store.view)

    def _follow(self, view: View) -> None:
        place = max(self._box.findData(view.beside), 0)
        self._box.setCurrentIndex(place)
        self._stack.setCurrentIndex(place)

    def _on_activated(self, index: int) -> None:
        self._store.choose(beside=self._box.itemData(index))


def captioned(widget: QWidget, below: QLabel) -> QWidget:
    """Put a caption below a widget."""
    both = QWidget()
    column = boxes.column(both, 0)
    column.addWidget(widget, 1)
    column.addWidget(below)
    return both


def caption(text: str) -> QLabel:
    """A line that says what is above it."""
    label = QLabel(text)
    write_small(label)
    label.setObjectName("quiet")
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label
