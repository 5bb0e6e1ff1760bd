"""The pad: a black sheet on which one draws in white, or rubs out."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.kit.watching import watch
from aeviewer.session.store import Store
from aeviewer.session.view import Point, Stroke, View
from aeviewer.words import N_, _

_INK = 140  # pixels of the sheet's side, as a model's input is made of it
_PEN, _RUBBER = 0.075, 0.14  # of the side
_INVITATION = N_("Draw here")


class Pad(Themed):
    """Paints the view's strokes, and adds to them under the mouse; the right button rubs out.

    Attributes:
        drawn: a stroke has begun, or has become longer.
        finished: a stroke has ended.
        rubbing: whether the left button rubs out, too.
    """

    drawn = Signal()
    finished = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._open = False
        self.rubbing = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAccessibleName(_("Drawing pad"))
        self.setAccessibleDescription(_("Draw with the left button, rub out with the right one"))
        watch(self, store, self._follow, "strokes")

    @property
    def drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self._open

    def ink(self) -> NDArray[np.float32]:
        """The drawing as a square of ink, (140, 140), from 0 to 1."""
        sheet = QImage(_INK, _INK, QImage.Format.Format_Grayscale8)
        sheet.fill(Qt.GlobalColor.black)
        painter = QPainter(sheet)
        _paint_strokes(painter, self._store.view.strokes, QRectF(0, 0, _INK, _INK))
        painter.end()
        rows = np.frombuffer(sheet.constBits(), np.uint8).reshape(_INK, sheet.bytesPerLine())
        return rows[:, :_INK].astype(np.float32) / np.float32(255)

    def sizeHint(self) -> QSize:
        """As large as the probe's picture."""
        return QSize(220, 220)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        buttons = {Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton}
        if self._open or event.button() not in buttons:
            return
        self._open = True
        rub = self.rubbing or event.button() == Qt.MouseButton.RightButton
        stroke = Stroke((self._point(event),), rub)
        self._store.set(strokes=(*self._store.view.strokes, stroke))
        self.drawn.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        strokes = self._store.view.strokes
        if self._open and strokes:
            *before, last = strokes
            longer = Stroke((*last.points, self._point(event)), last.rub)
            self._store.set(strokes=(*before, longer))
            self.drawn.emit()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End the stroke."""
        if self._open:
            self._open = False
            self.finished.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        with painting(self) as painter:
            sheet = self._sheet()
            painter.fillRect(sheet, Qt.GlobalColor.black)
            painter.setClipRect(sheet)
            _paint_strokes(painter, self._store.view.strokes, sheet)
            painter.setClipping(False)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QColor(self._theme.hairline))
            painter.drawRect(sheet.adjusted(0, 0, -1, -1))
            if not self._store.view.strokes:
                painter.setPen(QColor("#a0a6ae"))
                painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, _(_INVITATION))

    def _sheet(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    def _point(self, event: QMouseEvent) -> Point:
        sheet, at = self._sheet(), event.position()
        return (at.x() - sheet.x()) / sheet.width(), (at.y() - sheet.y()) / sheet.height()

    def _follow(self, _view: View) -> None:
        if self._store.whole:  # an undo under the pen: it must not go on with an earlier stroke
            self._open = False
        self.update()


def _paint_strokes(painter: QPainter, strokes: tuple[Stroke, ...], sheet: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = sheet.width()
    for stroke in strokes:
        colour = Qt.GlobalColor.black if stroke.rub else Qt.GlobalColor.white
        width = side * (_RUBBER if stroke.rub else _PEN)
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, round_cap, round_join))
        points = [QPointF(sheet.x() + x * side, sheet.y() + y * side) for x, y in stroke.points]
        if len(points) == 1:
            painter.drawPoint(points[0])
        painter.drawPolyline(QPolygonF(points))
