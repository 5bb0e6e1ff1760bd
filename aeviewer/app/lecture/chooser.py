"""A small question before a lecture: which screen the audience sees."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from aeviewer.app.lecture.screens import Screen, distinct
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _


class Chooser(QDialog):
    """A button for each screen, with its number as its key.

    Attributes:
        chosen: number of a screen, from 0.
    """

    chosen = Signal(int)

    def __init__(self, screens: Sequence[Screen], proposed: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Present"))
        self.setAccessibleName(_("Choose the screen of the audience"))
        column = QVBoxLayout(self)
        column.setSpacing(SPACES[1])
        column.addWidget(QLabel(_("Which screen does the audience see?")))
        for number in distinct(screens):
            button = QPushButton(_words(number, screens[number]))
            button.setToolTip(_("Present on this screen (key {number})").format(number=number + 1))
            button.setShortcut(QKeySequence(str(number + 1)))
            button.setAutoDefault(True)
            button.clicked.connect(lambda _on=False, number=number: self._take(number))
            column.addWidget(button)
            if number == proposed:
                button.setDefault(True)
                button.setFocus()

    def _take(self, number: int) -> None:
        self.accept()
        self.chosen.emit(number)


def _words(number: int, screen: Screen) -> str:
    own = _(", your main screen") if screen.primary else ""
    return f"{number + 1}: {screen.name}, {screen.width} x {screen.height}{own}"
