"""What stands on a page of a handout: words, an equation, a picture, each as high as it is.

All lengths are in dots of the page, of which `DPI` make an inch.
"""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QImage,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtSvg import QSvgRenderer

from aeviewer.app.lessons.typeset import SIZE
from aeviewer.app.look.theme import LIGHT

DPI = 600
_MM = 25.4  # in an inch
_HAIR = 0.2  # millimetres
_BAR = 1.0
_CELL, _TABLE = 0.8, 2.0  # within a table's cells, and above it
_INSET = 4.0  # of words beside a bar


def dots(millimetres: float) -> float:
    """A length on the page."""
    return millimetres * DPI / _MM


class Box(Protocol):
    """Something of the width of the page."""

    @property
    def height(self) -> float:
        """How high it is now."""

    def cuts(self) -> Sequence[float]:
        """Heights at which it may go on on the next page, rising, without its own."""

    def paint(self, painter: QPainter, top: float, bottom: float) -> None:
        """Paint what is between two heights of it, with the first one at 0."""


class Words:
    """Text, which may be broken between its lines; a bar at its left sets it apart."""

    def __init__(self, document: QTextDocument, width: float, bar: str = "") -> None:
        self._document, self._bar = document, bar
        self._left = dots(_INSET) if bar else 0.0
        document.setTextWidth(width - self._left)
        self.height = document.size().height()

    def cuts(self) -> Sequence[float]:
        """Below each line that no other one stands beside."""
        found, reached = [], 0.0
        for top, bottom in sorted(_lines(self._document)):
            if 0 < reached <= top:
                found.append(top)
            reached = max(reached, bottom)
        return found

    def paint(self, painter: QPainter, top: float, bottom: float) -> None:
        """Paint the lines between two heights."""
        if self._bar:
            painter.fillRect(QRectF(0, 0, dots(_BAR), bottom - top), QColor(self._bar))
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor(LIGHT.text))
        context.clip = QRectF(0, top, self._document.size().width(), bottom - top)
        painter.save()
        painter.translate(self._left, -top)
        painter.setClipRect(context.clip)
        self._document.documentLayout().draw(painter, context)
        painter.restore()


class Formula:
    """An equation, with letters so high, or as wide as the page."""

    def __init__(self, svg: bytes, letters: float, width: float) -> None:
        self._drawn = QSvgRenderer(QByteArray(svg))
        natural = QSizeF(self._drawn.viewBoxF().size()) * (letters / SIZE)
        self._size = natural * min(1.0, width / natural.width())

    @property
    def height(self) -> float:
        """How high it is."""
        return self._size.height()

    def cuts(self) -> Sequence[float]:
        """Nowhere."""
        return ()

    def paint(self, painter: QPainter, _top: float, _bottom: float) -> None:
        """Paint it, in shapes."""
        self._drawn.render(painter, QRectF(QPointF(), self._size))


class Picture:
    """A picture with a frame and its caption below; it can be made smaller.

    Attributes:
        share: of the width that it takes.
    """

    def __init__(self, png: bytes, caption: QTextDocument, width: float) -> None:
        self._image = QImage.fromData(png)
        self._caption = Words(caption, width)
        self._width = width
        self.share = 1.0

    @property
    def height(self) -> float:
        """How high it is, with its caption."""
        return self._high() + dots(1) + self._caption.height

    def fit(self, height: float, least: float) -> None:
        """Become as high as that, if it takes no less than the least share of the width."""
        rest = self.height - self._high()
        whole = self._high() / self.share
        self.share = min(1.0, max(least, (height - rest) / whole))

    def cuts(self) -> Sequence[float]:
        """Nowhere."""
        return ()

    def paint(self, painter: QPainter, _top: float, _bottom: float) -> None:
        """Paint it from the left."""
        place = QRectF(0, 0, self._width * self.share, self._high())
        painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(LIGHT.hairline), dots(_HAIR)))
        painter.drawRect(place)
        painter.translate(0, self._high() + dots(1))
        self._caption.paint(painter, 0, self._caption.height)

    def _high(self) -> float:
        return self._width * self.share * self._image.height() / self._image.width()


def for_print(document: QTextDocument) -> QTextDocument:
    """Give tables room, and take away the colours that the application's palette gives to links."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            form = frame.format()
            form.setCellPadding(dots(_CELL))
            form.setTopMargin(dots(_TABLE))
            frame.setFormat(form)
    plain = QTextCharFormat()
    plain.setForeground(QColor(LIGHT.text))
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeCharFormat(plain)
    return document


def _lines(document: QTextDocument) -> list[tuple[float, float]]:
    """Top and bottom of each line of a text."""
    found, block = [], document.begin()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top()
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            found.append((top + line.y(), top + line.y() + line.height()))
        block = block.next()
    return found
