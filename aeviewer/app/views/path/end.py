"""An end of the path: its letter, and the picture there in a frame of the anchor's colour."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.look.fonts import resized
from aeviewer.app.look.theme import TYPE
from aeviewer.session.view import Anchor
from aeviewer.words import _


class PathEnd(QWidget):
    """Shows what lies at the first anchor of a path, or at its last one."""

    def __init__(self, left: bool) -> None:
        super().__init__()
        self._letter, self._left = "", left
        self._letter_room, self._room = QRectF(), QRectF()
        self._colour = QColor()
        self._image: QImage | None = None
        self.setAccessibleName(_("Picture at an end of the path"))

    def set_size(self, side: int, letter: int) -> None:
        """Take room for a picture of this side, and for the letter, in pixels."""
        self._letter_room = QRectF(0 if self._left else side, 0, letter, side)
        self._room = QRectF(letter if self._left else 0, 0, side, side).adjusted(2, 2, -2, -2)
        self.setFixedSize(letter + side, side)
        self.update()

    def say(self, letter: str, anchor: Anchor) -> None:
        """Say what the picture is, to those who cannot see it or who wonder."""
        self._letter = letter
        text = f"{letter}: {described(anchor)}"
        self.setAccessibleName(text)
        self.setToolTip(text)

    def set_image(self, image: QImage | None) -> None:
        """Show the picture there."""
        self._image = image
        self.update()

    def set_colour(self, colour: str) -> None:
        """Take the anchor's colour."""
        self._colour = QColor(colour)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint letter, picture and frame."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        font = resized(self.font(), TYPE[1])
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._colour)
        painter.drawText(self._letter_room, Qt.AlignmentFlag.AlignCenter, self._letter)
        where = self._room
        if self._image is not None and not self._image.isNull():
            where = place(self._image.size(), self._room, self.devicePixelRatioF())
            paint(painter, self._image, where, self._colour)
        painter.setPen(QPen(self._colour, 2))
        painter.drawRect(where.adjusted(-1, -1, 1, 1))


def described(anchor: Anchor) -> str:
    """What is decoded at an anchor, in words."""
    if anchor.sample is not None:
        return _("reconstruction of sample {sample:,}").format(sample=anchor.sample)
    x, y = (f"{value:.2f}".replace("-", "\N{MINUS SIGN}") for value in anchor.point)
    return _("decoded from the point ({x}, {y}) of the map").format(x=x, y=y)
