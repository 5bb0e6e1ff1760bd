"""The terms of the equation: each in its colour, with what it is now and in what unit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from aeviewer.app.kit.numbers import amount, in_powers
from aeviewer.app.look.fonts import monospaced, resized
from aeviewer.app.look.theme import LIGHT, SPACES, TYPE, Theme
from aeviewer.words import _

_NONE = "\N{EN DASH}"
_SWATCH = (14, 4)  # pixels, as the curves' strokes are


@dataclass(frozen=True)
class Values:
    """What the terms of a loss are.

    Attributes:
        terms: values by name; terms that the loss does not have are missing.
        units: by name; a term without one has none.
        note: what they were taken from, or why there are none.
        live: they are those of a training under way, which tells newer ones by itself.
        whole: no term of the loss is missing.
    """

    terms: Mapping[str, float]
    units: Mapping[str, str]
    note: str
    live: bool = False
    whole: bool = True

    def said(self, name: str) -> tuple[str, str]:
        """Value and unit of a term as text."""
        if name in self.terms:
            value, unit = self.terms[name], self.units.get(name, "")
            return amount(value) if unit else in_powers(value), unit
        why = _("not in this loss") if self.whole else _("not measured")
        return _NONE, why if self.terms else ""


_UNKNOWN = Values({}, {}, "")


class _Row:
    """A swatch, a name, a number and a unit, in a line of a grid."""

    def __init__(self, name: str, grid: QGridLayout, line: int) -> None:
        self._name = name
        self._swatch, self._said = QLabel(), QLabel(name.replace("_", " "))
        self.number, self._unit = QLabel(_NONE), QLabel()
        self._unit.setObjectName("quiet")
        self._unit.setWordWrap(True)  # else a narrow panel would be cut off at its right
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.widgets = (self._swatch, self._said, self.number, self._unit)
        for column, label in enumerate(self.widgets):
            label.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(label, line, column)
        grid.setAlignment(self.number, right)

    def show_value(self, value: str, unit: str) -> None:
        self.number.setText(value)
        self._unit.setText(unit)

    def dress(self, theme: Theme, pixels: int) -> None:
        stroke = QPixmap(*_SWATCH)
        stroke.fill(QColor(theme.term(self._name)))
        self._swatch.setPixmap(stroke)
        palette = self._said.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.term(self._name)))
        for label in (self._said, self.number):
            label.setPalette(palette)
        for label in (self._said, self._unit):
            label.setFont(resized(label.font(), pixels))
        self.number.setFont(monospaced(pixels))


class Terms(QWidget):
    """Lists the terms of a step's equation.

    Attributes:
        wanted: other terms are listed, whose values nobody has told yet.
        reworded: their units or the note below them are other words, which may need other room.
    """

    wanted = Signal()
    reworded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._pixels = LIGHT, TYPE[1]
        self._rows: dict[str, _Row] = {}
        self._values = _UNKNOWN
        self._note = QLabel(parent=self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._note.setObjectName("quiet")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACES[0])
        self._grid.setVerticalSpacing(SPACES[0])
        self._grid.setColumnStretch(3, 1)
        self.setAccessibleName(_("Terms of the equation"))
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """The terms that are listed."""
        return tuple(self._rows)

    @property
    def values(self) -> Values:
        """What they are, as far as it was told."""
        return self._values

    def ask_for(self, names: tuple[str, ...]) -> None:
        """List these terms; gone without any."""
        if names != self.names:
            self._rebuild(names)
        self.setVisible(bool(names))
        if names:
            self.wanted.emit()

    def show_values(self, values: Values) -> None:
        """Show what the terms are, or why there are no values."""
        before = self._words()
        self._values = values
        for name, row in self._rows.items():
            row.show_value(*values.said(name))
        self._note.setText(values.note)
        self._tell()
        if before != self._words():
            self.updateGeometry()
            self.reworded.emit()

    def show_trained(self, terms: Mapping[str, float]) -> None:
        """Take the newest figures of the training under way, if it is that which is shown."""
        if self._values.live and self._rows:
            self.show_values(replace(self._values, terms=terms))

    def dress(self, theme: Theme, pixels: int) -> None:
        """Take other colours, and letters of so many pixels at 100 %."""
        self._theme, self._pixels = theme, pixels
        self._note.setFont(resized(self._note.font(), pixels))
        for row in self._rows.values():
            row.dress(theme, pixels)

    def _rebuild(self, names: tuple[str, ...]) -> None:
        for row in self._rows.values():
            for label in row.widgets:
                self._grid.removeWidget(label)
                label.deleteLater()
        self._rows = {name: _Row(name, self._grid, line) for line, name in enumerate(names)}
        self._grid.removeWidget(self._note)
        self._grid.addWidget(self._note, len(names), 0, 1, 4)
        self._values = _UNKNOWN
        self._note.setText("")
        self.dress(self._theme, self._pixels)

    def _words(self) -> tuple[str, ...]:
        """What is said but the numbers."""
        return (self._values.note, *(self._values.said(name)[1] for name in self._rows))

    def _tell(self) -> None:
        said = [
            " ".join((name.replace("_", " "), *self._values.said(name))).strip()
            for name in self._rows
        ]
        self.setAccessibleDescription(". ".join([*said, self._values.note]))
