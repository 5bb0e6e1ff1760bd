"""One dimension of a latent: its name and what it is worth, a slider and a number."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QVBoxLayout, QWidget

from aeviewer.app.kit.number import NumberField
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.fonts import write_numbers, write_small
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES
from aeviewer.app.views.probe.dimension import Dimension
from aeviewer.words import _

HEIGHT = 32
_STEPS = 1000

Range = tuple[float, float]


class SliderRow(QWidget):
    """Shows a value; `moved` tells of what the person changed.

    Attributes:
        moved: number of the dimension, and its value.
        released: a gesture has ended.
    """

    moved = Signal(int, float)
    released = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._dimension = Dimension(-1)
        self._value, self._range = math.nan, (0.0, 1.0)
        self._name, self._worth = QLabel(), QLabel()
        self._slider, self._number = QSlider(Qt.Orientation.Horizontal), NumberField()
        self._build()
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(self.released)
        self._number.typed.connect(self._on_typed)

    @property
    def held(self) -> bool:
        """Whether the slider is under the finger, or the number being typed."""
        return self._slider.isSliderDown() or self._number.isModified()

    def show_value(self, dimension: Dimension, value: float, bounds: Range) -> None:
        """Show a dimension; a slider under the finger stays there."""
        if dimension != self._dimension:
            self._rename(dimension)
        self._value, self._range = value, bounds
        if not self._slider.isSliderDown():
            self._slider.setValue(self._position())
        self._number.show_number(value)

    def _rename(self, dimension: Dimension) -> None:
        if dimension.number != self._dimension.number:
            self._number.setModified(False)
        self._dimension = dimension
        self._name.setText(dimension.name)
        self._worth.setText(_("collapsed") if dimension.collapsed else dimension.worth)
        self._worth.setVisible(bool(dimension.worth))
        self._slider.setAccessibleName(
            _("Latent dimension {number}").format(number=dimension.number + 1)
        )
        self._number.setAccessibleName(
            _("Value of latent dimension {number}").format(number=dimension.number + 1)
        )
        for widget in (self._name, self._worth, self._slider, self._number):
            widget.setToolTip(dimension.told)
        self._slider.setAccessibleDescription(dimension.told)

    def _position(self) -> int:
        low, high = self._range
        if not math.isfinite(self._value) or high <= low:
            return _STEPS // 2
        part = (self._value - low) / (high - low)
        return round(_STEPS * min(max(part, 0.0), 1.0))

    def _on_slider_changed(self, position: int) -> None:
        low, high = self._range
        if position == self._position() or high <= low:
            return  # it only follows the value
        self._tell(low + (high - low) * position / _STEPS)
        if not self._slider.isSliderDown():
            self.released.emit()

    def _on_typed(self, value: float) -> None:
        self._tell(value)
        self.released.emit()
        self.show_value(self._dimension, self._value, self._range)

    def _tell(self, value: float) -> None:
        self._value = value
        self._number.show_number(value)
        self.moved.emit(self._dimension.number, value)

    def _build(self) -> None:
        sized(self, QWidget.setFixedHeight, HEIGHT)
        self._slider.setRange(0, _STEPS)
        self._slider.setSingleStep(10)
        self._slider.setPageStep(100)
        calm(self._slider)
        write_numbers(self._name)
        write_small(self._worth)
        self._worth.setObjectName("quiet")
        sized(self, SliderRow._measure)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        for label in (self._name, self._worth):
            label.setTextFormat(Qt.TextFormat.PlainText)
            names.addWidget(label)
        names.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACES[0])
        grid.addLayout(names, 0, 0)
        grid.addWidget(self._slider, 0, 1)
        grid.addWidget(self._number, 0, 2)
        grid.setColumnStretch(1, 1)

    def _measure(self) -> None:
        """Make room for the longest word."""
        self._worth.ensurePolished()  # the style sheet's colour comes with a font of its own
        widest = self._worth.fontMetrics().horizontalAdvance(_("collapsed"))
        self._name.setFixedWidth(widest + SPACES[0])
