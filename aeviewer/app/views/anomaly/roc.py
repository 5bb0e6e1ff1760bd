"""The ROC curve: what each threshold catches, and how many false alarms it costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.fitting import fitting
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

_LEFT, _TOP, _RIGHT, _BELOW = 56, 40, 20, 36  # pixels around the plot
_HIGH = 160  # pixels of height at least
_STROKE = 20  # pixels of a line's swatch


@dataclass(frozen=True, eq=False)
class Line:
    """A curve as it is painted.

    Attributes:
        title: what it is called.
        false_alarms: (K,) in [0, 1], rising.
        caught: (K,) in [0, 1].
        area: under the curve.
    """

    title: str
    false_alarms: NDArray[np.float64]
    caught: NDArray[np.float64]
    area: float


class RocView(Themed):
    """Paints the model's curve, the baseline's, and where the threshold is on the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: Line | None = None
        self.baseline: Line | None = None
        self._point: tuple[float, float] | None = None
        self._missing = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(180)
        sized(self, QWidget.setMinimumHeight, _HIGH)
        self.setAccessibleName(_("ROC curve"))

    def set_lines(self, model: Line | None, baseline: Line | None) -> None:
        """Show these curves."""
        self.model, self.baseline = model, baseline
        self._describe()

    def set_missing(self, text: str) -> None:
        """Say what a curve would need, for as long as there is none."""
        self._missing = text
        self._describe()

    def set_point(self, false_alarms: float, caught: float) -> None:
        """Mark where the threshold is."""
        if self._point != (false_alarms, caught):
            self._point = false_alarms, caught
            self.update()

    def sizeHint(self) -> QSize:
        """About as broad as high."""
        return QSize(240, 212)

    def plot(self) -> QRectF:
        """The unit square."""
        room = QRectF(self.rect()).adjusted(px(_LEFT), px(_TOP), -px(_RIGHT), -px(_BELOW))
        side = min(room.width(), room.height())
        return QRectF(room.left(), room.top(), side, side)

    def place(self, false_alarms: float, caught: float) -> QPointF:
        """Where two shares lie."""
        plot = self.plot()
        return QPointF(
            plot.left() + plot.width() * false_alarms, plot.bottom() - plot.height() * caught
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes and the curves, or what is missing."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.panel))
            painter.setFont(caption_font(self.font()))
            if self.model is None:
                self._paint_missing(painter)
                return
            self._paint_axes(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for line in self._lines():
                painter.setPen(self._pen(line))
                painter.drawPolyline(self._corners(line))
            self._paint_names(painter)
            self._paint_point(painter)

    def _lines(self) -> list[Line]:
        """The baseline below, the model above."""
        return [line for line in (self.baseline, self.model) if line is not None]

    def _pen(self, line: Line) -> QPen:
        if line is self.model:
            return self._theme.pen(self._theme.text, 2)
        return self._theme.pen(self._theme.quiet, 1.5, Qt.PenStyle.DashLine)

    def _corners(self, line: Line) -> QPolygonF:
        pairs = zip(line.false_alarms.tolist(), line.caught.tolist(), strict=True)
        return QPolygonF([self.place(x, y) for x, y in pairs])

    def _paint_axes(self, painter: QPainter) -> None:
        plot, height = self.plot(), painter.fontMetrics().height()
        painter.setPen(QColor(self._theme.hairline))
        painter.drawRect(plot)
        painter.drawLine(plot.bottomLeft(), plot.topRight())
        painter.setPen(QColor(self._theme.quiet))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        wide = painter.fontMetrics().horizontalAdvance("100 %") + SPACES[0]
        for share in (0.0, 0.5, 1.0) if plot.width() > 2 * wide else (0.0, 1.0):
            at, text = self.place(share, share), f"{100 * share:g} %"
            box = QRectF(0, at.y() - height / 2, px(_LEFT) - 4, height)
            painter.drawText(box, right, text)
            box = QRectF(at.x() - px(_LEFT) / 2, plot.bottom() + 2, px(_LEFT), height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        below = QRectF(plot.left(), plot.bottom() + 2 + height, plot.width(), height)
        unclipped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.drawText(below, unclipped, _("false alarms"))
        self._paint_upright(painter, _("caught"))

    def _paint_upright(self, painter: QPainter, text: str) -> None:
        """Write beside the plot, from its foot to its head."""
        plot = self.plot()
        painter.save()
        painter.rotate(-90)
        box = QRectF(-plot.bottom(), 0, plot.height(), painter.fontMetrics().height())
        unclipped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.drawText(box, unclipped, text)
        painter.restore()

    def _paint_names(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        y = metrics.ascent() + 3
        for line in self._lines()[::-1]:
            painter.setPen(self._pen(line))
            middle = y - metrics.ascent() / 2 + 1
            painter.drawLine(QPointF(SPACES[1], middle), QPointF(SPACES[1] + px(_STROKE), middle))
            painter.setPen(QColor(self._theme.text))
            at = QPointF(2 * SPACES[1] + px(_STROKE), y)
            area = three_digits(line.area)
            ways = _("{title}, AUC {area}"), "{title}, {area}"
            said = [way.format(title=line.title, area=area) for way in ways]
            painter.drawText(at, fitting(metrics, said, self.width() - round(at.x())))
            y += metrics.height()

    def _paint_point(self, painter: QPainter) -> None:
        if self._point is None:
            return
        painter.setPen(self._theme.pen(self._theme.panel, 2))
        painter.setBrush(QColor(self._theme.accent))
        painter.drawEllipse(self.place(*self._point), 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_missing(self, painter: QPainter) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.quiet))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        margin = SPACES[2]
        painter.drawText(self.rect().adjusted(margin, 0, -margin, 0), flags, self._missing)

    def _describe(self) -> None:
        said = [
            _("{title}: area {area}").format(title=line.title, area=three_digits(line.area))
            for line in self._lines()[::-1]
        ]
        self.setAccessibleDescription(", ".join(said) or self._missing)
        self.update()
