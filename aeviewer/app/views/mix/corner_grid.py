"""The four-corner grid: pictures blended from four anchors, and the place one is at in it."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import resized
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import TYPE
from aeviewer.app.views.map.marks import letter, paint_cursor
from aeviewer.session.view import Point
from aeviewer.words import N_, _

_LETTER = 16.0  # pixels beside the pictures
_RING = 7  # radius
_BOUND = 128, 128, 128, 96  # a grey that is quiet on black and on white
_FINE = 0.1  # of a picture, for an arrow key with Shift
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_DESCRIPTION = N_("Drag, or press the arrow keys, and the cursor goes along; Shift for small steps")


class CornerGrid(Themed):
    """Shows side x side pictures between A, B, C and D; the mouse and the keys go about in them.

    Attributes:
        taken: the person is at this place, (across, down), each in [0, 1].
        released: a gesture has ended.
    """

    taken = Signal(object)  # Point
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._side = 1
        self._spot: Point = (0.5, 0.5)
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.setAccessibleName(_("Grid between four corners"))
        self.setAccessibleDescription(_(_DESCRIPTION))
        self.setToolTip(_(_DESCRIPTION))

    def set_image(self, image: QImage | None, side: int) -> None:
        """Show side x side pictures of one size, as one."""
        self._image, self._side = image, side
        self.update()

    def set_spot(self, spot: Point) -> None:
        """Mark a place."""
        self._spot = spot
        self.update()

    def set_held(self, on: bool) -> None:
        """Say whether the cursor is at that place, or has gone elsewhere."""
        self._held = on
        self.update()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(460, 460)

    def picture(self) -> QRectF:
        """Where the pictures stand."""
        if self._image is None or self._image.isNull():
            return QRectF()
        room = QRectF(self.rect()).adjusted(px(_LETTER), 2, -px(_LETTER), -2)
        return place(self._image.size(), room, self.devicePixelRatioF())

    def pixel(self, spot: Point) -> QPointF:
        """Where a place stands: the corners in the middle of their pictures."""
        where, cell = self.picture(), self._cell()
        inner = QSizeF(where.width() - cell.width(), where.height() - cell.height())
        return where.topLeft() + QPointF(
            cell.width() / 2 + spot[0] * inner.width(), cell.height() / 2 + spot[1] * inner.height()
        )

    def spot(self, pixel: QPointF) -> Point:
        """Which place stands at a pixel, the nearest one beyond the edges."""
        first, last = self.pixel((0, 0)), self.pixel((1, 1))
        across = (pixel.x() - first.x()) / max(last.x() - first.x(), 1.0)
        down = (pixel.y() - first.y()) / max(last.y() - first.y(), 1.0)
        return _within(across), _within(down)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() == Qt.MouseButton.LeftButton and self._image is not None:
            self.taken.emit(self.spot(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._image is not None:
            self.taken.emit(self.spot(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next picture, or a tenth of the way."""
        if event.key() not in _ARROWS or self._image is None:
            super().keyPressEvent(event)
            return
        fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        step = (_FINE if fine else 1.0) / max(self._side - 1, 1)
        right, down = _ARROWS[Qt.Key(event.key())]
        x, y = self._spot
        self.taken.emit((_within(x + right * step), _within(y + down * step)))
        self.released.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pictures, the letters and the mark."""
        with painting(self) as painter:
            if self._image is not None and not self.picture().isEmpty():
                self._paint(painter, self._image)

    def _paint(self, painter: QPainter, image: QImage) -> None:
        where = self.picture()
        paint(painter, image, where, QColor(self._theme.hairline))
        self._paint_bounds(painter, where)
        if self.hasFocus():
            painter.setPen(self._theme.pen(self._theme.accent, 2))
            painter.drawRect(where.adjusted(-1, -1, 1, 1))
        self._paint_letters(painter, where)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = self.pixel(self._spot)
        if self._held:
            paint_cursor(painter, (at.x(), at.y()), self._theme)
        else:
            painter.setPen(self._theme.pen(self._theme.faded, 2))
            painter.drawEllipse(at, px(_RING), px(_RING))

    def _paint_bounds(self, painter: QPainter, where: QRectF) -> None:
        """Tell pictures apart that fill their whole field."""
        painter.setPen(QPen(QColor(*_BOUND), 1))
        cell = self._cell()
        for number in range(1, self._side):
            x, y = where.left() + number * cell.width(), where.top() + number * cell.height()
            painter.drawLine(QPointF(x, where.top()), QPointF(x, where.bottom()))
            painter.drawLine(QPointF(where.left(), y), QPointF(where.right(), y))

    def _paint_letters(self, painter: QPainter, where: QRectF) -> None:
        font = resized(self.font(), TYPE[2])
        font.setBold(True)
        painter.setFont(font)
        cell = self._cell()
        for number in range(4):
            colour = self._theme.anchor_b if number else self._theme.anchor_a
            painter.setPen(QColor(colour))
            left = where.right() + 2 if number % 2 else where.left() - px(_LETTER)
            top = where.bottom() - cell.height() if number > 1 else where.top()
            room = QRectF(left, top, px(_LETTER) - 2, cell.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, letter(number))

    def _cell(self) -> QSizeF:
        where = self.picture()
        return QSizeF(where.width() / self._side, where.height() / self._side)


def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)
