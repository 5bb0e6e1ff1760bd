"""A row of captioned pictures with a title; it goes on in the next line, and one may be clicked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.fitting import wrapped
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import LIGHT, SPACES, TYPE, Theme
from aeviewer.app.views.features.picture import Values, signed_image

_SIDE = 56.0
_BROADEST = 76.0
_LINE = TYPE[0] + 3.0
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, eq=False)
class Tile:
    """One picture.

    Attributes:
        caption: what it is.
        picture: an image, or a change (C, H, W) to be coloured by its signs.
        more: a second line.
        scale: what has the strongest colour of a change; None for its own largest.
        number: what a click on it chooses; None: nothing.
    """

    caption: str
    picture: QImage | Values
    more: str = ""
    scale: float | None = None
    number: int | None = None


class FeatureRow(QWidget):
    """Shows pictures, all as large; those that have a number can be chosen.

    Attributes:
        chosen: a picture was clicked, or Enter pressed on it: its number.
    """

    chosen = Signal(int)

    def __init__(self, name: str, single: bool = False, parent: QWidget | None = None) -> None:
        """Make one: of as many lines as there are pictures for, or of what fits in a single one."""
        super().__init__(parent)
        self._single = single
        self._theme = LIGHT
        self._title, self._tiles = name, tuple[Tile, ...]()
        self._images: list[QImage] = []
        self._reached, self._broad = 0, _SIDE
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)

    @property
    def tiles(self) -> Sequence[Tile]:
        """What is shown."""
        return self._tiles

    def set_tiles(self, title: str, tiles: Sequence[Tile]) -> None:
        """Show these pictures below a title."""
        before = len(self._tiles), self._broad, self._title
        self._title, self._tiles = title, tuple(tiles)
        self._broad = self._room_for_words()
        self.setToolTip(tip(title))
        able = any(tile.number is not None for tile in tiles)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if able else Qt.FocusPolicy.NoFocus)
        self._reached = min(self._reached, max(len(tiles) - 1, 0))
        self._colour()
        if before != (len(tiles), self._broad, title):
            self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._colour()

    def places(self) -> list[QRectF]:
        """Where each picture in sight and its captions stand."""
        columns = self._columns(self.width())
        count = min(len(self._tiles), columns) if self._single else len(self._tiles)
        top, size = self._head(self.width()), QSizeF(self._wide(), self._tall())
        return [
            QRectF(QPointF(at % columns * self._wide(), top + at // columns * self._tall()), size)
            for at in range(count)
        ]

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        lines = 1 if self._single else max(1, -(-len(self._tiles) // self._columns(width)))
        return round(self._head(width) + lines * self._tall())

    def sizeHint(self) -> QSize:
        """Seven beside each other."""
        wide = round(7 * self._wide())
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Three."""
        wide = round(3 * self._wide())
        return QSize(wide, round(px(_LINE) + SPACES[0] + self._tall()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        for at, where in enumerate(self.places()):
            if where.contains(event.position()) and event.button() == Qt.MouseButton.LeftButton:
                self._choose(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from picture to picture, and choose one."""
        key = Qt.Key(event.key())
        if key in _MOVES and self._tiles:
            self._reached = min(max(self._reached + _MOVES[key], 0), len(self.places()) - 1)
            self._describe()
        elif key in _CHOOSE and self._tiles:
            self._choose(self._reached)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of all text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._broad = self._room_for_words()
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title, and each picture with its words."""
        with painting(self) as painter:
            painter.setFont(caption_font(self.font()))
            painter.setPen(QColor(self._theme.text))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            for number, words in enumerate(self._titles(self.width())):
                line = QRectF(0, number * px(_LINE), self.width(), px(_LINE))
                painter.drawText(line, left, words)
            for at, where in enumerate(self.places()):
                self._paint_one(painter, at, where)

    def _paint_one(self, painter: QPainter, at: int, where: QRectF) -> None:
        tile, image = self._tiles[at], self._images[at]
        room = QRectF(where.left() + 1, where.top() + 1, self._broad, _SIDE)
        rect = place(image.size(), room, self.devicePixelRatioF())
        paint(painter, image, rect, QColor(self._theme.hairline))
        if self.hasFocus() and at == self._reached:
            painter.setPen(self._theme.pen(self._theme.accent, 2, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(-2, -2, 1, 1))
        line = QRectF(where.left() - 1, room.bottom() + 2, where.width(), px(_LINE))
        painter.setPen(QColor(self._theme.quiet))
        for words in (tile.caption, tile.more):
            elide = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(words, elide, int(line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
            line.translate(0, px(_LINE))

    def _choose(self, at: int) -> None:
        self._reached = at
        number = self._tiles[at].number
        self._describe()
        if number is not None:
            self.chosen.emit(number)

    def _colour(self) -> None:
        self._images = [
            tile.picture
            if isinstance(tile.picture, QImage)
            else signed_image(tile.picture, self._theme, tile.scale)
            for tile in self._tiles
        ]
        self._describe()

    def _describe(self) -> None:
        said = [f"{tile.caption} {tile.more}".strip() for tile in self._tiles]
        reached = said[self._reached : self._reached + 1] if self.hasFocus() else said
        self.setAccessibleDescription(f"{self._title}: {', '.join(reached)}")
        self.update()

    def _titles(self, width: int) -> list[str]:
        """The title, in as many lines as it needs."""
        return wrapped(QFontMetrics(caption_font(self.font())), (self._title,), width)

    def _head(self, width: int) -> int:
        """The height of the title, and what lies between it and the pictures."""
        return len(self._titles(width)) * px(_LINE) + SPACES[0]

    def _columns(self, width: int) -> int:
        return max(1, int(width // self._wide()))

    def _wide(self) -> float:
        return self._broad + 3

    def _room_for_words(self) -> float:
        """How broad a picture's room is, so that numbers below it are whole; names may not be."""
        font = caption_font(self.font())
        words = [text for tile in self._tiles for text in (tile.caption, tile.more)]
        widest = max(map(QFontMetrics(font).horizontalAdvance, words), default=0)
        return min(max(_SIDE, float(widest + SPACES[1])), px(_BROADEST))

    def _tall(self) -> float:
        return _SIDE + 2 * px(_LINE) + SPACES[0]
