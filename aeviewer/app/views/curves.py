"""The loss curves: one for each term of the loss, in the colour that the term has everywhere."""

from collections.abc import Mapping

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from aeviewer.app.numbers import short_count, three_digits
from aeviewer.app.theme import LIGHT, SPACES, TYPE, Theme
from aeviewer.app.views.term_legend import TermLegend
from aeviewer.app.views.trace import Trace

_PERIOD = 100  # ms between repaints
_INVITATION = "The loss draws itself here while a model trains."


class CountAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of large counts: 200k, 1.2M."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write each tick short."""
        del scale, spacing
        return [short_count(value) for value in values]


class LossCurves(QWidget):
    """Draws the terms of the loss over the images seen, at most ten times a second."""

    def __init__(self, parent: QWidget | None = None, unit: str = "nats per image") -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._traces: dict[str, Trace] = {}
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._plot = _plain_plot()
        self._log = QCheckBox("Log")
        self._title, self._legend = QLabel(), TermLegend()
        self._pages = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=_PERIOD)
        self._timer.timeout.connect(self._repaint)
        self._log.toggled.connect(self._on_log_toggled)
        self._build()
        self.set_unit(unit)
        self.set_theme(LIGHT)

    def append(self, seen: int, terms: Mapping[str, float]) -> None:
        """Add the terms of the loss after so many images seen."""
        for name, value in terms.items():
            if name not in self._traces:
                self._add(name)
            self._traces[name].append(seen, value)
        if not self._timer.isActive():
            self._timer.start()

    def clear(self) -> None:
        """Forget all curves."""
        self._timer.stop()
        for curve in self._curves.values():
            self._plot.removeItem(curve)
        self._traces.clear()
        self._curves.clear()
        self._repaint()

    def set_unit(self, unit: str) -> None:
        """Say what the loss is counted in."""
        self._title.setText(f"Loss, {unit}")
        self._log.setToolTip(f"Show {unit} by factors; only values above zero can be shown so")

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of paper, axes and terms."""
        self._theme = theme
        self._plot.setBackground(theme.panel)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(theme.hairline)
            axis.setTextPen(theme.quiet)
        for name, curve in self._curves.items():
            curve.setPen(self._pen(name))
        self._show_values()

    def _build(self) -> None:
        empty = QLabel(_INVITATION, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        empty.setTextFormat(Qt.TextFormat.PlainText)
        empty.setForegroundRole(empty.palette().ColorRole.PlaceholderText)
        self._pages.addWidget(empty)
        self._pages.addWidget(self._plot)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._log)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACES[0])
        layout.addLayout(head)
        layout.addWidget(self._legend)
        layout.addWidget(self._pages, 1)
        self._log.setEnabled(False)
        self._log.setAccessibleName(self._log.text())
        self.setMinimumHeight(160)
        self.setAccessibleName("Loss curves")
        self.setAccessibleDescription(_INVITATION)

    def _add(self, name: str) -> None:
        self._traces[name] = Trace()
        self._curves[name] = self._plot.plot(pen=self._pen(name), connect="finite")
        self._curves[name].setZValue(-1 if name == "total" else 0)  # it often covers a term

    def _pen(self, name: str) -> object:
        return pg.mkPen(self._theme.term(name), width=2 if name == "total" else 1.5)

    def _on_log_toggled(self, on: bool) -> None:
        self._plot.setLogMode(y=on)
        self._repaint()

    def _repaint(self) -> None:
        log, positive = self._log.isChecked(), False
        for name, trace in self._traces.items():
            seen, values = trace.points()
            above = values > 0
            positive = positive or bool(above.any())
            drawable = np.isfinite(values) & (above | (not log))
            self._curves[name].setData(seen, np.where(drawable, values, np.nan))
        self._log.setEnabled(positive)
        self._pages.setCurrentIndex(1 if self._traces else 0)
        self._show_values()

    def _show_values(self) -> None:
        values = {name: trace.last for name, trace in self._traces.items()}
        self._legend.show_values(values, self._theme)
        said = ", ".join(f"{name} {three_digits(value)}" for name, value in values.items())
        self.setAccessibleDescription(said or _INVITATION)


def _plain_plot() -> pg.PlotWidget:
    """A plot that is looked at: no menu (its SVG export crashes Qt), no buttons, no dragging."""
    plot = pg.PlotWidget(axisItems={"bottom": CountAxis("bottom")}, enableMenu=False)
    menu = plot.plotItem.ctrlMenu  # made whatever one says, and else nobody's
    menu.setParent(plot, menu.windowFlags())  # without its flags it would lie open on the plot
    plot.scene().contextMenu = []
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setLabel("bottom", "images seen")
    font = plot.font()
    font.setPixelSize(TYPE[0])
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.enableAutoSIPrefix(False)
        axis.setStyle(tickFont=font)
        axis.label.setFont(font)
    return plot
