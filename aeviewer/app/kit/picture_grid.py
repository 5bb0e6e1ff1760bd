"""Small pictures with words below each, of which one is chosen by a click or by keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip

from aeviewer.app.kit.inviting import Inviting
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.look.fonts import monospaced
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE

_GAP = SPACES[0]
_LINE = TYPE[0] + 2
_SIDE = 28  # points at least that a picture has, and a click
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


@dataclass(frozen=True)
class Small:
    """One picture.

    Attributes:
        image: the picture.
        said: what it is, in a sentence.
        lines: short words below it.
    """

    image: QImage
    said: str
    lines: tuple[str, ...] = ()


class PictureGrid(Inviting):
    """Shows so many pictures in rows; without any, a sentence.

    Attributes:
        chosen: the number of the picture that was chosen.
    """

    chosen = Signal(int)

    def __init__(self, name: str, columns: int, rows: int, lines: int) -> None:
        """Make one with room for rows of columns, and so many lines of words below each picture."""
        super().__init__("")
        self._columns, self._rows, self._lines = columns, rows, lines
        self._entries: Sequence[Small] = ()
        self._at = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def entries(self) -> Sequence[Small]:
        """What is shown."""
        return self._entries

    def set_entries(self, entries: Sequence[Small]) -> None:
        """Show these."""
        self._entries = entries
        self.describe()
        self.update()

    def sizeHint(self) -> QSize:
        """As small as it can be."""
        return self._least()

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self._least()

    def cell(self, number: int) -> QRectF:
        """Where a picture and its words stand."""
        row, column = divmod(number, self._columns)
        size = QSizeF(self.width() / self._columns, self.height() / self._rows)
        return QRectF(QPointF(column * size.width(), row * size.height()), size)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a picture."""
        number = self._number_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self._at = number
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from picture to picture by the arrows, and choose by Enter or Space."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._entries:
            rows, columns = _STEPS[key]
            self._go(self._at + rows * self._columns + columns)
        elif key in _CHOOSING and self._at < len(self._entries):
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say what a picture is, under a resting mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._number_at(QPointF(event.pos()))
            said = "" if number is None else self._entries[number].said
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pictures with their words, or the sentence."""
        with painting(self) as painter:
            if not self._entries:
                self.paint_invitation(painter)
            for number, entry in enumerate(self._entries):
                self._paint(painter, entry, self.cell(number))
            if self.hasFocus() and self._at < len(self._entries):
                pen = QPen(self.palette().color(QPalette.ColorRole.Highlight), 2)
                painter.setPen(pen)
                painter.drawRect(self.cell(self._at).adjusted(1, 1, -1, -1))

    def _paint(self, painter: QPainter, entry: Small, cell: QRectF) -> None:
        half = _GAP / 2
        room = cell.adjusted(half, half, -half, -half - px(_LINE) * self._lines)
        where = place(entry.image.size(), room, self.devicePixelRatioF())
        paint(painter, entry.image, where, self.palette().color(QPalette.ColorRole.Mid))
        painter.setFont(monospaced(TYPE[0]))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        line = QRectF(cell.left(), where.bottom() + 1, cell.width(), px(_LINE))
        for words in entry.lines:
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, round(cell.width())
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
            line.translate(0, px(_LINE))

    def _number_at(self, position: QPointF) -> int | None:
        numbers = range(len(self._entries))
        return next((number for number in numbers if self.cell(number).contains(position)), None)

    def _go(self, number: int) -> None:
        self._at = min(max(number, 0), len(self._entries) - 1)
        self.describe()
        self.update()

    def _least(self) -> QSize:
        side = _SIDE + 2 + _GAP
        return QSize(self._columns * side, self._rows * (side + self._lines * px(_LINE)))

    def describe(self) -> None:
        """Tell what is shown, or the sentence."""
        there = self._at < len(self._entries)
        self.setAccessibleDescription(self._entries[self._at].said if there else self.invitation)
