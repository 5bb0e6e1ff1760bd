"""The plot of the loss curves. It is imported late: pyqtgraph takes a quarter of a second."""

import pyqtgraph as pg
from PySide6.QtGui import QPen

from aeviewer.app.kit.numbers import short_count
from aeviewer.app.kit.still_plot import StillPlot
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.curves.trace import Numbers
from aeviewer.words import _


class CountAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of large counts: 200k, 1.2M."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write each tick short."""
        del scale, spacing
        return [short_count(value) for value in values]


class Plot(StillPlot):
    """Curves of the terms of a loss, and a line where one looks back to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, {"bottom": CountAxis("bottom")}, {"bottom": _("images seen")})
        self.curves: dict[str, pg.PlotDataItem] = {}
        self.line: pg.InfiniteLine | None = None
        self.set_theme(theme)

    def draw(self, term: str, x: Numbers, y: Numbers) -> None:
        """Draw the curve of a term of the loss through (n,) points, with holes where y is NaN."""
        if term not in self.curves:
            self.curves[term] = self.plot(pen=self._pen(term), connect="finite")
            self.curves[term].setZValue(-1 if term == "total" else 0)  # it often covers a term
        self.curves[term].setData(x, y)

    def mark(self, x: float | None) -> None:
        """Draw a thin vertical line, or none."""
        if x is None:
            if self.line is not None:
                self.removeItem(self.line)
            self.line = None
            return
        if self.line is None:
            self.line = pg.InfiniteLine(angle=90, pen=self._thin())
            self.addItem(self.line, ignoreBounds=True)
        self.line.setValue(x)

    def fit(self) -> None:
        """Fit the axes at once: left to the first paint, it would lead to a second one."""
        self.getViewBox().updateAutoRange()

    def clear_curves(self) -> None:
        """Take all curves away."""
        for curve in self.curves.values():
            self.removeItem(curve)
        self.curves.clear()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of paper, axes and terms."""
        super().set_theme(theme)
        if self.line is not None:
            self.line.setPen(self._thin())
        for term, curve in self.curves.items():
            curve.setPen(self._pen(term))

    def _pen(self, term: str) -> QPen:
        pen = self._theme.stroke(term)
        pen.setCosmetic(True)  # as wide on the screen, whatever the axes
        pen.setWidthF(self._dense(pen.widthF()))
        return pen

    def _thin(self) -> object:
        return pg.mkPen(self._theme.quiet, width=self._dense(self._theme.line))
