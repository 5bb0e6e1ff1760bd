"""A whole number with a button to each side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from aeviewer.app.forms.fields import Line
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.theme import SPACES, write_numbers


class Stepper(QWidget):
    """Shows a number, to be stepped by buttons and arrow keys or typed; `show_number` is silent.

    Attributes:
        chosen: the number that the person chose.
    """

    chosen = Signal(int)

    def __init__(
        self, name: str, help_text: str, signs: tuple[str, str], words: tuple[str, str], width: int
    ) -> None:
        """Make one.

        Args:
            name: on its label.
            help_text: what the number is, in a sentence.
            signs: on the buttons to the left and to the right; without a sign there is no button.
            words: what these do.
            width: of the number, in pixels.
        """
        super().__init__()
        self._low, self._high, self._shown = 0, 0, 0
        self._line = Line()
        self._down, self._up = (_button(*both) for both in zip(signs, words, strict=True))
        self._build(name, help_text, width)
        self._line.stepped.connect(self._on_stepped)
        self._line.editingFinished.connect(self._on_edited)
        self._down.clicked.connect(lambda: self._on_stepped(-1))
        self._up.clicked.connect(lambda: self._on_stepped(1))

    def set_range(self, low: int, high: int) -> None:
        """Bound the number."""
        self._low, self._high = low, high
        self.show_number(self._shown)

    def show_number(self, number: int) -> None:
        """Show a number; the nearest, where it is out of bounds."""
        self._shown = min(max(number, self._low), self._high)
        if not self._line.isModified():
            self._line.setText(str(self._shown))
        self._down.setEnabled(self._shown > self._low)
        self._up.setEnabled(self._shown < self._high)

    def _on_stepped(self, step: int) -> None:
        self._line.setModified(False)
        self._choose(self._shown + step)

    def _on_edited(self) -> None:
        if not self._line.isModified():
            return
        self._line.setModified(False)
        try:
            self._choose(int(self._line.text()))
        except ValueError:
            self.show_number(self._shown)

    def _choose(self, number: int) -> None:
        before = self._shown
        self.show_number(number)
        if self._shown != before:
            self.chosen.emit(self._shown)

    def _build(self, name: str, help_text: str, width: int) -> None:
        self._line.setAccessibleName(name)
        self._line.setToolTip(tip(help_text))
        self._line.setFixedWidth(width)
        write_numbers(self._line)
        self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        label = QLabel(name)
        label.setBuddy(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACES[0])
        for widget in (label, self._down, self._line, self._up):
            row.addWidget(widget)


def _button(sign: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRepeat(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if not sign:
        button.hide()
    return button
