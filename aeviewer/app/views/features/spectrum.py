"""The singular values of a Jacobian, as bars on a logarithmic scale."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.fitting import fitting
from aeviewer.app.kit.numbers import power_of_ten, three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.words import _

_LEFT = 44.0
_FULL = -4, 5  # the powers of ten that have room in full
_DECADES = 4  # below the largest, at most
_NEAR = 0.1  # of the largest: values above count as large


class Spectrum(Themed):
    """Bars from the largest to the smallest; those above a tenth of the largest stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 84)
        self.setAccessibleName(_("Singular values of the Jacobian"))
        self.setToolTip(
            _(
                "How far the output moves for a step of 1 of the input, along each direction of "
                "the\n"
                "Jacobian. Large is above a tenth of the largest. The scale is logarithmic; what\n"
                "is below a ten-thousandth of the largest is at its foot."
            )
        )

    @property
    def values(self) -> Sequence[float]:
        """What is shown, the largest first."""
        return self._values

    def set_values(self, values: Sequence[float]) -> None:
        """Show other values, the largest first."""
        self._values = list(values)
        self.setAccessibleDescription(self.said())
        self.update()

    def said(self) -> str:
        """How many of the values are large."""
        if not self._values:
            return ""
        large = sum(value >= _NEAR * self._values[0] for value in self._values)
        largest, count = three_digits(self._values[0]), len(self._values)
        return _("Singular values: largest {largest}; {large} of {count} are large").format(
            largest=largest, large=large, count=count
        )

    def sizeHint(self) -> QSize:
        """Broader than high."""
        return QSize(320, 84)

    def plot(self) -> QRectF:
        """Where the bars stand."""
        return QRectF(self.rect()).adjusted(px(_LEFT), px(TYPE[0]) + SPACES[2], -2, -SPACES[1])

    def share(self, value: float) -> float:
        """How high the bar of a value is, of the plot's height."""
        largest = self._values[0]
        if value <= 0 or largest <= 0:
            return 0.0
        return min(max(1 + math.log10(value / largest) / _DECADES, 0.0), 1.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words, lines and bars."""
        with painting(self) as painter:
            painter.setFont(caption_font(self.font()))
            if self._values:
                self._paint(painter, self.plot())

    def _paint(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(QColor(self._theme.text))
        ways = self.said(), self.said().partition(": ")[2]
        words = fitting(painter.fontMetrics(), ways, self.width())
        painter.drawText(QPointF(0, px(TYPE[0]) + 1), words)
        self._paint_scale(painter, plot)
        wide = min(plot.width() / len(self._values), 28.0)
        gap = 1.0 if wide > 4 else 0.0
        for number, value in enumerate(self._values):
            high = plot.height() * self.share(value)
            left = plot.left() + number * wide
            large = value >= _NEAR * self._values[0]
            colour = QColor(self._theme.accent if large else self._theme.faded)
            painter.fillRect(QRectF(left, plot.bottom() - high, wide - gap, high), colour)

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        largest, line = self._values[0], painter.fontMetrics().height()
        if largest <= 0:
            return
        every = math.ceil(line * _DECADES / max(plot.height(), 1))  # numbers do not overlap
        for power in range(
            math.ceil(math.log10(largest)) - _DECADES, math.ceil(math.log10(largest)) + 1
        ):
            if not largest * 10.0**-_DECADES <= 10.0**power <= largest * 1.001:
                continue
            y = plot.bottom() - plot.height() * self.share(10.0**power)
            painter.setPen(QColor(self._theme.hairline))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            if power % every:
                continue
            painter.setPen(QColor(self._theme.quiet))
            box = QRectF(0, y - line / 2, px(_LEFT) - SPACES[0], line)
            painter.drawText(box, right, written(power))


def written(power: int) -> str:
    """Write a power of ten in full, but for the far ones."""
    return f"{10.0**power:g}" if _FULL[0] <= power <= _FULL[1] else power_of_ten(power)
