"""The presenter's mirror: what the audience sees, small, with the pointer on it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.lecture.tools import Tool
from aeviewer.words import N_, _

_ARROW = ((0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (12, 12))
_BLACK = N_("The audience sees a black screen")


class Mirror(Themed):
    """Shows a picture of the audience's window; to move over it is to point there.

    Attributes:
        pointed: a place in the audience's window (QPointF), or None when the pointer has left.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._scaled = QPixmap(), QPixmap()
        self._at: QPointF | None = None
        self._tool: Tool | None = None
        self._black = False
        self.setMouseTracking(True)
        self.setMinimumSize(240, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("What the audience sees"))
        self.setToolTip(_("What the audience sees; point here to point there"))

    def set_picture(self, picture: QPixmap) -> None:
        """Show a newer picture of the audience's window."""
        self._picture, self._scaled = picture, QPixmap()
        self.update()

    def set_pointer(self, at: QPointF | None, tool: Tool | None) -> None:
        """Say where in that window the pointer is, and what tool is there."""
        if (at, tool) != (self._at, self._tool):
            self._at, self._tool = at, tool
            self.update()

    def set_black(self, on: bool) -> None:
        """Say whether the audience sees nothing at all."""
        self._black = on
        self.setAccessibleDescription(_(_BLACK) if on else "")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as half a laptop's screen."""
        return QSize(640, 360)

    def place(self) -> QRectF:
        """Where the picture stands in the widget; empty without one."""
        size = self._picture.deviceIndependentSize()
        if size.isEmpty():
            return QRectF()
        size.scale(self.width(), self.height(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - size.width()) / 2
        return QRectF(round(left), 0, round(size.width()), round(size.height()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the same place before the audience."""
        place = self.place()
        if place.isEmpty() or not place.contains(event.position()):
            self.pointed.emit(None)
            return
        self.pointed.emit((event.position() - place.topLeft()) / self._factor(place))

    def leaveEvent(self, event: object) -> None:
        """Point nowhere."""
        del event
        self.pointed.emit(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and the pointer or its tool."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        place = self.place()
        if place.isEmpty():
            return
        painter.drawPixmap(place.topLeft(), self._fitted(place))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(place)
        painter.setClipRect(place)
        painter.save()
        painter.translate(place.topLeft())
        factor = self._factor(place)
        painter.scale(factor, factor)
        self._paint_pointer(painter)
        painter.restore()
        if self._black:
            self._paint_black(painter, place)

    def _paint_pointer(self, painter: QPainter) -> None:
        room = QRectF(QPointF(), self._picture.deviceIndependentSize())
        if self._tool is not None:
            self._tool.paint(painter, room, self._at, self._picture, self._theme)
        if self._at is not None and (self._tool is None or not self._tool.replaces):
            painter.resetTransform()
            place = self.place()
            painter.translate(place.topLeft() + self._at * self._factor(place))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor("#ffffff"), 1.5))
            painter.setBrush(QColor("#000000"))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in _ARROW]))

    def _paint_black(self, painter: QPainter, place: QRectF) -> None:
        painter.fillRect(place, QColor(0, 0, 0, 190))
        painter.setPen(QColor("#ffffff"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(place, int(flags), _(_BLACK))

    def _factor(self, place: QRectF) -> float:
        return place.width() / self._picture.deviceIndependentSize().width()

    def _fitted(self, place: QRectF) -> QPixmap:
        """The picture in the size it is painted in, made once for each."""
        ratio = self.devicePixelRatioF()
        wanted = (place.size() * ratio).toSize()
        if self._scaled.size() != wanted:
            smooth = Qt.TransformationMode.SmoothTransformation
            fill = Qt.AspectRatioMode.IgnoreAspectRatio
            self._scaled = self._picture.scaled(wanted, fill, smooth)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled
