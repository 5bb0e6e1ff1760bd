"""What places a latent of more than two dimensions on the map: PCA, t-SNE, UMAP, or two axes."""

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

ChartName = Literal["pca", "tsne", "umap"]

PLANE: ChartName = "pca"
CHARTS: Mapping[ChartName, str] = {PLANE: "PCA", "tsne": "t-SNE", "umap": "UMAP"}
"""What the charts are called, by their names in the view."""

_TIPS: Mapping[ChartName, str] = {
    PLANE: N_("The plane in which the samples differ most"),
    "tsne": N_("Who is near whom, by t-SNE: distances between groups mean little"),
    "umap": N_("Who is near whom, by UMAP: distances between groups mean little"),
}
_NARROW = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_TIP = Qt.ItemDataRole.ToolTipRole
_FIRST, _SECOND = N_("Horizontal axis of the map"), N_("Vertical axis of the map")
_ROOM = 32  # pixels beside the texts of a list


class AxesChoice(QWidget):
    """Two boxes for the view's chart and axes, and a button where a chart is fitted.

    Hidden where there is nothing to choose.

    Attributes:
        chosen: a chart that takes the cursor along: its name, and two axes or None.
        stopped: the fit under way is to be ended.
        again: the chart is to be fitted anew, from another seed.
    """

    chosen = Signal(str, object)
    stopped = Signal()
    again = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._size = 0
        self._fitted = True
        self._awaited: ChartName | None = None
        self._missing: Mapping[ChartName, str] = {}
        self._first, self._second = QComboBox(), QComboBox()
        for box, name in ((self._first, _(_FIRST)), (self._second, _(_SECOND))):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(_NARROW)
            box.setMinimumContentsLength(3)
            box.activated.connect(self._on_activated)
        self._stop, self._again = QPushButton(_("Stop")), QPushButton(_("Again"))
        self._stop.setAccessibleName(_("Stop the fit of the map"))
        self._again.setAccessibleName(_("Fit the map again"))
        self._stop.clicked.connect(self.stopped)
        self._again.clicked.connect(self.again)
        row = boxes.row(self, SPACES[0])
        row.addWidget(QLabel(_("Map")))
        row.addWidget(self._first, 2)
        row.addWidget(self._second, 1)
        row.addWidget(self._again)
        row.addWidget(self._stop)
        self.setVisible(False)
        watch(self, store, self._show, "axes", "chart", "chart_seed")

    def set_size(self, size: int, fitted: bool = True) -> None:
        """Offer the dimensions of a latent of this size.

        Args:
            size: of the latent.
            fitted: there are samples to fit a chart to; without, it is the first two dimensions.
        """
        self._fitted = fitted
        if size != self._size:
            self._size = size
            axes = [f"z{number + 1}" for number in range(size)]
            _fill(self._first, [*CHARTS.values(), *axes])
            _fill(self._second, axes)
            self.set_missing(self._missing)
        self.setVisible(size > 2)
        self._show(self._store.view)

    def set_missing(self, missing: Mapping[ChartName, str]) -> None:
        """Say which charts there are not, and why, in half a sentence."""
        self._missing = missing
        model = self._first.model()
        assert isinstance(model, QStandardItemModel)
        if not model.rowCount():
            return
        for place, (name, title) in enumerate(CHARTS.items()):
            lack = missing.get(name)
            text = title if lack is None else f"{title} ({lack})"
            if text != self._first.itemText(place):
                self._first.setItemText(place, text)
            self._first.setItemData(place, _(_TIPS[name]), _TIP)
            model.item(place).setEnabled(lack is None)
        texts = (self._first.itemText(place) for place in range(len(CHARTS)))
        widest = max(map(self.fontMetrics().horizontalAdvance, texts))
        self._first.view().setMinimumWidth(widest + px(_ROOM))

    def set_words(self, words: str) -> None:
        """Say what there is to know about the chart on the map, where one asks for it."""
        self._first.setToolTip(words or _(_FIRST))
        self._first.setAccessibleDescription(words)

    def set_awaited(self, chart: ChartName | None, share: float = 0.0) -> None:
        """Say which chart is being fitted, if any, and how much of that is done, from 0 to 1."""
        self._awaited = chart
        self._stop.setToolTip(
            _("Stop the fit, {share:.0f} % done: the map stays as it is").format(share=100 * share)
        )
        self._show(self._store.view)

    def _show(self, view: View) -> None:
        fits = view.axes is not None and max(view.axes) < self._size
        first, second = view.axes if fits and view.axes is not None else (0, 1)
        fits = fits or not self._fitted
        chart = self._awaited or view.chart
        by_axes = fits and chart == PLANE
        self._first.setCurrentIndex(len(CHARTS) + first if by_axes else list(CHARTS).index(chart))
        self._second.setCurrentIndex(second)
        self._second.setEnabled(by_axes)
        needed = self._second if chart == PLANE else self._stop if self._awaited else self._again
        for widget in (self._second, self._stop, self._again):
            if widget is not needed:
                widget.hide()  # first: together they would be wider than the panel
        needed.show()
        seed = _("this is seed {chart_seed}").format(chart_seed=view.chart_seed)
        self._again.setToolTip(_("Fit the map again, from another seed: {seed}").format(seed=seed))

    def _on_activated(self, _index: int) -> None:
        place, second = self._first.currentIndex(), self._second.currentIndex()
        first = place - len(CHARTS)
        if second == first:
            second = (first + 1) % self._size
        axes = None if first < 0 else (first, second)
        chart = list(CHARTS)[place] if first < 0 else PLANE
        if chart == PLANE and self._store.view.chart == PLANE and self._awaited is None:
            self._store.choose(axes=axes, camera=None)
        else:
            self.chosen.emit(chart, axes)
            self._show(self._store.view)


def _fill(box: QComboBox, items: list[str]) -> None:
    box.clear()
    box.addItems(items)
