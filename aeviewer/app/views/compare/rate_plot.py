"""The plot of rate and distortion. It is imported late: pyqtgraph takes a quarter of a second."""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from aeviewer.app.kit.numbers import short_count, three_digits
from aeviewer.app.kit.still_plot import StillPlot
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import TYPE, Theme
from aeviewer.app.views.compare.rates import Series, Spot
from aeviewer.words import _

_SYMBOLS = ("o", "s", "t", "d", "p", "h", "star", "t1", "t3")
_BASELINES = (
    (Qt.PenStyle.SolidLine, "+"),
    (Qt.PenStyle.DashLine, "x"),
    (Qt.PenStyle.DotLine, "x"),
    (Qt.PenStyle.DashLine, "d"),
    (Qt.PenStyle.DotLine, "d"),
)
_MARK, _SWATCH = 9, 26  # pixels of a mark, and of a piece of line
_ABOVE = 12.0  # dB above the best of the models to which the plot reaches
_MARGIN = 0.04  # of what is shown, beyond the outermost spots
_UP = "t1"  # a triangle that points up
_Look = tuple[str, Qt.PenStyle, str]
"""Colour, line and mark."""


class _Bits(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Whole counts on a logarithmic axis."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write each tick as the count it stands for."""
        del scale, spacing
        return [short_count(float(f"{10**value:.3g}")) for value in values]

    def tickValues(
        self, low: float, high: float, size: int
    ) -> list[tuple[float | None, list[float]]]:
        """Stand at 1, 2 and 5 of each power of ten."""
        del size
        powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
        found = [power + float(np.log10(digit)) for power in powers for digit in (1, 2, 5)]
        return [(None, [value for value in found if low <= value <= high])]


class _Errors(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The squared error of a picture, where the other side says dB.

    Attributes:
        pixels: numbers of a picture, over which the error is summed.
    """

    pixels = 1

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write each tick as the squared error that has this PSNR."""
        del scale, spacing
        return [three_digits(self.pixels * 10 ** (-value / 10)) for value in values]


class RatePlot(StillPlot):
    """Bits of a picture against PSNR; the mouse over a spot says its figures."""

    def __init__(self, theme: Theme) -> None:
        self._errors = _Errors("right")
        axes = {"bottom": _Bits("bottom"), "right": self._errors}
        labels = {
            "bottom": _("bits of a picture"),
            "left": _("PSNR, dB"),
            "right": _("squared error of a picture"),
        }
        super().__init__(theme, axes, labels)
        self._series: tuple[Series, ...] = ()
        self._looks: dict[str, _Look] = {}
        self.getAxis("right").setGrid(0)
        self.set_theme(theme)

    def set_series(self, series: Sequence[Series], pixels: int) -> None:
        """Show these; a picture has so many numbers."""
        self._series, self._errors.pixels = tuple(series), pixels
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of paper, axes and series."""
        super().set_theme(theme)
        self._draw()

    def swatch(self, name: str) -> QPixmap:
        """A piece of the line of a series on show, with its mark."""
        colour, style, symbol = self._looks[name]
        piece = QPixmap(px(_SWATCH), px(_MARK) + 3)
        piece.fill(Qt.GlobalColor.transparent)
        painter = QPainter(piece)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = piece.height() / 2
        painter.setPen(pg.mkPen(colour, width=1.5 * self._theme.line, style=style))
        painter.drawLine(QPointF(0, middle), QPointF(px(_SWATCH), middle))
        painter.translate(px(_SWATCH) / 2, middle)
        drawSymbol(painter, symbol, px(_MARK), self._rim(), pg.mkBrush(colour))
        painter.end()
        return piece

    def _draw(self) -> None:
        self.plotItem.clear()
        self._looks = self._dressed()
        low, high = reach(self._series)
        for series in self._series:
            self._add(series, high)
        self.setYRange(low, high, padding=_MARGIN)  # its own would be that of the size so far
        self.setXRange(*_bits(self._series), padding=_MARGIN)
        self._say_above(high)

    def _say_above(self, high: float) -> None:
        """Say what the triangles at the upper edge stand for."""
        most = max((spot.psnr for series in self._series for spot in series.spots), default=high)
        said = _("\N{BLACK UP-POINTING TRIANGLE} lies above, up to {psnr} dB")
        text = said.format(psnr=three_digits(most)) if most > high else None
        self.setTitle(text, color=self._theme.quiet, size=f"{px(TYPE[0])}px")

    def _dressed(self) -> dict[str, _Look]:
        """Give models colours, and what they are measured by dashes and no colour."""
        models = [series.name for series in self._series if not series.baseline]
        others = [series.name for series in self._series if series.baseline]
        palette = self._theme.classes(max(len(models), 1))
        solid, quiet = Qt.PenStyle.SolidLine, self._theme.quiet
        return {
            **{
                name: (colour, solid, symbol)
                for name, colour, symbol in zip(models, palette, _SYMBOLS, strict=False)
            },
            **{
                name: (quiet, dash, symbol)
                for name, (dash, symbol) in zip(others, _BASELINES, strict=False)
            },
        }

    def _rim(self) -> QPen:
        made: QPen = pg.mkPen(self._theme.panel, width=1)
        return made

    def _add(self, series: Series, high: float) -> None:
        colour, style, symbol = self._looks[series.name]
        x = _logs(series)
        y = np.array([spot.psnr for spot in series.spots])
        self.plotItem.addItem(
            pg.PlotCurveItem(x, y, pen=pg.mkPen(colour, width=1.5 * self._theme.line, style=style))
        )
        dots = pg.ScatterPlotItem(
            x,
            y.clip(max=high),
            data=[(series.title, spot) for spot in series.spots],
            symbol=[_UP if above else symbol for above in y > high],
            size=px(_MARK),
            pen=self._rim(),
            brush=pg.mkBrush(colour),
            hoverable=True,
            hoverSize=13,
            tip=_tip,
        )
        self.plotItem.addItem(dots)


def reach(series: Sequence[Series]) -> tuple[float, float]:
    """From which PSNR to which the plot goes, in dB.

    Files and PCA with all components come back nearly whole, for very many bits: what models do
    would be a line at the foot.
    """
    known = [spot.psnr for each in series for spot in each.spots if math.isfinite(spot.psnr)]
    models = [spot.psnr for each in series if not each.baseline for spot in each.spots]
    best = max(filter(math.isfinite, models), default=math.inf)
    low, high = min(known, default=0.0), max(known, default=1.0)
    return low, min(high, best + _ABOVE)


def _bits(series: Sequence[Series]) -> tuple[float, float]:
    """From which logarithm of bits to which the plot goes."""
    known = np.concatenate([_logs(each) for each in series]) if series else np.zeros(1)
    low, high = float(known.min()), float(known.max())
    return (low, high) if low < high else (low - 0.5, low + 0.5)


def _logs(series: Series) -> NDArray[np.float64]:
    """The logarithm of the bits of each spot (n,)."""
    found: NDArray[np.float64] = np.log10([max(spot.bits, 1e-3) for spot in series.spots])
    return found


def _tip(x: float, y: float, data: tuple[str, Spot]) -> str:
    """Say the figures of the spot under the mouse."""
    del x, y
    title, spot = data
    return _("{title}, {label}\n{bits} bits, {psnr} dB, squared error {sse}").format(
        title=title,
        label=spot.label,
        bits=three_digits(spot.bits),
        psnr=three_digits(spot.psnr),
        sse=three_digits(spot.sse),
    )
