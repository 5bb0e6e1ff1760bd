"""How active a unit is: a histogram over the samples, in the colours of their classes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.camera import ticks
from aeviewer.app.kit.fitting import fitting
from aeviewer.app.kit.numbers import short_count, three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.words import _, ngettext

_BELOW = 18.0
_MINUS = "\N{MINUS SIGN}"
_TICK = 56.0  # points from one number to the next, about


@dataclass(frozen=True, eq=False)
class Activations:
    """The values of one unit.

    Attributes:
        unit: its number.
        counts: (K, bins) samples of each class, or of all where K is 1.
        low: the value where the first bin begins.
        high: where the last one ends.
        off: number of samples for which it is 0, which are in no bin.
        total: number of samples.
        here: its value for the sample that is looked at; None without one.
    """

    unit: int
    counts: NDArray[np.int64]
    low: float
    high: float
    off: int
    total: int
    here: float | None

    def said(self) -> str:
        """What stands above the bars."""
        name = f"z{self.unit + 1}"
        if self.off == self.total:
            none = ngettext(
                "{name} is not active for the only sample",
                "{name} is active for none of {total:,} samples",
                self.total,
            )
            return none.format(name=name, total=self.total)
        if self.off:
            active = self.total - self.off
            return _("{name} is active for {active:,} of {total:,} samples").format(
                name=name, active=active, total=self.total
            )
        over = ngettext("{name} over {total:,} sample", "{name} over {total:,} samples", self.total)
        return over.format(name=name, total=self.total)

    def brief(self) -> str:
        """The same, where there is less room."""
        if not self.off:
            said = ngettext("z{unit}: {total:,} sample", "z{unit}: {total:,} samples", self.total)
            return said.format(unit=self.unit + 1, total=self.total)
        return _("z{unit}: {active:,} of {total:,} active").format(
            unit=self.unit + 1, active=self.total - self.off, total=self.total
        )


class ActivationHistogram(Themed):
    """Bars, one above the other for each class; a line where the sample looked at is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Activations | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(160)
        sized(self, QWidget.setMinimumHeight, 84)
        self.setAccessibleName(_("Histogram of the unit's activations"))
        self.setToolTip(
            _(
                "How many samples have which value of the unit, by class; the number is that of\n"
                "the highest bar.\n"
                "The line is the sample that the recipe is of."
            )
        )

    @property
    def shown(self) -> Activations | None:
        """What is shown."""
        return self._shown

    def show_unit(self, activations: Activations | None) -> None:
        """Show a unit, or none."""
        self._shown = activations
        said = "" if activations is None else activations.said()
        if activations is not None and activations.here is not None:
            said += _("; this sample: {here}").format(here=three_digits(activations.here))
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Broader than high."""
        return QSize(240, 72)

    def plot(self) -> QRectF:
        """Where the bars stand."""
        return QRectF(self.rect()).adjusted(2, px(TYPE[0]) + SPACES[2], -2, -px(_BELOW))

    def x_of(self, value: float) -> float:
        """Where a value stands."""
        assert self._shown is not None
        plot, shown = self.plot(), self._shown
        share = (value - shown.low) / max(shown.high - shown.low, 1e-12)
        return plot.left() + plot.width() * min(max(share, 0.0), 1.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words, bars, axis and the line."""
        with painting(self) as painter:
            painter.setFont(caption_font(self.font()))
            if self._shown is not None:
                self._paint(painter, self._shown)

    def _paint(self, painter: QPainter, shown: Activations) -> None:
        plot = self.plot()
        painter.setPen(QColor(self._theme.text))
        words = fitting(painter.fontMetrics(), (shown.said(), shown.brief()), self.width())
        painter.drawText(QPointF(0, px(TYPE[0]) + 1), words)
        self._paint_bars(painter, shown, plot)
        painter.setPen(QColor(self._theme.hairline))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        self._paint_axis(painter, shown, plot)
        if shown.here is not None:
            x = self.x_of(shown.here)
            painter.setPen(self._theme.pen(self._theme.text, 2))
            painter.drawLine(QPointF(x, plot.top() - 2), QPointF(x, plot.bottom()))

    def _paint_bars(self, painter: QPainter, shown: Activations, plot: QRectF) -> None:
        classes, bins = shown.counts.shape
        colours = self._theme.classes(classes) if classes > 1 else [self._theme.accent]
        top, wide = max(int(shown.counts.sum(0).max()), 1), plot.width() / bins
        painter.setPen(QColor(self._theme.quiet))
        at = QRectF(plot.left(), plot.top() - 2, plot.width(), px(TYPE[0]))
        painter.drawText(at, Qt.AlignmentFlag.AlignRight, short_count(top))
        for column in range(bins):
            y = plot.bottom()
            for number, count in enumerate(shown.counts[:, column].tolist()):
                high = plot.height() * count / top
                bar = QRectF(plot.left() + column * wide, y - high, wide, high)
                painter.fillRect(bar, QColor(colours[number]))
                y -= high

    def _paint_axis(self, painter: QPainter, shown: Activations, plot: QRectF) -> None:
        painter.setPen(QColor(self._theme.quiet))
        for value in ticks(shown.low, shown.high, max(2, round(plot.width() / px(_TICK)))):
            x = self.x_of(value)
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3))
            x = min(max(x, px(_TICK) / 4), self.width() - px(_TICK) / 4)
            box = QRectF(x - px(_TICK) / 2, plot.bottom() + 3, px(_TICK), px(_BELOW) - 3)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{value:g}".replace("-", _MINUS))
