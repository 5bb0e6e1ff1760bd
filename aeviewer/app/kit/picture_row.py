"""A row of large pictures, enlarged alike, with what they are and figures below each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.fitting import wrapped
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import enlargement, paint
from aeviewer.app.look.fonts import caption_font, monospaced
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.session.view import Point
from aeviewer.words import _

_GAP = SPACES[1]
_LINE = TYPE[0] + SPACES[0] + 1
_LINES = 4  # below each picture: what it is, and three of figures
_NARROWEST = 92.0  # points that a line of figures takes, where there is so much for each
_GAIN = re.compile("[+\N{MINUS SIGN}]\\d[\\d.]*|(?<![\\d.])0(?![\\d.])")
_LONGEST = "+0.00"  # and as long from 10 dB on
_LOWEST = 84  # points of a picture's height, below which little is seen


@dataclass(frozen=True)
class Entry:
    """One picture.

    Attributes:
        caption: what it is, in a word.
        image: the picture.
        lines: figures, or what can be done with it.
        key: the colours from low to high, '#rrggbb', of a picture that shows numbers.
        ends: what is at the ends of the key.
        veil: laid over the picture, of its size; None for nothing.
    """

    caption: str
    image: QImage
    lines: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    ends: tuple[str, str] = ("", "")
    veil: QImage | None = None


class PictureRow(QWidget):
    """Shows pictures of one size side by side; the first can be rubbed with the mouse.

    Attributes:
        rubbed: the mouse goes over the first picture, pressed, from one point to another, (x, y)
            in shares of its width and height; both may lie outside it.
        released: it was let go of.
    """

    rubbed = Signal(object, object)  # Point, Point
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._last: Point | None = None
        self.setMouseTracking(True)
        self.setAccessibleName(_("Pictures side by side"))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return self._entries

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these pictures, all of one size."""
        self._entries = tuple(entries)
        said = (" ".join((entry.caption, *entry.lines)) for entry in entries)
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def height_in(self, room: QSize) -> int:
        """The height of pictures and texts, as large as the room allows."""
        return round(self._picture(QSizeF(room)).height()) + self._below(room.width())

    def least_height(self, width: int) -> int:
        """The height of pictures that are just large enough, and of the texts."""
        return px(_LOWEST) + self._below(width)

    def places(self) -> list[QRectF]:
        """Where each picture stands."""
        size = self._picture(QSizeF(self.size()))
        step = self._column(size.width(), self.width()) + _GAP
        return [QRectF(QPointF(1 + number * step, 1), size) for number in range(len(self._entries))]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to rub where the first picture is."""
        if event.button() == Qt.MouseButton.LeftButton and self._is_over(event.position()):
            self._last = self._point(event.position())
            self.rubbed.emit(self._last, self._last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Rub on, or show where one could."""
        if self._last is not None:
            before, self._last = self._last, self._point(event.position())
            self.rubbed.emit(before, self._last)
        elif self._is_over(event.position()):
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() == Qt.MouseButton.LeftButton and self._last is not None:
            self._last = None
            self.released.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint each picture with its frame, and the words below."""
        with painting(self) as painter:
            for entry, rect in zip(self._entries, self.places(), strict=True):
                self._paint(painter, entry, rect)

    def _paint(self, painter: QPainter, entry: Entry, rect: QRectF) -> None:
        paint(painter, entry.image, rect, self.palette().color(QPalette.ColorRole.Mid))
        if entry.veil is not None:
            painter.drawImage(rect, entry.veil)
        wide = self._column(rect.width(), self.width())
        line = QRectF(rect.left(), rect.bottom() + SPACES[0] - px(_LINE), wide, px(_LINE))
        painter.setFont(caption_font(self.font()))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for words in wrapped(painter.fontMetrics(), (entry.caption,), int(wide)):
            line.translate(0, px(_LINE))
            _write(painter, line, words)
        if entry.key:
            line.translate(0, px(_LINE))
            _paint_key(painter, entry.key, line.adjusted(0, 2, 0, -4))
            line.translate(0, px(_LINE))
            _write(painter, line, entry.ends[0])
            _write(painter, line, entry.ends[1], Qt.AlignmentFlag.AlignRight)
        painter.setFont(monospaced(TYPE[0]))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        for words in wrapped(painter.fontMetrics(), entry.lines, int(wide)):
            line.translate(0, px(_LINE))
            _write(painter, line, words)

    def _picture(self, room: QSizeF) -> QSizeF:
        """How large each picture is in a room; all are enlarged alike."""
        size = QSizeF(self._entries[0].image.size()) if self._entries else QSizeF()
        each = QSizeF(self._share(room.width()), room.height() - self._below(int(room.width())))
        return size * enlargement(size, each, self.devicePixelRatioF())

    def _share(self, width: float) -> float:
        """What each picture has of a width."""
        count = max(len(self._entries), 1)
        return (width - 2 - (count - 1) * _GAP) / count

    def _column(self, picture: float, width: float) -> float:
        """How wide a picture's texts may be."""
        return max(picture, min(px(_NARROWEST), self._share(width)))

    def _below(self, width: int) -> int:
        """What frame and texts take of the height in so much width, whatever is gained."""
        wide = int(self._column(0, width))
        captions, figures = caption_font(self.font()), monospaced(TYPE[0])
        lines = [_LINES]
        for one in self._entries:
            longest = [_GAIN.sub(_LONGEST, line) for line in one.lines]
            texts = wrapped(QFontMetrics(captions), (one.caption,), wide)
            texts += wrapped(QFontMetrics(figures), longest, wide)
            lines.append(len(texts) + (2 if one.key else 0))
        return max(lines) * px(_LINE) + SPACES[0] + 2

    def _is_over(self, position: QPointF) -> bool:
        places = self.places()
        return bool(places) and places[0].contains(position)

    def _point(self, position: QPointF) -> Point:
        where = self.places()[0]
        return (
            (position.x() - where.left()) / where.width(),
            (position.y() - where.top()) / where.height(),
        )


def _write(
    painter: QPainter,
    line: QRectF,
    words: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(line.width()))
    painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_key(painter: QPainter, colours: Sequence[str], bar: QRectF) -> None:
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for number, colour in enumerate(colours):
        gradient.setColorAt(number / (len(colours) - 1), QColor(colour))
    painter.fillRect(bar, gradient)
