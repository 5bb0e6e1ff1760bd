"""A level from nothing to its largest: a slider over round values and a number to type."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.number import NumberField
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

_STEPS = 200
_CHARACTERS = 7  # of the number, which has no sign


class LevelSlider(QWidget):
    """Shows a level; `show_level` is silent.

    Attributes:
        moved: what the person changed it to.
        released: a gesture has ended.
    """

    moved = Signal(float)
    released = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level, self._largest = 0.0, 1.0
        self._slider, self._number = QSlider(Qt.Orientation.Horizontal), NumberField(_CHARACTERS)
        self._build(name)
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(self.released)
        self._number.typed.connect(self._on_typed)

    def show_level(self, level: float, largest: float, unit: str) -> None:
        """Show a level between 0 and the largest; a slider under the finger stays there."""
        self._level, self._largest = level, largest
        if not self._slider.isSliderDown():
            self._slider.setValue(self._position())
        self._number.show_number(level)
        for control in (self._slider, self._number):
            control.setToolTip(
                _("{unit}, from 0 to {largest:g}").format(unit=unit, largest=largest)
            )

    def _position(self) -> int:
        part = self._level / self._largest
        return round(_STEPS * min(max(part, 0.0), 1.0)) if math.isfinite(part) else 0

    def _on_slider_changed(self, position: int) -> None:
        if position == self._position():
            return  # it only follows the level
        self._tell(self._largest * position / _STEPS)
        if not self._slider.isSliderDown():
            self.released.emit()

    def _on_typed(self, level: float) -> None:
        self._tell(min(max(level, 0.0), self._largest))
        self.released.emit()
        self._number.show_number(self._level)

    def _tell(self, level: float) -> None:
        self._level = level
        self.moved.emit(level)

    def _build(self, name: str) -> None:
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(_STEPS // 10)
        self._slider.setAccessibleName(name)
        self._slider.setMinimumWidth(80)
        calm(self._slider)
        self._number.setAccessibleName(_("{name} as a number").format(name=name))
        row = boxes.row(self, SPACES[1])
        row.addWidget(self._slider, 1)
        row.addWidget(self._number)
