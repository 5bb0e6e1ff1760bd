"""The legend: a chip for each class, slim, in a corner of the map; or in rows above it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.quiet import quiet
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.map.chip import HEIGHT
from aeviewer.app.views.map.chips import Chips
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_LARGEST = 16_777_215  # pixels of a widget, as Qt has them
_LINE = 2  # pixels between the lines of names that nobody has to hit
_SHARE = 0.4  # of a picture's width, for the legend at most
_LEFT_OUT = N_("No room for the legend")
ALL_HIDDEN = N_("All classes are hidden in the legend.")


class Legend(QScrollArea):
    """Chips in a column; writes `hidden`.

    Where the map is too low for it they stand closer, as far as they can be hit; then it scrolls.
    In a picture, where nobody scrolls, they stand closer and in columns, or are left out with a
    word.
    """

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._chips = Chips(store)
        self._theme: Theme | None = None
        self._in_picture = False
        self._left_out = quiet(small=True)
        self._left_out.setText(_(_LEFT_OUT))
        self._left_out.setParent(self.viewport())
        self._left_out.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Legend"))
        # Opaque, it is left alone by each repaint of the map, which then takes half the time.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """Make a chip for each class."""
        if classes == self._chips.classes:
            return
        column = QWidget()
        grid = QGridLayout(column)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self._chips.make(classes, column)
        for row, chip in enumerate(self._chips.all):
            chip.installEventFilter(self)
            grid.addWidget(chip, row, 0)
        self.setWidget(column)  # the former one goes with its chips
        column.setAutoFillBackground(False)  # which setWidget has switched on
        self.setVisible(bool(classes))

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._chips.set_theme(theme)

    def show_hidden(self, view: View) -> None:
        """Follow the store."""
        self._chips.show_hidden(view)

    def sizeHint(self) -> QSize:
        """As wide as the widest chip, as high as all of them."""
        hints = [chip.sizeHint() for chip in self._chips.all]
        wide = max((hint.width() for hint in hints), default=0)
        return QSize(wide, sum(hint.height() for hint in hints))

    def print_out(self) -> None:
        """Be part of a picture from now on."""
        self._in_picture = True

    def fit_into(self, canvas: QSize) -> None:
        """Take the upper right corner, and a scroll bar where the height does not suffice."""
        wanted, margin = self.sizeHint(), SPACES[2]
        room = max(canvas.height() - 2 * margin - px(HEIGHT), px(HEIGHT))
        if not self._in_picture:
            wanted.setHeight(self._close_up(room))
        elif wanted.height() > room:
            wanted = self._pack(QSize(round(canvas.width() * _SHARE), room))
        scrolls = wanted.height() > room
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        bar = self.verticalScrollBar().sizeHint().width() if scrolls else 0
        width, height = wanted.width() + bar, min(wanted.height(), room)
        self.setGeometry(canvas.width() - width - margin, margin, width, height)

    def _close_up(self, room: int) -> int:
        """Let the chips stand closer if all fit then; returns how high they are together."""
        count = max(len(self._chips.all), 1)
        least = max(HEIGHT, self.fontMetrics().height() + _LINE)
        high = room // count if room >= count * least else _LARGEST
        heights = [min(chip.sizeHint().height(), high) for chip in self._chips.all]
        for chip, height in zip(self._chips.all, heights, strict=True):
            chip.setFixedHeight(height)
        return sum(heights)

    def _pack(self, room: QSize) -> QSize:
        """Put the names close to each other, or a word in their place; returns what that takes."""
        count, wide = len(self._chips.all), self.sizeHint().width()
        high = self.fontMetrics().height() + _LINE
        columns = -(-count // max(room.height() // high, 1))
        rows = -(-count // columns)
        fits = columns * wide <= room.width()
        for chip in self._chips.all:
            chip.setHidden(not fits)
        self._left_out.setHidden(fits)
        if not fits:
            return self._leave_out(room)
        self._arrange(rows, high)
        return QSize(columns * wide, rows * high)

    def _leave_out(self, room: QSize) -> QSize:
        width = min(self._left_out.sizeHint().width(), room.width())
        self._left_out.resize(width, self._left_out.heightForWidth(width))
        self._left_out.raise_()
        return self._left_out.size()

    def _arrange(self, rows: int, high: int) -> None:
        """Put the chips into columns, so many below each other, each so many pixels high."""
        column = self.widget()
        assert column is not None
        grid = column.layout()
        assert isinstance(grid, QGridLayout)
        for number, chip in enumerate(self._chips.all):
            chip.setFixedHeight(high)
            grid.removeWidget(chip)
            grid.addWidget(chip, number % rows, number // rows)

    def changeEvent(self, event: QEvent) -> None:
        """Share the height anew for other letters."""
        super().changeEvent(event)
        canvas = self.parentWidget()
        if event.type() == QEvent.Type.FontChange and canvas is not None:
            self.fit_into(canvas.size())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        if self._theme is not None:
            with painting(self.viewport()) as painter:
                painter.fillRect(self.viewport().rect(), QColor(self._theme.ground))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the chip that the keyboard reaches into sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, 0)
        return super().eventFilter(watched, event)


class LegendRows(QWidget):
    """The chips side by side, in as many lines as they need: beside the map they hide nothing."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._chips = Chips(store)
        self._lines = Wrapping(self, gap=0)
        self.setAccessibleName(_("Legend"))
        self.hide()

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """Make a chip for each class."""
        if classes == self._chips.classes:
            return
        for chip in self._chips.all:
            self._lines.removeWidget(chip)
            chip.deleteLater()
        self._chips.make(classes, self)
        for chip in self._chips.all:
            self._lines.addWidget(chip)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._chips.set_theme(theme)

    def show_hidden(self, view: View) -> None:
        """Follow the store."""
        self._chips.show_hidden(view)
