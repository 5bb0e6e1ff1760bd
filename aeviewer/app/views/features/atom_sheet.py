"""The sheet of atoms: a picture for each unit of the latent; one of them is chosen."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QSizePolicy, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.kit.ring import paint_ring
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import LIGHT, SPACES, TYPE, Theme
from aeviewer.app.views.features.atoms import Atoms
from aeviewer.app.views.features.picture import KEY, paint_signed_key, signed_image
from aeviewer.words import N_, _, ngettext

_SIDE = 56.0  # points, of each picture's room
_LINE = TYPE[0] + 3
_HEAD = 20.0
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TIP = N_(
    "What each unit adds to the picture. Click one, or walk by the arrow keys,\n"
    "Home, End, Page Up and Down. Each has its own scale of colours. Below stands for how\n"
    "many samples it is active, or, where units are never off, how much it changes the\n"
    "picture over the data: the root of the squared change."
)


class AtomSheet(QWidget):
    """Pictures of all units, as many as fit; the others are scrolled to.

    Attributes:
        chosen: a unit was clicked, or walked to by the keys: its number.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._atoms: Atoms | None = None
        self._order: list[int] = []
        self._unit = -1
        self._images: dict[int, QImage] = {}
        self._scroll = QScrollBar(Qt.Orientation.Vertical)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        sized(self, AtomSheet._leave_head)
        row.addWidget(self._scroll, 0, Qt.AlignmentFlag.AlignRight)
        self._scroll.setAccessibleName(_("Which units are shown"))
        self._scroll.valueChanged.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Units of the latent"))
        self.setToolTip(_(_TIP))

    @property
    def order(self) -> Sequence[int]:
        """The units' numbers, as they stand."""
        return self._order

    def set_atoms(self, atoms: Atoms, by: str) -> None:
        """Show the atoms of all units, in an order."""
        if atoms is not self._atoms:
            self._atoms, self._images = atoms, {}
        order = atoms.order(by)
        if order != self._order:
            self._scroll.setValue(0)  # whatever was scrolled to is elsewhere now
        self._order = order
        self._arrange()
        self.choose(self._unit)

    def choose(self, unit: int) -> None:
        """Mark a unit, and scroll to it."""
        self._unit = unit
        if unit in self._order and self._atoms is not None:
            line = self._order.index(unit) // self._columns()
            first, fitting = self._scroll.value(), self._lines()
            self._scroll.setValue(min(max(first, line - fitting + 1), line))
            said = self._atoms.said(unit)
            self.setAccessibleDescription(
                _("Unit {unit} of {count}, {said}").format(
                    unit=unit + 1, count=len(self._order), said=said
                )
            )
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme, self._images = theme, {}
        self.update()

    def places(self) -> list[tuple[int, QRectF]]:
        """The units in sight, and where each stands."""
        columns, cell = self._columns(), self._cell()
        first = self._scroll.value() * columns
        shown = self._order[first : first + columns * self._lines()]
        size = QSizeF(self._room() / columns, cell.height())

        def corner(at: int) -> QPointF:
            line, column = divmod(at, columns)
            return QPointF(column * size.width(), px(_HEAD) + line * size.height())

        return [(unit, QRectF(corner(at), size)) for at, unit in enumerate(shown)]

    def sizeHint(self) -> QSize:
        """Some lines of six."""
        cell = self._cell()
        return QSize(int(6 * cell.width()), int(px(_HEAD) + 3 * cell.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        for unit, where in self.places():
            if where.contains(event.position()) and event.button() == Qt.MouseButton.LeftButton:
                self.chosen.emit(unit)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by lines, or leave the wheel to the page where all is shown."""
        if self._scroll.maximum():
            self._scroll.setValue(self._scroll.value() - round(event.angleDelta().y() / 120))
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from unit to unit."""
        if not self._order:
            return
        at = self._order.index(self._unit) if self._unit in self._order else 0
        columns, last = self._columns(), len(self._order) - 1
        key, page = Qt.Key(event.key()), self._columns() * self._lines()
        jumps = {
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        if key in _STEPS:
            across, down = _STEPS[key]
            at += across + down * columns
        elif key in jumps:
            at += jumps[key]
        else:
            super().keyPressEvent(event)
            return
        self.chosen.emit(self._order[min(max(at, 0), last)])

    def minimumSizeHint(self) -> QSize:
        """Two lines of pictures."""
        return QSize(220, int(px(_HEAD) + 2 * self._cell().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit, the chosen one among them."""
        super().resizeEvent(event)
        self._arrange()
        self.choose(self._unit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the key and the pictures in sight."""
        with painting(self) as painter:
            painter.setFont(caption_font(self.font()))
            if self._atoms is not None:
                self._paint_head(painter, self._atoms)
                for unit, where in self.places():
                    self._paint_one(painter, self._atoms, unit, where)
            paint_ring(painter, self)

    def _paint_head(self, painter: QPainter, atoms: Atoms) -> None:
        box = QRectF(0, 0, self._room(), px(_HEAD) - SPACES[0])
        painter.setPen(QColor(self._theme.quiet))
        idle = int(atoms.idle.sum())
        said = ngettext("{count} unit", "{count} units", len(atoms)).format(count=len(atoms))
        said += f", {idle} {atoms.idly}" if idle else ""
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        wide = painter.fontMetrics().horizontalAdvance(
            _("{said} darker brighter").format(said=said)
        )
        roomy = box.width() > wide + 2 * px(_HEAD) + px(KEY)
        ends = (_("darker"), _("brighter")) if roomy else ("\N{MINUS SIGN}", "+")
        paint_signed_key(painter, box, self._theme, ends, atoms.values.shape[1] == 3)

    def _paint_one(self, painter: QPainter, atoms: Atoms, unit: int, where: QRectF) -> None:
        room = QRectF(where.center().x() - _SIDE / 2, where.top() + 2, _SIDE, _SIDE)
        image = self._image(atoms, unit)
        rect = place(image.size(), room, self.devicePixelRatioF())
        paint(painter, image, rect, QColor(self._theme.hairline))
        if atoms.idle[unit]:
            _cross_out(painter, rect, self._theme)
        if unit == self._unit:
            painter.setPen(self._theme.pen(self._theme.accent, 2))
            painter.drawRect(rect.adjusted(-2, -2, 1, 1))
        line = QRectF(where.left(), where.top() + _SIDE + SPACES[0], where.width(), px(_LINE))
        painter.setPen(QColor(self._theme.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, f"z{unit + 1}")
        painter.setPen(QColor(self._theme.quiet))
        line.translate(0, px(_LINE) - 2)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, atoms.said(unit))

    def _image(self, atoms: Atoms, unit: int) -> QImage:
        if unit not in self._images:
            self._images[unit] = signed_image(atoms.values[unit], self._theme)
        return self._images[unit]

    def _leave_head(self) -> None:
        """The bar stands beside the pictures alone."""
        self.setContentsMargins(0, px(_HEAD), 0, 0)

    def _arrange(self) -> None:
        lines = math.ceil(len(self._order) / self._columns())
        self._scroll.setRange(0, max(0, lines - self._lines()))
        self._scroll.setPageStep(self._lines())
        self._scroll.setVisible(self._scroll.maximum() > 0)

    def _cell(self) -> QSizeF:
        return QSizeF(_SIDE + SPACES[1], _SIDE + 2 * px(_LINE) + 6)

    def _room(self) -> float:
        return max(self.width() - self._scroll.sizeHint().width() - SPACES[0], 1)

    def _columns(self) -> int:
        return max(1, int(self._room() // self._cell().width()))

    def _lines(self) -> int:
        return max(1, int((self.height() - px(_HEAD)) // self._cell().height()))


def _cross_out(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Veil a picture, and strike it through: it is seen without colours, too."""
    veil = QColor(theme.ground)
    veil.setAlpha(150)
    painter.fillRect(rect, veil)
    painter.setPen(theme.pen(theme.text, 1))
    painter.drawLine(rect.topLeft(), rect.bottomRight())
    painter.drawLine(rect.bottomLeft(), rect.topRight())
