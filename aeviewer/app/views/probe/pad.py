"""A posterior to hold: an ellipse in the map's plane, to be dragged and stretched by hand."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.inviting import Inviting
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.look.fonts import monospaced
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import LIGHT, SPACES, TYPE, Theme
from aeviewer.session.view import Point
from aeviewer.words import _

_REACH = 14.0  # points around a handle where it is grasped
_HANDLE = 5.0
_ROOM = 2.4  # half of the shorter side, in the widest std
_OUTER = 2.0  # stds: the ellipse that the handles are on
_STEP = 0.25  # of the std, that an arrow key moves the mean
_NOTCH = 1.1  # factor of the widths, for a notch of the wheel or a key
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
_WIDTHS = {Qt.Key.Key_Plus: _NOTCH, Qt.Key.Key_Equal: _NOTCH, Qt.Key.Key_Minus: 1 / _NOTCH}


@dataclass(frozen=True)
class Oval:
    """A Gaussian as it lies in the plane.

    Attributes:
        centre: its mean.
        widths: the stds along its two axes.
        angle: radians of the first axis, counter-clockwise from the plane's x.
        home: the mean of the sample that it was of.
        draws: points drawn from it.
    """

    centre: Point
    widths: tuple[float, float]
    angle: float = 0.0
    home: Point = (0.0, 0.0)
    draws: tuple[Point, ...] = ()

    def end(self, axis: int) -> Point:
        """Where an axis ends, two stds from the mean."""
        turn, length = self.angle + axis * math.pi / 2, _OUTER * self.widths[axis]
        return (
            self.centre[0] + length * math.cos(turn),
            self.centre[1] + length * math.sin(turn),
        )


class PosteriorPad(Inviting):
    """Shows an ellipse of one and of two stds; its middle and the ends of its axes are handles.

    Attributes:
        moved: the mean is to be at a point of the plane.
        stretched: the std along an axis, 0 or 1, is to be so long.
        scaled: all stds are to be so many times as long.
        released: a gesture has ended.
    """

    moved = Signal(object)  # Point
    stretched = Signal(int, float)
    scaled = Signal(float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._theme = LIGHT
        self._oval: Oval | None = None
        self._held: int | None = None  # 0 and 1: an axis's end, 2: the middle
        self._middle: Point = (0.0, 0.0)
        self._span = 1.0  # of the plane, on the shorter side
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 84)
        self.setAccessibleName(_("Posterior"))
        self.setToolTip(_("Drag the middle, stretch the ends; the wheel or + and - widen it"))

    @property
    def oval(self) -> Oval | None:
        """What is shown."""
        return self._oval

    def set_oval(self, oval: Oval | None) -> None:
        """Show a posterior; None shows the sentence."""
        self._oval = oval
        if oval is not None and self._held is None:
            self._frame(oval)
        self.describe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def to_pixel(self, point: Point) -> QPointF:
        """Where a point of the plane is."""
        scale = self._scale()
        return QPointF(
            self.width() / 2 + (point[0] - self._middle[0]) * scale,
            self.height() / 2 - (point[1] - self._middle[1]) * scale,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a handle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self._handle_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held, or show what could be."""
        oval, at = self._oval, event.position()
        if oval is None or self._held is None:
            over = self._handle_at(at) is not None
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        x, y = self._to_point(at)
        if self._held == 2:
            self.moved.emit((x, y))
            return
        turn = oval.angle + self._held * math.pi / 2
        length = (x - oval.centre[0]) * math.cos(turn) + (y - oval.centre[1]) * math.sin(turn)
        least = self._span / 1000
        self.stretched.emit(self._held, max(abs(length) / _OUTER, least))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self._held is not None:
            self._held = None
            if self._oval is not None:
                self._frame(self._oval)
            self.update()
            self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Widen or narrow all stds."""
        if self._oval is None:
            event.ignore()
            return
        self.scaled.emit(_NOTCH ** (event.angleDelta().y() / 120))
        self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrows, widen by + and narrow by -."""
        key, oval = Qt.Key(event.key()), self._oval
        if oval is not None and key in _ARROWS:
            step = _STEP * max(oval.widths)
            across, up = _ARROWS[key]
            self.moved.emit((oval.centre[0] + across * step, oval.centre[1] + up * step))
        elif oval is not None and key in _WIDTHS:
            self.scaled.emit(_WIDTHS[key])
        else:
            super().keyPressEvent(event)
            return
        self.released.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ellipse with its handles, or the sentence."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
            if self._oval is None:
                self.paint_invitation(painter, 4)
            else:
                self._paint(painter, self._oval)

    def _paint(self, painter: QPainter, oval: Oval) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        home, centre = self.to_pixel(oval.home), self.to_pixel(oval.centre)
        quiet, accent = QColor(self._theme.quiet), QColor(self._theme.accent)
        painter.setPen(self._theme.pen(quiet, 1.5))
        for slope in (1, -1):
            painter.drawLine(home + QPointF(-4, -4 * slope), home + QPointF(4, 4 * slope))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(quiet)
        for point in oval.draws:
            painter.drawEllipse(self.to_pixel(point), 2.0, 2.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stds, style in ((1, Qt.PenStyle.SolidLine), (_OUTER, Qt.PenStyle.DashLine)):
            painter.setPen(self._theme.pen(accent, 1.5, style))
            painter.save()
            painter.translate(centre)
            painter.rotate(-math.degrees(oval.angle))
            scale = self._scale() * stds
            painter.drawEllipse(QPointF(0, 0), oval.widths[0] * scale, oval.widths[1] * scale)
            painter.restore()
        painter.setPen(self._theme.pen(accent, 2))
        painter.setBrush(QColor(self._theme.panel))
        for handle in self._handles(oval)[:2]:
            painter.drawEllipse(handle, px(_HANDLE), px(_HANDLE))
        painter.setBrush(accent)
        painter.drawEllipse(centre, px(_HANDLE), px(_HANDLE))
        self._paint_words(painter, oval)

    def _paint_words(self, painter: QPainter, oval: Oval) -> None:
        painter.setFont(monospaced(TYPE[0]))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        words = "\n".join(["std", *(three_digits(width) for width in oval.widths)])
        corner = self.rect().adjusted(SPACES[0], 0, -SPACES[0], -2)
        painter.drawText(corner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)

    def _frame(self, oval: Oval) -> None:
        """Keep in sight where the posterior was and where it is."""
        self._middle = (
            (oval.home[0] + oval.centre[0]) / 2,
            (oval.home[1] + oval.centre[1]) / 2,
        )
        apart = math.dist(oval.home, oval.centre)
        self._span = max(apart + 2 * _ROOM * max(oval.widths), 1e-9)

    def _scale(self) -> float:
        return min(self.width(), self.height()) / self._span

    def _to_point(self, pixel: QPointF) -> Point:
        scale = self._scale()
        return (
            self._middle[0] + (pixel.x() - self.width() / 2) / scale,
            self._middle[1] - (pixel.y() - self.height() / 2) / scale,
        )

    def _handles(self, oval: Oval) -> list[QPointF]:
        """Both ends, then the middle."""
        return [self.to_pixel(point) for point in (oval.end(0), oval.end(1), oval.centre)]

    def _handle_at(self, pixel: QPointF) -> int | None:
        if self._oval is None:
            return None
        gaps = [(handle - pixel).manhattanLength() for handle in self._handles(self._oval)]
        nearest = min((2, 0, 1), key=lambda number: gaps[number])  # the middle, where all meet
        return nearest if gaps[nearest] <= px(_REACH) else None

    def describe(self) -> None:
        """Tell what is shown, or the sentence."""
        if self._oval is None:
            self.setAccessibleDescription(self.invitation)
            return
        x, y = (three_digits(value) for value in self._oval.centre)
        first, second = (three_digits(value) for value in self._oval.widths)
        self.setAccessibleDescription(
            _("mean {x}, {y}; std {first}, {second}").format(x=x, y=y, first=first, second=second)
        )
