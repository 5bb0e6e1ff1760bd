"""The loss curves: one for each term of the loss, in the colour that the term has everywhere."""

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedWidget, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.look.theme import LIGHT, SPACES, Theme
from aeviewer.app.views.curves.term_legend import TermLegend
from aeviewer.app.views.curves.trace import Numbers, Trace
from aeviewer.words import N_, _

if TYPE_CHECKING:
    from aeviewer.app.views.curves.plot import Plot

_PERIOD = 250  # ms between repaints, of some milliseconds each: the window waits for them
_TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop  # in sight where the panel ends
_INVITATION = N_("The loss draws itself here while a model trains.")


class LossCurves(QWidget):
    """Draws the terms of the loss over the images seen, at most four times a second."""

    def __init__(self, parent: QWidget | None = None, unit: str = N_("nats per image")) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._traces: dict[str, Trace] = {}
        self._plot: Plot | None = None
        self._unit, self._moment = unit, ""
        self._marked: float | None = None
        self._log = QCheckBox(_("Log"))
        self._title, self._legend = QLabel(), TermLegend()
        self._pages = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=_PERIOD)
        self._timer.timeout.connect(self._repaint)
        self._log.toggled.connect(self._on_log_toggled)
        self._build()
        self.set_unit(_(unit))
        self.set_theme(LIGHT)

    def append(self, seen: int, terms: Mapping[str, float]) -> None:
        """Add the terms of the loss after so many images seen."""
        for name, value in terms.items():
            self._traces.setdefault(name, Trace()).append(seen, value)
        if not self._timer.isActive():
            self._timer.start()

    def mark(self, seen: float | None, words: str = "") -> None:
        """Point out the moment looked at, after so many images seen, and call it; or none."""
        self._marked, self._moment = seen, words
        self._name()
        self._repaint()

    def clear(self) -> None:
        """Forget all curves."""
        self._timer.stop()
        self._traces.clear()
        if self._plot is not None:
            self._plot.clear_curves()
        self._repaint()

    def take_over(self, other: "LossCurves") -> None:
        """Show what other curves show."""
        self._traces = copy.deepcopy(other._traces)  # noqa: SLF001  # another one of this class
        self._marked, self._moment = other._marked, other._moment  # noqa: SLF001
        self.set_unit(other._unit)  # noqa: SLF001
        self._repaint()

    def points(self) -> Mapping[str, tuple[Numbers, Numbers]]:
        """What is drawn: images seen (n,) and values (n,) of each term, by its name."""
        return {name: trace.points() for name, trace in self._traces.items()}

    def set_unit(self, unit: str) -> None:
        """Say what the loss is counted in."""
        self._unit = unit
        self._name()
        self._log.setToolTip(
            _("Show {unit} by factors; only values above zero can be shown so").format(unit=unit)
        )

    def _name(self) -> None:
        moment = _(" · line: {moment}").format(moment=self._moment) if self._moment else ""
        self._title.setText(_("Loss, {unit}{moment}").format(unit=self._unit, moment=moment))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of paper, axes and terms."""
        self._theme = theme
        if self._plot is not None:
            self._plot.set_theme(theme)
        self._show_values()

    def _build(self) -> None:
        empty = QLabel(_(_INVITATION), wordWrap=True, alignment=_TOP)
        empty.setTextFormat(Qt.TextFormat.PlainText)
        empty.setForegroundRole(empty.palette().ColorRole.PlaceholderText)
        self._pages.addWidget(empty)
        self._title.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._log, alignment=Qt.AlignmentFlag.AlignTop)
        layout = boxes.column(self, SPACES[0])
        layout.addLayout(head)
        layout.addWidget(self._legend)
        layout.addWidget(self._pages, 1)
        self._log.setEnabled(False)
        self._log.setAccessibleName(self._log.text())
        self.setMinimumHeight(160)
        self.setAccessibleName(_("Loss curves"))
        self.setAccessibleDescription(_(_INVITATION))

    def _made_plot(self) -> "Plot":
        """The plot, which is made when there is something to draw."""
        from aeviewer.app.views.curves.plot import Plot

        if self._plot is None:
            self._plot = Plot(self._theme)
            self._pages.addWidget(self._plot)
        return self._plot

    def _on_log_toggled(self, on: bool) -> None:
        self._made_plot().setLogMode(y=on)
        self._repaint()

    def _repaint(self) -> None:
        log, positive = self._log.isChecked(), False
        for name, trace in self._traces.items():
            seen, values = trace.points()
            above = values > 0
            positive = positive or bool(above.any())
            drawable = np.isfinite(values) & (above | (not log))
            self._made_plot().draw(name, seen, np.where(drawable, values, np.nan))
        if self._plot is not None:
            self._plot.mark(self._marked)
            self._plot.fit()
        self._log.setEnabled(positive)
        drawn = any(len(trace) > 1 for trace in self._traces.values())  # one point is no curve
        self._pages.setCurrentIndex(1 if drawn else 0)
        self._show_values()

    def _show_values(self) -> None:
        values = {name: trace.last for name, trace in self._traces.items()}
        self._legend.show_values(values, self._theme)
        said = ", ".join(f"{name} {three_digits(value)}" for name, value in values.items())
        self.setAccessibleDescription(said or _(_INVITATION))
