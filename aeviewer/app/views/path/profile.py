"""A profile: how one number goes along the path, as a slim curve below its strip."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.fitting import wrapped
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import factor, px
from aeviewer.app.views.path.strip import inset

_HEIGHT, _SLIM = 30, 20  # pixels
_EDGE = 4.0  # pixels above and below the curve
_DOT = 3.5  # radius
_VEIL = 40  # of 255, below the curve

Values = NDArray[np.float64]


class Profile(Themed):
    """Paints numbers over t from 0 to 1, or a sentence; the mouse goes along it.

    Attributes:
        moved: the mouse is over this place t, or, None, nowhere any more.
        taken: the mouse, pressed, takes t here.
        released: it was let go of.
    """

    moved = Signal(object)  # float | None
    taken = Signal(float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Values = np.empty(0)
        self._floor: float | None = None
        self._lack = ""
        self._t, self._held = 0.0, True
        self._height = _HEIGHT
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bounds(self) -> tuple[float, float]:
        """The numbers at the bottom and at the top; not finite, where there is nothing to show."""
        known = self._values[np.isfinite(self._values)]
        if not len(known):
            return math.nan, math.nan
        low = float(known.min()) if self._floor is None else min(self._floor, float(known.min()))
        return low, float(known.max())

    def show_values(self, values: Values, floor: float | None) -> None:
        """Show numbers (K,) at even places; with a floor the scale begins there."""
        self._values, self._floor, self._lack = values, floor, ""
        self.update()

    def show_lack(self, text: str) -> None:
        """Say what is missing instead."""
        self._values, self._lack = np.empty(0), text
        self.update()

    def set_t(self, t: float) -> None:
        """Mark a place."""
        self._t = t
        self.update()

    def set_held(self, on: bool) -> None:
        """Say whether the cursor is at that place, whose colour the mark then has."""
        self._held = on
        self.update()

    def set_slim(self, slim: bool) -> None:
        """Be lower than one would like to be, or not."""
        self._height = _SLIM if slim else _HEIGHT
        self.updateGeometry()

    def value(self, t: float) -> float:
        """The number at a place, between those known; NaN without any."""
        if not len(self._values):
            return math.nan
        return float(np.interp(t, np.linspace(0, 1, len(self._values)), self._values))

    def pixel(self, t: float) -> float:
        """Where a place stands: below the middle of the strip's picture of it."""
        left = inset(self.width())
        return left + t * (self.width() - 2 * left)

    def place(self, x: float) -> float:
        """Which place stands at a pixel, the nearest one beyond the ends."""
        left = inset(self.width())
        return min(max((x - left) / max(self.width() - 2 * left, 1.0), 0.0), 1.0)

    def sizeHint(self) -> QSize:
        """Slim, and as wide as the strip."""
        return QSize(120, px(self._height))

    def minimumSizeHint(self) -> QSize:
        """It takes what width is left over."""
        return QSize(0, px(self._height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take t to the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.taken.emit(self.place(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take t along, or tell where the mouse is."""
        t = self.place(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.taken.emit(t)
        self.moved.emit(t)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.released.emit()

    def leaveEvent(self, _event: object) -> None:
        """Nothing is pointed at any more."""
        self.moved.emit(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the curve with the mark at t, or the sentence."""
        with painting(self) as painter:
            if self._lack:
                self._paint_lack(painter)
            else:
                self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        low, high = self.bounds
        painter.setPen(QColor(self._theme.hairline))
        level = 0.0 if low < 0 < high else low
        base = round(self._y(level)) + 0.5 if math.isfinite(low) else self.height() - px(_EDGE)
        painter.drawLine(QPointF(self.pixel(0), base), QPointF(self.pixel(1), base))
        if not math.isfinite(low):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for run in self._runs():
            self._paint_run(painter, run, base)
        self._paint_mark(painter)

    def _paint_run(self, painter: QPainter, run: list[QPointF], base: float) -> None:
        ink = QColor(self._theme.text)
        painter.setPen(self._theme.pen(ink, 1.5))
        painter.drawPolyline(QPolygonF(run))
        ink.setAlpha(_VEIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        below = [QPointF(run[-1].x(), base), QPointF(run[0].x(), base)]
        painter.drawPolygon(QPolygonF([*run, *below]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_mark(self, painter: QPainter) -> None:
        x, value = self.pixel(self._t), self.value(self._t)
        colour = self._theme.cursor if self._held else self._theme.text
        painter.setPen(self._theme.pen(colour, 1))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        if math.isfinite(value):
            painter.setPen(self._theme.pen(self._theme.panel, 1))
            painter.setBrush(QColor(colour))
            painter.drawEllipse(QPointF(x, self._y(value)), _DOT * factor(), _DOT * factor())
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_lack(self, painter: QPainter) -> None:
        painter.setFont(caption_font(self.font()))
        painter.setPen(QColor(self._theme.quiet))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()), side, "\n".join(self.said(painter.fontMetrics())))

    def said(self, metrics: QFontMetrics) -> list[str]:
        """The sentence in lines, or, where it is too low for these, in one that is cut off."""
        lines = wrapped(metrics, [self._lack], self.width())
        if len(lines) * metrics.lineSpacing() <= self.height():
            return lines
        return [metrics.elidedText(self._lack, Qt.TextElideMode.ElideRight, self.width())]

    def _runs(self) -> list[list[QPointF]]:
        """The points of the curve, in pieces between what is no number."""
        places = np.linspace(0, 1, len(self._values))
        known = np.isfinite(self._values)
        edges = np.flatnonzero(np.diff(known)) + 1
        runs = []
        for piece in np.split(np.arange(len(places)), edges):
            if known[piece[0]]:
                pairs = zip(places[piece].tolist(), self._values[piece].tolist(), strict=True)
                runs.append([QPointF(self.pixel(t), self._y(value)) for t, value in pairs])
        return runs

    def _y(self, value: float) -> float:
        low, high = self.bounds
        share = (value - low) / (high - low) if high > low else (0.5 if high else 0.0)
        return self.height() - px(_EDGE) - share * (self.height() - 2 * px(_EDGE))
