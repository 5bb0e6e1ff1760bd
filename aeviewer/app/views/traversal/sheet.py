"""The traversal sheet: a row for each dimension of a latent, from its lowest to its highest value.

Only the rows on the screen have pictures; five hundred dimensions cost no more than ten.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QWidget

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint
from aeviewer.app.kit.ring import paint_ring
from aeviewer.app.kit.themed import Themed
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px
from aeviewer.app.views.traversal.layout import (
    BAR,
    HEAD,
    LEAST,
    Cell,
    Layout,
    Line,
)
from aeviewer.app.views.traversal.writing import (
    rows_left_out,
    write_foot,
    write_head,
    write_label,
)
from aeviewer.words import N_, _

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_TIP = N_(
    "Each row changes one dimension of the cursor's latent. Click a picture, or go to it by the "
    "arrow keys and press Enter, to put the cursor there"
)
_HERE = N_(", where the cursor is")
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class TraversalSheet(Themed):
    """Shows the rows that fit; the wheel scrolls, and a click or a key chooses a cell.

    Attributes:
        wanted: other rows, or more or fewer columns, are on the screen, and need pictures.
        chosen: the cursor is to go there: number of the dimension, and its value.
        pointed: at a cell, in words; empty for none.
    """

    wanted = Signal()
    chosen = Signal(int, float)
    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = Layout(QSize(), QSizeF(28, 28), 0)
        self._lines: Sequence[Line] = ()
        self._pictures: dict[int, Sequence[QImage]] = {}  # by number of the dimension
        self._at: Cell | None = None
        self._seen: tuple[list[int], int] = ([], 0)
        self._staged = False
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setAccessibleName(_("Which dimensions are shown"))
        self._bar.valueChanged.connect(self._look)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Traversal sheet"))
        self.setToolTip(tip(_(_TIP)))

    @property
    def columns(self) -> int:
        """How many pictures a row has."""
        return self._layout.columns

    @property
    def shown(self) -> Sequence[Line]:
        """The rows on the screen."""
        first = self._bar.value()
        return self._lines[first : first + self._layout.fitting]

    @property
    def left_out(self) -> str:
        """What is said of rows that an audience does not see; empty where it sees all."""
        if not self._layout.cut:
            return ""
        return rows_left_out(self._lines, self._bar.value(), len(self.shown))

    def set_staged(self, staged: bool) -> None:
        """Be seen by people who cannot scroll: show the first rows, and all if they fit."""
        if staged != self._staged:
            self._staged = staged
            self._bar.setValue(0)
            self._arrange(self._layout.picture)

    def pictures(self, number: int) -> Sequence[QImage]:
        """The pictures of one dimension, as far as they have come."""
        return self._pictures.get(number, ())

    def set_lines(self, lines: Sequence[Line], size: QSizeF) -> None:
        """Show these rows, of pictures of so many pixels; the pictures follow."""
        if (size, len(lines)) != (self._layout.picture, len(self._lines)):
            self._pictures.clear()
        self._lines = lines
        self._arrange(size)

    def set_pictures(self, number: int, images: Sequence[QImage]) -> None:
        """Show the pictures of one dimension, by its number."""
        self._pictures[number] = images
        self.update()

    def clear(self) -> None:
        """Forget another model's pictures."""
        self._pictures.clear()
        self.update()

    def place(self, cell: Cell) -> QRectF:
        """Where the picture of a cell stands, by its row's place in the order."""
        return self._layout.place(cell[0] - self._bar.value(), cell[1])

    def told(self, position: QPointF) -> str:
        """What is known of the cell, or of the row, under a point; else how to use the sheet."""
        row, cell = self._layout.row_at(position.y()), self._layout.cell_at(position)
        if row is None or row >= len(self.shown):
            return self.toolTip()
        told = self.shown[row].dimension.told
        return told if cell is None else f"{self._said((row + self._bar.value(), cell[1]))}\n{told}"

    def minimumSizeHint(self) -> QSize:
        """Two rows of a few pictures."""
        return QSize(320, px(HEAD) + 2 * px(LEAST))

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew for other letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._bar.setGeometry(self.width() - px(BAR), 0, px(BAR), self.height())
            self._arrange(self._layout.picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - px(BAR), 0, px(BAR), self.height())
        self._arrange(self._layout.picture)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, a row for each notch."""
        self._bar.setValue(self._bar.value() - round(event.angleDelta().y() / 120))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a cell."""
        self._point(self._cell_at(event))

    def leaveEvent(self, _event: QEvent) -> None:
        """Point at nothing, unless keys do."""
        if not self.hasFocus():
            self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on a cell."""
        cell = self._cell_at(event)
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._point(cell)
            self._choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell by the arrows, and put the cursor there by Enter or Space."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._lines:
            self._walk(*_STEPS[key])
        elif key in _PAGES and self._lines:
            self._walk(_PAGES[key] * self._layout.fitting, 0)
        elif key in _CHOOSING and self._at is not None:
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what a row is, and where a cell is in it, under a resting mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.told(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows."""
        small = caption_font(self.font())
        with painting(self) as painter:
            if self._lines:
                write_head(painter, self._lines, self._layout, self.palette(), small)
            for row in range(len(self.shown)):
                self._paint_row(painter, self._bar.value() + row, small)
            if self._layout.cut:
                painter.setFont(small)
                write_foot(painter, self.left_out, self._layout, self.palette())
            if self._at is None:  # else the cell pointed at has a frame
                paint_ring(painter, self)

    def _paint_row(self, painter: QPainter, row: int, small: QFont) -> None:
        line, count = self._lines[row], self.columns
        cell = self.place((row, 0))
        write_label(painter, line, cell, self.palette(), small, close=self._layout.close)
        images, nearest = self.pictures(line.dimension.number), line.nearest(count)
        for column in range(count):
            rect = self.place((row, column))
            if len(images) == count:
                paint(painter, images[column], rect, self.palette().color(QPalette.ColorRole.Mid))
            if column == nearest:
                _frame(painter, rect, self._theme.cursor)
            if (row, column) == self._at:
                _frame(painter, rect.adjusted(3, 3, -3, -3), self._theme.accent)

    def _arrange(self, size: QSizeF) -> None:
        ratio = self.devicePixelRatioF()
        self._layout = Layout(self.size(), size, len(self._lines), ratio, self._staged)
        self._bar.setRange(0, max(len(self._lines) - self._layout.fitting, 0))
        self._bar.setPageStep(self._layout.fitting)
        self._bar.setVisible(self._bar.maximum() > 0 and not self._staged)
        if self._at is not None and not self._holds(self._at):
            self._point(None)
        self._look()

    def _holds(self, cell: Cell) -> bool:
        return cell[0] < len(self._lines) and cell[1] < self.columns

    def _look(self) -> None:
        """Ask for pictures, if others are needed than before."""
        seen = [line.dimension.number for line in self.shown], self.columns
        if seen != self._seen:
            self._seen = seen
            self.wanted.emit()
        self.update()

    def _cell_at(self, event: QMouseEvent) -> Cell | None:
        found = self._layout.cell_at(event.position())
        return None if found is None else (found[0] + self._bar.value(), found[1])

    def _walk(self, rows: int, columns: int) -> None:
        """Point at another cell, and scroll to it."""
        first, fitting = self._bar.value(), self._layout.fitting
        row, column = self._at or (first, self.columns // 2)
        row = min(max(row + rows, 0), len(self._lines) - 1)
        self._bar.setValue(min(max(first, row - fitting + 1), row))
        self._point((row, min(max(column + columns, 0), self.columns - 1)))

    def _point(self, cell: Cell | None) -> None:
        if cell != self._at:
            self._at = cell
            said = "" if cell is None else self._said(cell)
            self.setAccessibleDescription(said)
            self.pointed.emit(said)
            self.update()

    def _said(self, cell: Cell) -> str:
        number, value = self._target(cell)
        here = cell[1] == self._lines[cell[0]].nearest(self.columns)
        return f"z{number + 1} = {three_digits(value)}{_(_HERE) if here else ''}"

    def _choose(self, cell: Cell) -> None:
        self.chosen.emit(*self._target(cell))

    def _target(self, cell: Cell) -> tuple[int, float]:
        line = self._lines[cell[0]]
        return line.dimension.number, line.values(self.columns)[cell[1]]


def _frame(painter: QPainter, rect: QRectF, colour: str) -> None:
    pen = QPen(colour)
    pen.setWidth(2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(-1, -1, 1, 1))
