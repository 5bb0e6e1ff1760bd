"""Small pictures in a row or a column, with what they are and figures below or beside each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.fitting import fitting
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.fonts import caption_font, monospaced
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.words import N_, _

_LINE = TYPE[0] + SPACES[0] + 1
_LINES = 3  # what it is, and two figures
_SIDE = 56  # points that a picture has at least
_LEAST = 28  # and in a column of a narrow cell
_WIDE = 74  # points that a line of figures takes
_CLOSE = 60  # and at least, in a row
_SHARE = 0.5  # of a cell's width, that a column may take
_FIGURES = N_(
    "dB: peak signal-to-noise ratio, the more the better; SSE: squared error summed over the pixels"
)


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        caption: what it is, in a word or two.
        image: the picture; None for none, which leaves its place empty.
        lines: figures below it, two at most.
        brief: the caption where there is little room.
    """

    caption: str
    image: QImage | None = None
    lines: tuple[str, ...] = ()
    brief: str = ""


class ComparePictures(QWidget):
    """Shows what one model makes of the cursor and of the input, and what PCA does."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shots: tuple[Shot, ...] = ()
        self._side: int | None = None  # points of a picture's room in a column; None in a row
        self.set_column(None)
        self.setAccessibleName(_("Pictures of {name}").format(name=name))
        self.setToolTip(tip(_(_FIGURES)))

    @property
    def shots(self) -> tuple[Shot, ...]:
        """What is shown."""
        return self._shots

    def set_shots(self, shots: Sequence[Shot]) -> None:
        """Show these pictures."""
        self._shots = tuple(shots)
        said = "; ".join(" ".join((shot.caption, *shot.lines)) for shot in shots)
        self.setAccessibleDescription(said)
        self.update()

    def set_column(self, room: QSize | None) -> None:
        """Stand in a column, in a cell with so much room; or, with None, in a row."""
        self._side = None if room is None else _side(room)
        across = QSizePolicy.Policy.Expanding if room is None else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Expanding)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Three pictures of 28 pixels, twice as large in a row."""
        if self._side is not None:
            return QSize(column_width(self._side), 3 * (_LINES * px(_LINE)))
        return QSize(3 * px(_WIDE), self.row_height)

    @property
    def row_height(self) -> int:
        """How high a row of pictures is at least."""
        return _SIDE + _LINES * px(_LINE) + SPACES[0] + 2

    def minimumSizeHint(self) -> QSize:
        """A row may be a little closer."""
        hint = self.sizeHint()
        return hint if self._side is not None else QSize(3 * px(_CLOSE), hint.height())

    def rooms(self) -> list[QRectF]:
        """The room of each picture with its text."""
        count = max(len(self._shots), 1)
        if self._side is not None:
            high = self.height() / count
            return [QRectF(0, number * high, self.width(), high) for number in range(count)]
        wide = self.width() / count
        return [QRectF(number * wide, 0, wide - 2, self.height()) for number in range(count)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint each picture with its frame, and the words below or beside it."""
        with painting(self) as painter:
            for shot, room in zip(self._shots, self.rooms(), strict=False):
                text = room if shot.image is None else self._paint_image(painter, shot.image, room)
                self._paint_text(painter, shot, text)

    def _paint_image(self, painter: QPainter, image: QImage, room: QRectF) -> QRectF:
        """Paint a picture, and return the room that is left for its text."""
        inner = room.adjusted(1, 1, -1, -(_LINES * px(_LINE) + SPACES[0]))
        if self._side is not None:
            inner = QRectF(room.left() + 1, room.top() + 1, self._side, room.height() - 2)
        where = place(image.size(), inner, self.devicePixelRatioF())
        where.moveTopLeft(inner.topLeft())
        paint(painter, image, where, self.palette().color(QPalette.ColorRole.Mid))
        if self._side is None:
            return room.adjusted(0, where.bottom() + SPACES[0] / 2, 0, 0)
        return room.adjusted(self._side + SPACES[1], 0, 0, 0)

    def _paint_text(self, painter: QPainter, shot: Shot, room: QRectF) -> None:
        line = QRectF(room.left(), room.top(), room.width(), px(_LINE))
        painter.setFont(caption_font(self.font()))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        _write(painter, line, shot.caption, shot.brief or shot.caption)
        painter.setFont(monospaced(TYPE[0]))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        for words in shot.lines[: _LINES - 1]:
            line.translate(0, px(_LINE))
            _write(painter, line, words)


def column_width(side: int) -> int:
    """How wide a column of pictures is whose rooms are so wide, with the words beside them."""
    return side + SPACES[1] + px(_WIDE)


def beside(room: QSize) -> QSize:
    """The room that a column of pictures leaves of a cell's."""
    return QSize(room.width() - column_width(_side(room)) - SPACES[1], room.height())


def _side(room: QSize) -> int:
    """As large as three fit above each other, and as the words leave room for."""
    across = round(_SHARE * room.width()) - column_width(0)
    fitting = min(room.height() // 3 - 2, across)
    return max(fitting - fitting % _LEAST, _LEAST)


def _write(painter: QPainter, line: QRectF, *ways: str) -> None:
    shown = fitting(painter.fontMetrics(), ways, round(line.width()))
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
