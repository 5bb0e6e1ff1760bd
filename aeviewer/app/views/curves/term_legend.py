"""The terms of the loss by name: their colour and what they are now."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.numbers import in_powers
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES, Theme

_LONGEST = "-0.00123"  # as long as numbers become, so that they do not push what follows


class _Entry(QWidget):
    """A swatch, a name and a number, side by side."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._swatch = QLabel()
        self.name = QLabel(name.replace("_", " "), textFormat=Qt.TextFormat.PlainText)
        self._number = QLabel(textFormat=Qt.TextFormat.PlainText)
        write_numbers(self._number)
        sized(self, _Entry._measure)
        row = boxes.row(self, SPACES[1])
        for label in (self._swatch, self.name, self._number):
            row.addWidget(label)

    def show_value(self, value: float, stroke: QPen) -> None:
        self._swatch.setPixmap(_swatch(stroke))
        self._number.setText(in_powers(value))

    def _measure(self) -> None:
        self._number.setMinimumWidth(self._number.fontMetrics().horizontalAdvance(_LONGEST))


class TermLegend(QWidget):
    """Names each term beside its colour and its value, in as many columns as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, _Entry] = {}
        self._lines = Wrapping(self)
        sized(self, TermLegend._align)

    def show_values(self, values: Mapping[str, float], theme: Theme) -> None:
        """Show these terms and no others."""
        if list(values) != list(self._entries):
            self._rebuild(list(values))
        for name, value in values.items():
            self._entries[name].show_value(value, theme.stroke(name))

    def _rebuild(self, names: list[str]) -> None:
        for entry in self._entries.values():
            self._lines.removeWidget(entry)
            entry.deleteLater()
        self._entries = {name: _Entry(name) for name in names}
        for entry in self._entries.values():
            self._lines.addWidget(entry)
        self._align()

    def _align(self) -> None:
        """Keep the columns straight."""
        widest = max((entry.name.sizeHint().width() for entry in self._entries.values()), default=0)
        for entry in self._entries.values():
            entry.name.setMinimumWidth(widest)


def _swatch(stroke: QPen) -> QPixmap:
    """A piece of a curve, long enough to tell its dashes."""
    piece = QPixmap(px(24), px(4))
    piece.fill(Qt.GlobalColor.transparent)
    with QPainter(piece) as painter:
        painter.setPen(stroke)
        painter.drawLine(0, piece.height() // 2, piece.width(), piece.height() // 2)
    return piece
