"""The strip: pictures along the path, from its beginning to its end."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.kit.themed import Themed
from aeviewer.words import _

_SIDE = 34  # pixels of a picture with its frame
_FEWEST, _MOST = 3, 40


def fitting(width: int) -> int:
    """How many pictures fit a width."""
    return min(max(width // _SIDE, _FEWEST), _MOST)


def inset(width: int) -> float:
    """How far from the ends of a width the path begins and ends: half of a picture's share."""
    return width / fitting(width) / 2


class Strip(Themed):
    """As many pictures as there is room for; the one where the path's slider is has a frame.

    Attributes:
        recounted: there is room for another number of pictures.
    """

    recounted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: Sequence[QImage] = ()
        self._t, self._held = 0.0, True
        self._count = _FEWEST
        self.setAccessibleName(_("Pictures along the path"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def count(self) -> int:
        """How many pictures there is room for."""
        return self._count

    def set_images(self, images: Sequence[QImage]) -> None:
        """Show pictures at even places of the path, the ends among them."""
        self._images = images
        self.update()

    def set_t(self, t: float) -> None:
        """Mark the picture nearest to a place on the path, from 0 to 1."""
        self._t = t
        self.update()

    def set_held(self, on: bool) -> None:
        """Say whether the cursor is there, whose colour the frame then has."""
        self._held = on
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for a picture."""
        return QSize(_FEWEST * _SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        """It takes what width is left over."""
        return QSize(0, _SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so, where more or fewer pictures fit."""
        super().resizeEvent(event)
        count = fitting(self.width())
        if count != self._count:
            self._count = count
            self.recounted.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pictures."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        count = len(self._images)
        if not count:
            return
        here = round(self._t * (count - 1))
        for number, image in enumerate(self._images):
            cell = QRectF(number * self.width() / count, 0, self.width() / count, self.height())
            where = place(image.size(), cell.adjusted(1, 1, -1, -1), self.devicePixelRatioF())
            paint(painter, image, where, QColor(self._theme.hairline))
            if number == here:
                colour = self._theme.cursor if self._held else self._theme.text
                painter.setPen(self._theme.pen(colour, 2))
                painter.drawRect(where)
