"""The latent, one slider for each dimension; a dozen rows serve five hundred dimensions."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollBar,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.numbers import three_digits
from aeviewer.app.theme import SPACES, monospaced
from aeviewer.app.wheel import calm

_ROWS = 12
_ROW_HEIGHT = 32
_STEPS = 1000
_INVITATION = "A slider for each latent dimension appears here with a model."

Range = tuple[float, float]


class LatentSliders(QWidget):
    """Shows a latent; `moved` tells of what the person changed, `set_latent` is silent."""

    moved = Signal(int, float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[float] = []
        self._ranges: list[Range] = []
        self._invitation = QLabel(_INVITATION, wordWrap=True)
        self._invitation.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._rows = [_Row(self) for _ in range(_ROWS)]
        self._scroll = QScrollBar(Qt.Orientation.Vertical)
        self._build()
        self._scroll.valueChanged.connect(self._show)
        for row in self._rows:
            row.moved.connect(self._on_row_moved)
            row.released.connect(self.released)
        self._arrange()

    def set_latent(self, values: Sequence[float], ranges: Sequence[Range]) -> None:
        """Show a latent.

        Args:
            values: (d,) the latent z.
            ranges: (d,) the lowest and the highest value of each slider.
        """
        fresh = len(values) != len(self._values)
        self._values, self._ranges = list(values), list(ranges)
        if fresh:
            self._scroll.setValue(0)
            self._arrange()
            self.updateGeometry()
        else:
            self._show()

    def sizeHint(self) -> QSize:
        """All rows, up to a dozen."""
        return QSize(280, _ROW_HEIGHT * min(max(len(self._values), 2), _ROWS))

    def minimumSizeHint(self) -> QSize:
        """Three rows at most; the others scroll."""
        return QSize(200, _ROW_HEIGHT * min(max(len(self._values), 2), 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll through the dimensions, or leave the wheel to the page where all are shown."""
        notches = event.angleDelta().y() / 120
        if self._scroll.maximum():
            self._scroll.setValue(self._scroll.value() - round(3 * notches))
        else:
            event.ignore()

    def _arrange(self) -> None:
        fitting = min(max(self.height() // _ROW_HEIGHT, 1), _ROWS, len(self._values))
        for place, row in enumerate(self._rows):
            row.setVisible(place < fitting)
        self._scroll.setRange(0, len(self._values) - fitting)
        self._scroll.setPageStep(max(fitting, 1))
        self._scroll.setVisible(len(self._values) > fitting)
        self._invitation.setVisible(not self._values)
        self._show()

    def _show(self) -> None:
        first = self._scroll.value()
        places = range(first, min(first + _ROWS, len(self._values)))
        for row, place in zip(self._rows, places, strict=False):
            row.show_value(place, self._values[place], self._ranges[place])

    def _on_row_moved(self, place: int, value: float) -> None:
        self._values[place] = value
        self.moved.emit(place, value)

    def _build(self) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(self._invitation)
        for row in self._rows:
            rows.addWidget(row)
        rows.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # rows come and go
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACES[0])
        layout.addLayout(rows, 1)
        layout.addWidget(self._scroll)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("Which latent dimensions are shown")
        self.setAccessibleName("Latent")


class _Row(QWidget):
    """One dimension: its name, a slider and a number."""

    moved = Signal(int, float)
    released = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._place, self._value, self._range = 0, math.nan, (0.0, 1.0)
        self._name = QLabel()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._number = QLineEdit()
        self._build()
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(self.released)
        self._number.editingFinished.connect(self._on_number_edited)

    def show_value(self, place: int, value: float, bounds: Range) -> None:
        """Show a dimension; a slider under the finger stays there."""
        if place != self._place or not self._name.text():
            self._rename(place)
        self._place, self._value, self._range = place, value, bounds
        if not self._slider.isSliderDown():
            self._slider.setValue(self._position())
        if not self._number.isModified():
            self._number.setText(three_digits(value))

    def _rename(self, place: int) -> None:
        self._name.setText(f"z{place + 1}")
        self._slider.setAccessibleName(f"Latent dimension {place + 1}")
        self._number.setAccessibleName(f"Value of latent dimension {place + 1}")
        self._number.setModified(False)

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

    def _on_number_edited(self) -> None:
        if not self._number.isModified():
            return
        self._number.setModified(False)
        try:
            value = float(self._number.text().replace(",", "."))
        except ValueError:
            value = self._value
        if math.isfinite(value) and value != self._value:
            self._tell(value)
            self.released.emit()
        self.show_value(self._place, self._value, self._range)

    def _tell(self, value: float) -> None:
        self._value = value
        self._number.setText(three_digits(value))
        self.moved.emit(self._place, value)

    def _build(self) -> None:
        self.setFixedHeight(_ROW_HEIGHT)
        self._slider.setRange(0, _STEPS)
        self._slider.setSingleStep(10)
        self._slider.setPageStep(100)
        calm(self._slider)
        self._name.setFont(monospaced())
        self._number.setFont(monospaced())
        self._name.setMinimumWidth(self._name.fontMetrics().horizontalAdvance("z512"))
        self._number.setFixedWidth(84)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACES[1])
        for column, widget in enumerate((self._name, self._slider, self._number)):
            grid.addWidget(widget, 0, column)
        grid.setColumnStretch(1, 1)
