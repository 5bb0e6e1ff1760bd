"""A field for a whole number; whether it is within its bounds is said when it is used."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

from aeviewer.app.look.fonts import write_numbers

_MOST = 99_999


class WholeField(QLineEdit):
    """Takes digits alone."""

    def __init__(self, value: int = 0) -> None:
        super().__init__()
        self.setValidator(QIntValidator(0, _MOST, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        write_numbers(self)
        self.set_value(value)

    def value(self) -> int:
        """The number; 0 for an empty field."""
        return int(self.text() or 0)

    def set_value(self, value: int) -> None:
        """Show a number."""
        self.setText(str(value))
