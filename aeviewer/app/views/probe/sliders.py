"""The latent, one slider for each dimension; a dozen rows serve five hundred dimensions.

They are ordered by what they tell. Collapsed ones come last, and are folded away at first.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES
from aeviewer.app.views.probe.dimension import Dimension, unranked
from aeviewer.app.views.probe.slider_row import HEIGHT, Range, SliderRow
from aeviewer.latent.collapse import COLLAPSED
from aeviewer.words import N_, _

_ROWS = 12
_INVITATION = N_("A slider for each latent dimension appears here with a model.")


class LatentSliders(QWidget):
    """Shows a latent; `moved` tells of what the person changed, `set_latent` is silent.

    Attributes:
        moved: number of the dimension, and its value.
        released: a gesture has ended.
    """

    moved = Signal(int, float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[float] = []
        self._ranges: list[Range] = []
        self._ranked: list[Dimension] = []
        self._listed: list[Dimension] = []
        self._invitation = QLabel(_(_INVITATION), wordWrap=True)
        self._invitation.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._rows: list[SliderRow] = []  # made when they are needed first
        self._column = QVBoxLayout()
        self._scroll = QScrollBar(Qt.Orientation.Vertical)
        self._fold = QToolButton()
        self._build()
        self._scroll.valueChanged.connect(self._show)
        self._fold.toggled.connect(self._arrange)
        self._arrange()

    def set_latent(
        self,
        values: Sequence[float],
        ranges: Sequence[Range],
        ranked: Sequence[Dimension] = (),
    ) -> None:
        """Show a latent.

        Args:
            values: (d,) the latent z.
            ranges: (d,) the lowest and the highest value of each slider.
            ranked: the dimensions in the order of the rows; empty for as they come.
        """
        fresh = len(values) != len(self._values)
        self._values, self._ranges = list(values), list(ranges)
        wanted = list(ranked) or unranked(len(values))
        if fresh:
            self._listed = []  # those of another latent
            self._scroll.setValue(0)
        if fresh or (wanted != self._ranked and not any(row.held for row in self._rows)):
            self._ranked = wanted
            self._arrange()
            self.updateGeometry()
        else:
            self._show()

    def sizeHint(self) -> QSize:
        """All rows, up to a dozen."""
        return QSize(280, self._height(min(max(len(self._values), 2), _ROWS)))

    def minimumSizeHint(self) -> QSize:
        """Two rows; the others scroll."""
        return QSize(200, self._height(2))

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

    def _height(self, rows: int) -> int:
        folded = sum(dimension.collapsed for dimension in self._ranked)
        return px(HEIGHT) * (rows + (0 < folded < len(self._ranked)))

    def _arrange(self) -> None:
        active = [dimension for dimension in self._ranked if not dimension.collapsed]
        collapsed = len(self._ranked) - len(active)
        foldable = bool(active) and collapsed > 0
        self._listed = active if foldable and not self._fold.isChecked() else self._ranked
        self._fold.setVisible(foldable)
        said = (
            _("Hide {count} collapsed") if self._fold.isChecked() else _("Show {count} collapsed")
        )
        self._fold.setText(said.format(count=collapsed))
        room = self.height() - (px(HEIGHT) if foldable else 0)
        fitting = min(max(room // px(HEIGHT), 1), _ROWS, len(self._listed))
        self._make_rows(fitting)
        for place, row in enumerate(self._rows):
            row.setVisible(place < fitting)
        self._scroll.setRange(0, len(self._listed) - fitting)
        self._scroll.setPageStep(max(fitting, 1))
        self._scroll.setVisible(len(self._listed) > fitting)
        self._invitation.setVisible(not self._values)
        self._show()

    def _make_rows(self, count: int) -> None:
        for place in range(len(self._rows), count):
            row = SliderRow(self)
            row.moved.connect(self._on_row_moved)
            row.released.connect(self.released)
            self._column.insertWidget(1 + place, row)  # below the invitation
            self._rows.append(row)

    def _show(self) -> None:
        first = self._scroll.value()
        for row, dimension in zip(self._rows, self._listed[first:], strict=False):
            number = dimension.number
            row.show_value(dimension, self._values[number], self._ranges[number])

    def _on_row_moved(self, number: int, value: float) -> None:
        """Tell it; a row that goes tells what stood half typed in it, of a latent that is gone."""
        if number < len(self._values):
            self._values[number] = value
            self.moved.emit(number, value)

    def _build(self) -> None:
        self._column.setSpacing(0)
        self._column.addWidget(self._invitation)
        self._column.addWidget(self._fold)
        self._column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # rows come and go
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACES[0])
        layout.addLayout(self._column, 1)
        layout.addWidget(self._scroll)
        self._fold.setCheckable(True)
        self._fold.setProperty("flat", True)
        self._fold.setToolTip(
            _("Dimensions that tell less than {collapsed:g} nat of an image").format(
                collapsed=COLLAPSED
            )
        )
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(_("Which latent dimensions are shown"))
        self.setAccessibleName(_("Latent"))
