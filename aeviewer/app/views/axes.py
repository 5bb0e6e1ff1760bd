"""Which two dimensions of a latent the map shows, where there are more than two."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from aeviewer.app.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import View

_PLANE = "PCA"
_NARROW = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class AxesChoice(QWidget):
    """Two boxes that write the view's axes; hidden where there is nothing to choose."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._size = 0
        self._first, self._second = QComboBox(), QComboBox()
        names = ("Horizontal axis of the map", "Vertical axis of the map")
        for box, name in zip((self._first, self._second), names, strict=True):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(_NARROW)
            box.setMinimumContentsLength(3)
            box.activated.connect(self._on_activated)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACES[1])
        row.addWidget(QLabel("Map"))
        row.addWidget(self._first, 2)
        row.addWidget(self._second, 1)
        self.setVisible(False)
        store.watch(self._show, "axes")

    def set_size(self, size: int) -> None:
        """Offer the dimensions of a latent of this size."""
        if size != self._size:
            self._size = size
            axes = [f"z{number + 1}" for number in range(size)]
            _fill(self._first, [_PLANE, *axes])
            _fill(self._second, axes)
        self.setVisible(size > 2)
        self._show(self._store.view)

    def _show(self, view: View) -> None:
        fits = view.axes is not None and max(view.axes) < self._size
        first, second = view.axes if fits and view.axes is not None else (-1, 1)
        self._first.setCurrentIndex(first + 1)
        self._second.setCurrentIndex(second)
        self._second.setEnabled(fits)

    def _on_activated(self, _index: int) -> None:
        first, second = self._first.currentIndex() - 1, self._second.currentIndex()
        if second == first:
            second = (first + 1) % self._size
        self._store.set(axes=None if first < 0 else (first, second), camera=None)
        self._store.settle()


def _fill(box: QComboBox, items: list[str]) -> None:
    box.clear()
    box.addItems(items)
