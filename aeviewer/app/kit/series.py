"""A series: pictures of one size in a row, with a caption below each and signs between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import enlargement, paint
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import caption_font, resized
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE

_LINE = TYPE[0] + SPACES[0]
_SIGN = 32.0  # pixels between two pictures with a sign
_EDGE = 2.0  # for frames
_RIGHT = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, eq=False)
class Item:
    """One picture.

    Attributes:
        image: the picture.
        caption: what it is; line breaks are kept.
        sign: what stands before it: a minus, a plus, an equals sign, or nothing.
        colour: of its frame, '#rrggbb'; empty for a hairline.
    """

    image: QImage
    caption: str
    sign: str = ""
    colour: str = ""


class Series(Themed):
    """Shows pictures as large as the room allows, all alike; one of them may be marked.

    Attributes:
        chosen: a picture was clicked, or reached by the arrow keys: its number.
    """

    chosen = Signal(int)

    def __init__(self, name: str, least: int, parent: QWidget | None = None) -> None:
        """Make one.

        Args:
            name: what it shows, for those who cannot see it.
            least: pixels of height that the pictures have at least.
            parent: of the widget.
        """
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()
        self._mark: int | None = None
        self._least = least
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)

    @property
    def items(self) -> tuple[Item, ...]:
        """What is shown."""
        return self._items

    def set_items(self, items: Sequence[Item], mark: int | None = None) -> None:
        """Show pictures of one size, and mark the one of a number."""
        self._items, self._mark = tuple(items), mark
        self.setAccessibleDescription("; ".join(item.caption for item in items))
        self.updateGeometry()
        self.update()

    def set_mark(self, mark: int | None) -> None:
        """Mark another picture, or none."""
        self._mark = mark
        self.update()

    def set_selectable(self) -> None:
        """Let pictures be chosen by mouse and keys."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """At least as high as it must be."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Room for the captions, and for small pictures."""
        return QSize(200, self._least + round(self._text()))

    def places(self) -> list[QRectF]:
        """Where each picture stands."""
        if not self._items:
            return []
        size = QSizeF(self._items[0].image.size())
        count, gaps = len(self._items), sum(map(self._gap, range(len(self._items))))
        share = (self.width() - gaps - 2 * _EDGE) / count
        high = self.height() - self._text() - 2 * _EDGE
        room = QSizeF(max(share, 1.0), max(high, 1.0))
        size = size * enlargement(size, room, self.devicePixelRatioF())
        x = float(round((self.width() - gaps - count * size.width()) / 2))
        found = []
        for number in range(count):
            x += self._gap(number)
            found.append(QRectF(QPointF(x, _EDGE), size))
            x += size.width()
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which picture is meant."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        for number, where in enumerate(self.places()):
            if where.adjusted(-_EDGE, 0, _EDGE, self._text()).contains(event.position()):
                self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the picture before or after the marked one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in steps or self._mark is None:
            super().keyPressEvent(event)
            return
        number = self._mark + steps[Qt.Key(event.key())]
        if 0 <= number < len(self._items):
            self.chosen.emit(number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pictures, their signs and their captions."""
        with painting(self) as painter:
            for number, where in enumerate(self.places()):
                self._paint(painter, number, where)

    def _paint(self, painter: QPainter, number: int, where: QRectF) -> None:
        item = self._items[number]
        paint(painter, item.image, where, QColor(item.colour or self._theme.hairline))
        if number == self._mark:
            painter.setPen(self._theme.pen(self._theme.accent, 2))
            painter.drawRect(where)
        painter.setFont(resized(self.font(), TYPE[3]))
        painter.setPen(QColor(self._theme.text))
        before = QRectF(where.left() - px(_SIGN), where.top(), px(_SIGN), where.height())
        painter.drawText(before, Qt.AlignmentFlag.AlignCenter, item.sign)
        self._paint_caption(painter, item, where)

    def _paint_caption(self, painter: QPainter, item: Item, where: QRectF) -> None:
        painter.setFont(caption_font(self.font()))
        painter.setPen(QColor(self._theme.quiet))
        wide = self._caption_width(item, where)
        line = QRectF(0, where.bottom() + SPACES[0], wide, px(_LINE))
        line.moveLeft(where.center().x() - wide / 2)
        for words in item.caption.splitlines():
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, round(wide)
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
            line.translate(0, px(_LINE))

    def _caption_width(self, item: Item, where: QRectF) -> float:
        """How wide a caption may be: up to those beside it."""
        if len(self._items) == 1:
            return self.width()
        signed = item.sign or self._gap(1) == px(_SIGN)
        return where.width() + (px(_SIGN) if signed else 6)

    def _gap(self, number: int) -> float:
        """Pixels before a picture."""
        signed = any(item.sign for item in self._items)
        return 0.0 if not number else px(_SIGN) if signed else float(SPACES[1])

    def _text(self) -> float:
        lines = max((len(item.caption.splitlines()) for item in self._items), default=1)
        return lines * px(_LINE) + SPACES[0] + _EDGE
