"""The terms of the loss by name: their colour and what they are now."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from aeviewer.app.numbers import three_digits
from aeviewer.app.theme import SPACES, Theme, monospaced

_COLUMNS = 2
_LONGEST = 18  # letters of two names that stand side by side in the narrowest panel


class _Entry:
    """A swatch, a name and a number, side by side in a grid."""

    def __init__(self, layout: QGridLayout, place: tuple[int, int], name: str) -> None:
        self.swatch = QLabel()
        self.name = QLabel(name.replace("_", " "), textFormat=Qt.TextFormat.PlainText)
        self.number = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.number.setFont(monospaced())
        row, column = place
        for offset, label in enumerate((self.swatch, self.name, self.number)):
            layout.addWidget(label, row, 4 * column + offset)

    def show(self, value: float, colour: str) -> None:
        stroke = QPixmap(12, 3)
        stroke.fill(QColor(colour))
        self.swatch.setPixmap(stroke)
        self.number.setText(three_digits(value))

    def drop(self) -> None:
        for label in (self.swatch, self.name, self.number):
            label.deleteLater()


class TermLegend(QWidget):
    """Names each term beside its colour and its value in three significant digits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, _Entry] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACES[1])
        self._grid.setVerticalSpacing(SPACES[0])
        self._grid.setColumnMinimumWidth(3, SPACES[1])
        self._grid.setColumnStretch(4 * _COLUMNS, 1)

    def show_values(self, values: Mapping[str, float], theme: Theme) -> None:
        """Show these terms and no others."""
        if list(values) != list(self._entries):
            self._rebuild(list(values))
        for name, value in values.items():
            self._entries[name].show(value, theme.term(name))

    def _rebuild(self, names: list[str]) -> None:
        for entry in self._entries.values():
            entry.drop()
        columns = _COLUMNS if sum(sorted(map(len, names))[-_COLUMNS:]) <= _LONGEST else 1
        self._entries = {
            name: _Entry(self._grid, divmod(place, columns), name)
            for place, name in enumerate(names)
        }
