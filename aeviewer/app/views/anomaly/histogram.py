"""The histogram of anomaly scores, with the threshold to drag."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.camera import ticks
from aeviewer.app.kit.fitting import fitting
from aeviewer.app.kit.kinds import paint_key, paint_shape
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES
from aeviewer.app.views.anomaly.verdicts import Groups, Scores
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _, ngettext

_BINS = 60
_ROOM = 1.02  # times the highest score is on the axis
_LEFT, _TOP, _RIGHT, _BELOW = 40, 40, 12, 36  # pixels around the plot
_HIGH = 160  # pixels of height at least
_TICK = 70  # pixels from one number to the next, about
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
}
_FINE = 200  # such steps are the whole axis


class ScoreHistogram(Themed):
    """Shares of normal images and of anomalies for each score; writes the view's threshold."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._groups, self._high = Groups(), 1.0
        self._shares: list[Scores] = []
        self._proposed: float | None = None
        self._held = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(180)
        sized(self, QWidget.setMinimumHeight, _HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(_("Threshold of the anomaly score"))
        self.setToolTip(
            _(
                "Drag the line: what scores as high or higher is called an anomaly.\n"
                "Arrow keys and Page Up and Down move it, Home puts it where it is proposed."
            )
        )
        watch(self, store, self._follow, "threshold")

    @property
    def threshold(self) -> float | None:
        """The view's threshold, or the proposed one."""
        chosen = self._store.view.threshold
        return self._proposed if chosen is None else chosen

    def set_groups(self, groups: Groups) -> None:
        """Show other scores."""
        self._groups, self._high = groups, _ROOM * groups.highest or 1.0
        edges = np.linspace(0, self._high, _BINS + 1)
        parts = [groups.normal, groups.others]
        self._shares = [
            (np.histogram(part, edges)[0] / max(1, len(part))).astype(np.float32) for part in parts
        ]
        self.update()

    def set_proposed(self, threshold: float | None) -> None:
        """Put the line here for as long as nobody has moved it."""
        self._proposed = threshold
        self._follow(self._store.view)

    def plot(self) -> QRectF:
        """Where the bars stand."""
        return QRectF(self.rect()).adjusted(px(_LEFT), px(_TOP), -px(_RIGHT), -px(_BELOW))

    def x_of(self, score: float) -> float:
        """Where a score stands, at the nearer end if it is off the axis."""
        plot = self.plot()
        return plot.left() + plot.width() * min(max(score / self._high, 0.0), 1.0)

    def sizeHint(self) -> QSize:
        """Broader than high."""
        return QSize(380, 212)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line there."""
        if event.button() == Qt.MouseButton.LeftButton and self._shares:
            self._held = True
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line follows."""
        if self._held:
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is one step of undo."""
        if self._held and event.button() == Qt.MouseButton.LeftButton:
            self._held = False
            self._store.settle()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line by keys."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self._store.set(threshold=None)
        elif key in _STEPS and self.threshold is not None:
            moved = min(self.threshold, self._high) + _STEPS[key] * self._high / _FINE
            self._store.set(threshold=min(max(moved, 0.0), self._high))
        else:
            super().keyPressEvent(event)
            return
        self._store.settle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes, both shapes and the line."""
        with painting(self) as painter:
            painter.setFont(caption_font(self.font()))
            painter.fillRect(self.rect(), QColor(self._theme.panel))
            self._paint_axes(painter)
            self._paint_keys(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, shares in enumerate(self._shares):
                if shares.any():
                    paint_shape(painter, self._shape(shares), self._theme, number == 1)
            self._paint_threshold(painter)
            if self.hasFocus():
                painter.setPen(self._theme.pen(self._theme.accent, 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _move_to(self, x: float) -> None:
        plot = self.plot()
        share = min(max((x - plot.left()) / max(plot.width(), 1), 0.0), 1.0)
        self._store.set(threshold=share * self._high)

    def _follow(self, _view: View) -> None:
        at = self.threshold
        self.setAccessibleDescription(
            "" if at is None else _("at {at}").format(at=three_digits(at))
        )
        self.update()

    def _top(self) -> float:
        return max((float(shares.max()) for shares in self._shares), default=0.0) or 1.0

    def _shape(self, shares: Scores) -> QPainterPath:
        """Steps from bin to bin, from end to end of the axis."""
        plot, top = self.plot(), self._top()
        path = QPainterPath(plot.bottomLeft())
        wide = plot.width() / _BINS
        for place, share in enumerate(shares.tolist()):
            y = plot.bottom() - plot.height() * share / top
            path.lineTo(plot.left() + place * wide, y)
            path.lineTo(plot.left() + (place + 1) * wide, y)
        path.lineTo(plot.bottomRight())
        return path

    def _paint_axes(self, painter: QPainter) -> None:
        plot, line = self.plot(), painter.fontMetrics().height()
        painter.setPen(QColor(self._theme.hairline))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(QColor(self._theme.quiet))
        for score in ticks(0, self._high, round(plot.width() / px(_TICK))):
            box = QRectF(self.x_of(score) - px(_TICK) / 2, plot.bottom() + 2, px(_TICK), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{score:g}")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for share in ticks(0, self._top(), 3)[1:]:
            y = plot.bottom() - plot.height() * share / self._top()
            painter.drawText(
                QRectF(0, y - line / 2, px(_LEFT) - 4, line), right, f"{100 * share:g} %"
            )
        words = QRectF(plot.left(), plot.bottom() + 2 + line, plot.width(), line)
        ways = _("squared error, summed over pixels"), _("squared error")
        said = fitting(painter.fontMetrics(), ways, round(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_keys(self, painter: QPainter) -> None:
        at = QPointF(SPACES[1], painter.fontMetrics().ascent() + 3)
        normal, others = len(self._groups.normal), len(self._groups.others)
        if not self._groups.told:
            said = ngettext("the only image", "all {normal:,} images", normal)
            paint_key(painter, at, said.format(normal=normal), self._theme, None)
            return
        wide = paint_key(
            painter, at, _("normal {normal:,}").format(normal=normal), self._theme, anomalous=False
        )
        at += QPointF(wide + SPACES[2], 0)
        paint_key(
            painter, at, _("others {others:,}").format(others=others), self._theme, anomalous=True
        )

    def _paint_threshold(self, painter: QPainter) -> None:
        score, plot = self.threshold, self.plot()
        if score is None or not self._shares:
            return
        x = round(self.x_of(score))
        wash = QColor(self._theme.accent)
        wash.setAlpha(22)
        painter.fillRect(QRectF(x, plot.top(), plot.right() - x, plot.height()), wash)
        painter.setPen(self._theme.pen(self._theme.accent, 2))
        painter.drawLine(QPointF(x, plot.top() - 2), QPointF(x, plot.bottom()))
        painter.setBrush(QColor(self._theme.accent if self._held else self._theme.panel))
        painter.drawRoundedRect(QRectF(x - 4, plot.center().y() - 9, 8, 18), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._paint_value(painter, x, score)

    def _paint_value(self, painter: QPainter, x: int, score: float) -> None:
        word = _("proposed ") if self._store.view.threshold is None else ""
        text, metrics = f"{word}{three_digits(score)}", painter.fontMetrics()
        wide = metrics.horizontalAdvance(text)
        left = min(max(x - wide / 2, 2), self.width() - wide - 2)
        painter.setPen(QColor(self._theme.accent))
        painter.drawText(QPointF(left, px(_TOP) - metrics.descent() - 3), text)
