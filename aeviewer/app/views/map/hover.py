"""The card beside the mouse: the sample it points at, as a large picture."""

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.map.marks import small

_SIDE = 112  # pixels of the picture's longer side, about
_LARGEST = 224
_AWAY = 20  # pixels from the mouse to the card


def enlarged(size: QSize, ratio: float) -> QSizeF:
    """The logical size of a picture, enlarged by a whole factor of the screen's own pixels."""
    longest = max(size.width(), size.height(), 1)
    factor: float = max(1, round(_SIDE * ratio / longest))
    if longest * factor > _LARGEST * ratio:
        factor = _LARGEST * ratio / longest
    return QSizeF(size) * (factor / ratio)


def placed(card: QSize, at: QPoint, canvas: QRect) -> QPoint:
    """Where a card goes: beside the point, on the side where there is room, never over it."""
    x, y = at.x() + _AWAY, at.y() + _AWAY
    if x + card.width() > canvas.right():
        x = at.x() - _AWAY - card.width()
    if y + card.height() > canvas.bottom():
        y = at.y() - _AWAY - card.height()
    return QPoint(
        min(max(x, canvas.left()), max(canvas.right() - card.width(), canvas.left())),
        min(max(y, canvas.top()), max(canvas.bottom() - card.height(), canvas.top())),
    )


class HoverCard(QWidget):
    """A picture with its caption; the mouse goes through it."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._theme: Theme | None = None
        self._image: QImage | None = None
        self._caption = ""
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def show_sample(self, image: QImage | None, caption: str, at: QPoint) -> None:
        """Show a sample beside a point of the canvas."""
        self._image, self._caption = image, caption
        self.resize(self._wanted())
        self.follow(at)
        self.setVisible(image is not None or bool(caption))
        self.update()

    def follow(self, at: QPoint) -> None:
        """Go where the mouse went."""
        margin = SPACES[1]
        canvas = self._canvas.rect().adjusted(margin, margin, -margin, -margin)
        self.move(placed(self.size(), at, canvas))

    def _picture(self) -> QSizeF:
        if self._image is None:
            return QSizeF(0, 0)
        return enlarged(self._image.size(), self.devicePixelRatioF())

    def _lines(self) -> list[str]:
        metrics = QFontMetrics(small(self.font()))
        wide = max(math.ceil(self._picture().width()), 2 * _SIDE)
        return [
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, wide)
            for line in self._caption.splitlines()
        ]

    def _wanted(self) -> QSize:
        metrics, space, lines = QFontMetrics(small(self.font())), SPACES[1], self._lines()
        picture = self._picture()
        width = max([math.ceil(picture.width()), *map(metrics.horizontalAdvance, lines)])
        gap = SPACES[0] if lines and self._image is not None else 0
        height = math.ceil(picture.height()) + gap + metrics.lineSpacing() * len(lines)
        return QSize(width + 2 * space, height + 2 * space)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        if self._theme is None:
            return
        with painting(self) as painter:
            self._paint_ground(painter, self._theme)
            bottom = self._paint_picture(painter)
            self._paint_caption(painter, self._theme, bottom)

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.pen(theme.hairline, 1))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_picture(self, painter: QPainter) -> float:
        """Paint the picture with hard pixels, and return where it ends."""
        if self._image is None:
            return float(SPACES[1])
        size = self._picture()
        shrunk = size.width() * self.devicePixelRatioF() < self._image.width()
        left = round((self.width() - size.width()) / 2)
        box = QRectF(QPointF(left, SPACES[1]), size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
        painter.drawImage(box, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-1, -1, 0, 0))
        return box.bottom() + SPACES[0]

    def _paint_caption(self, painter: QPainter, theme: Theme, top: float) -> None:
        painter.setFont(small(self.font()))
        painter.setPen(QColor(theme.text))
        metrics = QFontMetrics(painter.font())
        for number, line in enumerate(self._lines()):
            baseline = top + metrics.ascent() + number * metrics.lineSpacing()
            painter.drawText(QPointF(SPACES[1], baseline), line)
