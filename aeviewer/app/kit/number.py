"""A number that is shown in little room, and can be typed over."""

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.look.fonts import write_numbers
from aeviewer.session.view import FAR

_FRAME = 20  # points of border, padding and Qt's own margin, on both sides together


class NumberField(QLineEdit):
    """Shows a number; `show_number` is silent, and leaves alone what is being typed.

    Attributes:
        typed: another number, within what a view holds, was entered.
    """

    typed = Signal(float)

    def __init__(self, characters: int = 8, parent: QWidget | None = None) -> None:
        """Make a field as wide as so many characters."""
        super().__init__(parent)
        self._value, self._characters = math.nan, characters
        write_numbers(self)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._on_edited)
        self._fit()

    def show_number(self, value: float) -> None:
        """Show a number, with three digits where they fit."""
        self._value = value
        if not self.isModified():
            self.setText(narrow(value, self._characters))

    def changeEvent(self, event: QEvent) -> None:
        """Keep as wide as the characters are."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0" * self._characters) + _FRAME)

    def _on_edited(self) -> None:
        if not self.isModified():
            return
        self.setModified(False)
        value, before = _read(self.text()), self._value
        self.show_number(before)
        if value is not None and value != before:
            self.typed.emit(value)


def narrow(value: float, characters: int) -> str:
    """Write a number with three significant digits, or fewer, in so many characters.

    As it is read where that has room, like -0.080; else with an exponent, like -1.61e-4.
    """
    if not math.isfinite(value):
        return str(value)
    text = three_digits(value)
    for digits in (3, 2, 1):
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        for written in (text, f"{mantissa}e{int(exponent)}"):
            if len(written) <= characters:
                return written
        text = f"{value:#.{max(digits - 1, 1)}g}".removesuffix(".")
    return f"{value:.0e}"


def _read(text: str) -> float | None:
    """Read a number, with a point or a comma; None for what is none, or no coordinate."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) <= FAR else None
