"""What is read beside the window: it holds up nothing, and the key that opened it closes it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from aeviewer.app.look.theme import SPACES
from aeviewer.words import _


class Leaf(QDialog):
    """A dialog of one thing to read, and buttons below it.

    Attributes:
        close_button: the last of them.
    """

    def __init__(self, key: Qt.Key, tip: str, parent: QWidget) -> None:
        """Take the key, and what is told of the button that closes."""
        super().__init__(parent)
        self._key = key
        self.close_button = button(_("Close"), tip)
        self.close_button.clicked.connect(self.close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key closes what it opened."""
        if event.key() == self._key:
            self.close()
        else:
            super().keyPressEvent(event)

    def _hold(self, read: QWidget, *before: QPushButton) -> None:
        """Lay out what is read, and buttons before the one that closes."""
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addStretch(1)
        for each in (*before, self.close_button):
            row.addWidget(each)
        column.setContentsMargins(SPACES[3], SPACES[3], SPACES[3], SPACES[3])
        column.setSpacing(SPACES[2])
        column.addWidget(read, 1)
        column.addLayout(row)


def button(title: str, tip: str) -> QPushButton:
    """A button below what is read; Enter does not press it, which may follow a link."""
    made = QPushButton(title)
    made.setToolTip(tip)
    made.setAccessibleName(title)
    made.setAutoDefault(False)
    return made
