"""The fields of a form: one for each kind of knob, all read and shown alike."""

from bisect import bisect_left

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSlider, QWidget

from aeviewer.app.forms.knob_text import Value, read, stops, write
from aeviewer.app.kit import boxes
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES
from aeviewer.errors import UserError
from aeviewer.words import _
from aeviewer.zoo.knobs import Knob

_NUMBER_WIDTH, _SLIDER_WIDTH = 84, 40


class Field(QWidget):
    """Shows and reads one knob; `edited` tells of what the person did, never of `show_value`."""

    edited = Signal()

    def __init__(self, owner: str, knob: Knob) -> None:
        super().__init__()
        self.owner, self.knob = owner, knob
        self.row = boxes.row(self, SPACES[1])

    def text(self) -> str:
        """What stands in the field."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Put a text into the field."""
        raise NotImplementedError

    def value(self) -> Value:
        """The knob's value.

        Raises:
            UserError: what stands there is no value of the knob.
        """
        return read(self.owner, self.knob, self.text())

    def fault(self) -> str:
        """The sentence about what is wrong, or nothing."""
        try:
            self.value()
        except UserError as error:
            return str(error)
        return ""

    def value_or_text(self) -> Value:
        """The value, or the text as it stands where it is none."""
        return self.text() if self.fault() else self.value()

    def show_value(self, value: object) -> None:
        """Show a value; one that stands there already keeps its spelling and the caret."""
        if write(self.value_or_text()) != write(value):
            self.set_text(write(value))

    def _hold(self, *controls: QWidget) -> None:
        for control in controls:
            control.setAccessibleDescription(_(self.knob.help))
            control.setToolTip(tip(_(self.knob.help)))
            self.row.addWidget(control)
        self.setFocusProxy(controls[-1])


class Line(QLineEdit):
    """A line whose arrow keys step, and which can be marked as wrong."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn up and down into steps."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if step := steps.get(Qt.Key(event.key())):
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def mark(self, fault: str, otherwise: str) -> None:
        """Show a fault by the border and the tool tip, or `otherwise` as the tool tip."""
        self.setToolTip(tip(fault or otherwise))
        self.setAccessibleDescription(fault or otherwise)
        if self.property("wrong") != bool(fault):
            self.setProperty("wrong", bool(fault))
            self.style().unpolish(self)
            self.style().polish(self)


class TextField(Field):
    """A line of text, marked while it is no value of the knob."""

    def __init__(self, owner: str, knob: Knob) -> None:
        super().__init__(owner, knob)
        self.line = Line()
        write_numbers(self.line)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.setPlaceholderText("none" if knob.optional else "")
        self._hold(self.line)

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Replace the line."""
        self.line.setText(text)
        self.line.mark(self.fault(), _(self.knob.help))

    def _on_text_edited(self, _text: str) -> None:
        self.line.mark(self.fault(), _(self.knob.help))
        self.edited.emit()


class NumberField(TextField):
    """A slider over round values and a line for exact ones, side by side."""

    def __init__(self, owner: str, knob: Knob) -> None:
        super().__init__(owner, knob)
        self._stops = stops(knob)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, max(0, len(self._stops) - 1))
        self.slider.setPageStep(10)
        calm(self.slider)
        self.slider.setMinimumWidth(_SLIDER_WIDTH)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        sized(self.line, QWidget.setFixedWidth, _NUMBER_WIDTH)
        self._hold(self.slider, self.line)
        self.slider.setVisible(bool(self._stops))
        if not self._stops:
            self.row.addStretch(1)
        self.slider.valueChanged.connect(self._on_slider_changed)
        self.line.stepped.connect(self._on_stepped)

    def set_text(self, text: str) -> None:
        """Replace the number; the slider goes to the stop nearest to it."""
        super().set_text(text)
        self.slider.setValue(self._nearest())

    def _on_text_edited(self, text: str) -> None:
        self.slider.setValue(self._nearest())
        super()._on_text_edited(text)

    def _on_slider_changed(self, place: int) -> None:
        if place != self._nearest():  # else it only follows the number
            self._choose(place)

    def _on_stepped(self, step: int) -> None:
        if self._stops:
            self._choose(min(max(self._nearest() + step, 0), len(self._stops) - 1))

    def _choose(self, place: int) -> None:
        stop = self._stops[place]
        self.set_text(write(int(stop) if self.knob.kind == "int" else float(stop)))
        self.edited.emit()

    def _nearest(self) -> int:
        value = self.value_or_text()
        if not self._stops or not isinstance(value, int | float):
            return self.slider.value()  # it stays where it is while no number stands there
        above = min(bisect_left(self._stops, value), len(self._stops) - 1)
        below = max(above - 1, 0)
        return min(below, above, key=lambda place: abs(self._stops[place] - value))


class ChoiceField(Field):
    """A choice of a few words."""

    def __init__(self, owner: str, knob: Knob) -> None:
        super().__init__(owner, knob)
        self.combo = QComboBox()
        self.combo.addItems(["", *knob.choices] if knob.optional else list(knob.choices))
        self.combo.activated.connect(self.edited)
        calm(self.combo)
        self._hold(self.combo)

    def text(self) -> str:
        """The word that is chosen."""
        return self.combo.currentText()

    def set_text(self, text: str) -> None:
        """Choose this word, or none where it is not among them."""
        self.combo.setCurrentIndex(self.combo.findText(text))


class SwitchField(Field):
    """A check box."""

    def __init__(self, owner: str, knob: Knob) -> None:
        super().__init__(owner, knob)
        self.box = QCheckBox()
        self.box.clicked.connect(self.edited)
        self._hold(self.box)

    def text(self) -> str:
        """True or False."""
        return str(self.box.isChecked())

    def set_text(self, text: str) -> None:
        """Check the box where the text is True."""
        self.box.setChecked(text == "True")


FIELDS: dict[str, type[Field]] = {
    "int": NumberField,
    "float": NumberField,
    "bool": SwitchField,
    "choice": ChoiceField,
    "sizes": TextField,
    "classes": TextField,
}
