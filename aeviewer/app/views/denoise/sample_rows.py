"""Many samples at a glance: a column for each, what is done to it from row to row."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import enlargement, paint
from aeviewer.app.kit.ring import paint_ring
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _, ngettext

_GAP = SPACES[0]
_CAPTION = 60.0  # points to the left of the pictures
_FEWEST = 6  # columns, before the pictures grow larger than as they are

Row = tuple[str, Sequence[QImage]]


class SampleRows(QWidget):
    """Shows rows of pictures of one size; as many columns as fit, among them the one chosen.

    Attributes:
        chosen: a column was clicked, or gone to by an arrow key: its number.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._choice = 0
        self.setAccessibleName(_("Samples in rows"))
        self.setToolTip(_("Click a sample to look at it closely; the arrow keys go on to the next"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: Sequence[Row], choice: int) -> None:
        """Show rows of equally many pictures, and mark the column of this number."""
        self._rows, self._choice = tuple(rows), choice
        said, count = ", ".join(caption for caption, _ in rows), self._count()
        words = ngettext("{count} sample: {said}", "{count} samples: {said}", count)
        self.setAccessibleDescription(words.format(count=count, said=said))
        self.update()

    def columns(self) -> range:
        """Numbers of the columns in sight: the screenful in which the chosen one is, a full one."""
        wide = self._cell().width() + _GAP
        fitting = max(1, int((self.width() - px(_CAPTION)) // wide)) if self._count() else 1
        first = max(0, min(self._choice // fitting * fitting, self._count() - fitting))
        return range(first, min(first + fitting, self._count()))

    def place(self, row: int, column: int) -> QRectF:
        """Where a picture stands."""
        cell, place = self._cell(), column - self.columns().start
        across, down = cell.width() + _GAP, cell.height() + _GAP
        return QRectF(
            px(_CAPTION) + place * across + 2, row * down + 2, cell.width(), cell.height()
        )

    def sizeHint(self) -> QSize:
        """Three rows of small pictures."""
        return QSize(320, 180)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which column is meant."""
        for column in self.columns():
            whole = self.place(0, column).united(self.place(len(self._rows) - 1, column))
            if whole.contains(event.position()):
                self.chosen.emit(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the sample before, the next one, the first or the last."""
        last = self._count() - 1
        places = {
            Qt.Key.Key_Left: self._choice - 1,
            Qt.Key.Key_Right: self._choice + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        place = places.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        elif last >= 0:
            self.chosen.emit(min(max(place, 0), last))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows, their captions, and a frame around the chosen column."""
        with painting(self) as painter:
            self._paint(painter)
            paint_ring(painter, self)

    def _paint(self, painter: QPainter) -> None:
        columns = self.columns()
        for number, (caption, images) in enumerate(self._rows):
            self._paint_caption(painter, caption, self.place(number, columns.start))
            for column in columns:
                frame = self.palette().color(QPalette.ColorRole.Mid)
                paint(painter, images[column], self.place(number, column), frame)
        if self._rows and self._choice in columns:
            ends = self.place(0, self._choice), self.place(len(self._rows) - 1, self._choice)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(ends[0].united(ends[1]).adjusted(-1, -1, 1, 1))

    def _paint_caption(self, painter: QPainter, caption: str, beside: QRectF) -> None:
        painter.setFont(caption_font(self.font()))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        room = QRectF(_GAP, beside.top(), px(_CAPTION) - 2 * _GAP, beside.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, caption)

    def _count(self) -> int:
        return len(self._rows[0][1]) if self._rows else 0

    def _cell(self) -> QSizeF:
        if not self._count():
            return QSizeF()
        picture = QSizeF(self._rows[0][1][0].size())
        across = (self.width() - px(_CAPTION)) / _FEWEST - _GAP
        down = self.height() / len(self._rows) - _GAP
        room = QSizeF(max(across, 1.0), max(down, 1.0))
        return picture * enlargement(picture, room, self.devicePixelRatioF())
