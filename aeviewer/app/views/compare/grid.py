"""The compared models in a grid, and what they are given."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

_GAP = SPACES[2]
_INPUT = 64  # points of width


class Input(QWidget):
    """What all models are given, small."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setFixedSize(_INPUT + 2, _INPUT + 2)
        self.setAccessibleName(_("Input"))
        self.setToolTip(_("The picture that all models are given"))

    def set_image(self, image: QImage | None) -> None:
        """Show this."""
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it, enlarged as far as there is room."""
        with painting(self) as painter:
            if self.image is not None:
                room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                where = place(self.image.size(), room, self.devicePixelRatioF())
                paint(painter, self.image, where, self.palette().color(QPalette.ColorRole.Mid))


class Grid(QWidget):
    """Cells of one size, so that one camera shows the same in all of them."""

    _NARROWEST, _LOWEST = 180, 212  # points of a cell at 100 %
    _WORDS = 180  # points of height that its words take at least; they grow, its plane need not

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_cells(self, cells: Sequence[QWidget]) -> None:
        """Show these and no others; the others are somebody else's to delete."""
        for cell in cells:
            if cell.parent() is not self:
                cell.setParent(self)
                cell.show()
        self._cells = list(cells)
        self.updateGeometry()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._arrange()

    def columns(self, width: int | None = None) -> int:
        """As square as the room allows: the grid's own width, or another."""
        wanted = {1: 1, 2: 2, 3: 3, 4: 2}.get(max(len(self._cells), 1), 3)
        wide = self.width() if width is None else width
        return max(1, min(wanted, (wide + _GAP) // (px(self._NARROWEST) + _GAP)))

    def heightForWidth(self, width: int) -> int:
        """What the rows need at least that so much width makes."""
        return self._rows(self.columns(width)) * (self._lowest() + _GAP) - _GAP

    def _rows(self, columns: int) -> int:
        return -(-max(len(self._cells), 1) // columns)

    def _lowest(self) -> int:
        return max(self._LOWEST, px(self._WORDS))

    def _arrange(self) -> None:
        columns = self.columns()
        high = max((self.height() + _GAP) // self._rows(columns) - _GAP, self._lowest())
        wide = (self.width() + _GAP) // columns - _GAP
        for number, cell in enumerate(self._cells):
            row, column = divmod(number, columns)
            corner = column * (wide + _GAP), row * (high + _GAP)
            cell.setGeometry(QRect(*corner, wide, high))

    def sizeHint(self) -> QSize:
        """Two cells."""
        return QSize(2 * self._NARROWEST + _GAP, self._LOWEST)

    def minimumSizeHint(self) -> QSize:
        """One cell."""
        return QSize(px(self._NARROWEST), self._lowest())
