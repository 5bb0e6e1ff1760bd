"""A whole number with a button to each side: a sample's, a seed, a count."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from aeviewer.app.forms.fields import Line
from aeviewer.app.kit import boxes
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

_FRAME = 20  # pixels of border, padding and Qt's own margin, on both sides together
_BEFORE, _AFTER = (
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
)
_LAST_SEED = 999_999


class Stepper(QWidget):
    """Shows a number, to be stepped by buttons and arrow keys or typed; `show_number` is silent.

    Attributes:
        chosen: the number that the person chose.
    """

    chosen = Signal(int)

    def __init__(
        self, name: str, help_text: str, signs: tuple[str, str], words: tuple[str, str], digits: int
    ) -> None:
        """Make one.

        Args:
            name: on its label.
            help_text: what the number is, in a sentence.
            signs: on the buttons to the left and to the right; without a sign there is no button.
            words: what these do.
            digits: of the number, as many as there is room for.
        """
        super().__init__()
        self._low, self._high, self._shown = 0, 0, 0
        self._line = Line()
        self._down, self._up = (_button(*both) for both in zip(signs, words, strict=True))
        self._digits = digits
        self._build(name, help_text)
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

    def _fit(self) -> None:
        """Be as wide as the digits are."""
        digits = self._line.fontMetrics().horizontalAdvance("0" * self._digits)
        self._line.setFixedWidth(digits + _FRAME)

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

    def _build(self, name: str, help_text: str) -> None:
        self._line.setAccessibleName(name)
        self._line.setToolTip(tip(help_text))
        write_numbers(self._line)
        sized(self, Stepper._fit)
        self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        label = QLabel(name)
        label.setBuddy(self._line)
        row = boxes.row(self, SPACES[0])
        for widget in (label, self._down, self._line, self._up):
            row.addWidget(widget)


def of_sample(help_text: str) -> Stepper:
    """Step through the samples; the flow says how many there are."""
    return of_number(_("Sample"), help_text, (_("Previous sample"), _("Next sample")))


def of_number(name: str, help_text: str, words: tuple[str, str]) -> Stepper:
    """Step through what is numbered; `words` are what the buttons do."""
    return Stepper(name, help_text, (_BEFORE, _AFTER), words, 5)


def of_seed(name: str, help_text: str) -> Stepper:
    """Choose a seed of noise, or draw anew by the next one."""
    words = "", _("Draw other noise")
    seed = Stepper(name, help_text, ("", _("Draw anew")), words, 6)
    seed.set_range(0, _LAST_SEED)
    return seed


def of_count(name: str, help_text: str, words: tuple[str, str], low: int, high: int) -> Stepper:
    """Count something, from a lowest to a highest number."""
    signs = "\N{MINUS SIGN}", "+"
    count = Stepper(name, help_text, signs, words, len(str(high)))
    count.set_range(low, high)
    return count


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
