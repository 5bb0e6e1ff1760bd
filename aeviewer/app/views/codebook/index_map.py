"""The index map: which code stands in each cell of a sample; cells can be painted with codes."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from aeviewer.app.kit.fitting import fitting
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.app.views.codebook.cell import paint_cell
from aeviewer.app.views.codebook.painting import Cell, between
from aeviewer.app.views.codebook.values import Codes
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _

_EDGE = 1  # points around all cells, for the marks
_LARGEST = 64  # points of a cell's side
_CAPTION = TYPE[0] + SPACES[1]
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_ACT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class IndexMap(Themed):
    """Shows each cell as its code's picture, and marks the cells of a code.

    With a code chosen, a drag paints; without one, a click takes up the cell's code. The right
    button takes it up in any case, as does Shift with the keys that paint.

    Attributes:
        hovered: a cell is pointed at: its code, or -1 for none.
        painted: cells are to have the chosen code: a list of rows and columns.
        picked: the code of a cell is to be the chosen one.
        released: a gesture has ended.
    """

    hovered = Signal(int)
    painted = Signal(object)
    picked = Signal(int)
    released = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._codes: Codes = np.zeros((0, 0), np.int64)
        self._over: NDArray[np.bool_] = np.zeros((0, 0), np.bool_)
        self._pictures: Mapping[int, QImage] = {}
        self._lit: int | None = None
        self._last: Cell | None = None
        self._reached: Cell = (0, 0)
        self._caption = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Index map"))
        watch(self, store, self._follow, "code")

    @property
    def codes(self) -> Codes:
        """The codes (h, w) on show."""
        return self._codes

    @property
    def reached(self) -> Cell:
        """The cell where the keys are."""
        return self._reached

    def set_map(self, codes: Codes, over: NDArray[np.bool_], caption: str) -> None:
        """Show codes (h, w), some of them painted, (h, w), and say below what they are."""
        if codes.shape != self._codes.shape:
            self._reached = (0, 0)
        self._codes, self._over, self._caption = codes, over, caption
        self._describe()
        self.update()

    def set_pictures(self, pictures: Mapping[int, QImage]) -> None:
        """Show codes as these pictures."""
        self._pictures = pictures
        self.update()

    def set_lit(self, code: int | None) -> None:
        """Mark the cells of a code that is pointed at, by fading the others."""
        self._lit = code
        self.update()

    def lit_cells(self) -> list[Cell]:
        """The cells that are marked: those of the code pointed at, or else of the chosen one."""
        code = self._store.view.code if self._lit is None else self._lit
        if code is None:
            return []
        return [(int(row), int(column)) for row, column in np.argwhere(self._codes == code)]

    def place_of(self, cell: Cell) -> QRectF:
        """Where a cell stands."""
        side = self._side()
        return QRectF(_EDGE + cell[1] * side, _EDGE + cell[0] * side, side, side)

    def minimumSizeHint(self) -> QSize:
        """Small, with the caption."""
        return QSize(120, 120 + px(_CAPTION))

    def sizeHint(self) -> QSize:
        """Seven cells each way."""
        return QSize(7 * 32, 7 * 32 + px(_CAPTION))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing any more."""
        super().leaveEvent(event)
        self.hovered.emit(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing any more."""
        super().focusOutEvent(event)
        self.hovered.emit(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take up a code, or begin to paint."""
        cell, button = self._cell_at(event.position()), event.button()
        if cell is None or button not in {Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton}:
            return
        self._reached = cell
        if button == Qt.MouseButton.RightButton or self._store.view.code is None:
            self.picked.emit(int(self._codes[cell]))
        else:
            self._last = cell
            self.painted.emit([cell])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Paint on, or tell which code the mouse is over."""
        cell = self._cell_at(event.position())
        if self._last is not None:
            if cell is not None and cell != self._last:
                before, self._last = self._last, cell
                self.painted.emit(between(before, cell))
            return
        self.hovered.emit(-1 if cell is None else int(self._codes[cell]))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() == Qt.MouseButton.LeftButton and self._last is not None:
            self._last = None
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell, paint one or take its code up."""
        key = Qt.Key(event.key())
        if not self._codes.size:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self._reached = self._moved(_MOVES[key])
            self.hovered.emit(int(self._codes[self._reached]))
            self._describe()
        elif key in _ACT:
            self._act(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells, what is marked, and the caption."""
        with painting(self) as painter:
            if self._codes.size:
                self._paint(painter)

    def _act(self, take_up: bool) -> None:
        if take_up or self._store.view.code is None:
            self.picked.emit(int(self._codes[self._reached]))
        else:
            self.painted.emit([self._reached])
            self.released.emit()

    def _moved(self, step: Cell) -> Cell:
        rows, columns = self._codes.shape
        row, column = self._reached[0] + step[0], self._reached[1] + step[1]
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def _paint(self, painter: QPainter) -> None:
        lit = set(self.lit_cells())
        for cell in np.ndindex(self._codes.shape):
            image = self._pictures.get(int(self._codes[cell]))
            paint_cell(
                painter,
                self.place_of((cell[0], cell[1])),
                image,
                self._theme,
                faded=self._lit is not None and cell not in lit,
                over=bool(self._over[cell]),
            )
        painter.setPen(self._theme.pen(self._theme.accent, 2))
        for cell in lit:
            painter.drawRect(self.place_of(cell).adjusted(1, 1, -1, -1))
        if self.hasFocus():
            painter.setPen(self._theme.pen(self._theme.text, 2, Qt.PenStyle.DotLine))
            painter.drawRect(self.place_of(self._reached).adjusted(1, 1, -1, -1))
        self._paint_caption(painter)

    def _paint_caption(self, painter: QPainter) -> None:
        painter.setFont(caption_font(self.font()))
        painter.setPen(QColor(self._theme.quiet))
        top = self.place_of((self._codes.shape[0], 0)).top() + SPACES[0]
        line = QRectF(_EDGE, top, self.width() - _EDGE, px(_CAPTION))
        ways = self._caption, self._caption.partition(",")[0]
        shown = fitting(painter.fontMetrics(), ways, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)

    def _side(self) -> int:
        rows, columns = self._codes.shape
        room = QSizeF(self.width() - 2 * _EDGE, self.height() - px(_CAPTION) - 2 * _EDGE)
        return max(1, min(int(room.width() // columns), int(room.height() // rows), _LARGEST))

    def _cell_at(self, position: QPointF) -> Cell | None:
        if not self._codes.size:
            return None
        row = int((position.y() - _EDGE) // self._side())
        column = int((position.x() - _EDGE) // self._side())
        rows, columns = self._codes.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def _describe(self) -> None:
        if not self._codes.size:
            return
        row, column = self._reached
        over = _(", painted") if self._over[self._reached] else ""
        self.setAccessibleDescription(
            _("{caption}; row {row}, column {column}: code {codes}{over}").format(
                caption=self._caption,
                row=row + 1,
                column=column + 1,
                codes=self._codes[self._reached],
                over=over,
            )
        )

    def _follow(self, _view: View) -> None:
        self.update()
