"""How far something is that a dialog waits for: a bar, and a line of words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.look.theme import SPACES
from aeviewer.app.trainings.progress import clock
from aeviewer.words import _


class Gauge(QWidget):
    """Shows progress with the time that is left, or why there is none.

    Attributes:
        bar: hidden while nothing goes on.
        said: the words.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said, self.bar = QLabel(wordWrap=True), QProgressBar()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.bar.setAccessibleName(_("Progress"))
        self.bar.hide()
        column = boxes.column(self, SPACES[2])
        column.addWidget(self.bar)
        column.addWidget(self.said)

    def set_running(self, on: bool, words: str) -> None:
        """Show that something goes on, in words, or that nothing does any more."""
        self.bar.setVisible(on)
        self.bar.setRange(0, 0)
        self.said.setText(words if on else "")

    def show_progress(self, done: int, count: int, left: float, words: str) -> None:
        """Show how much is done, of so much, and the seconds that are left.

        Args:
            done: how many there are.
            count: how many there will be.
            left: seconds.
            words: with places for {done}, {count} and {eta}.
        """
        self.bar.setRange(0, count)
        self.bar.setValue(done)
        eta = _(", {left} left").format(left=clock(left)) if done else ""
        self.said.setText(words.format(done=done, count=count, eta=eta))

    def show_fault(self, sentence: str) -> None:
        """Say why it cannot be done."""
        self.said.setText(f"{sentence[:1].upper()}{sentence[1:]}.")
