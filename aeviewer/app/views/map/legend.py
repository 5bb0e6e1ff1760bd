"""The legend: a chip for each class, slim, in a corner of the map; or in rows above it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.map.chip import HEIGHT
from aeviewer.app.views.map.chips import Chips
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

ALL_HIDDEN = N_("All classes are hidden in the legend.")


class Legend(QScrollArea):
    """Chips in a column that scrolls where the map is too low for it; writes `hidden`."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._chips = Chips(store)
        self._theme: Theme | None = None
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
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._chips.make(classes, column)
        for chip in self._chips.all:
            chip.installEventFilter(self)
            layout.addWidget(chip)
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

    def fit_into(self, canvas: QSize) -> None:
        """Take the upper right corner, and a scroll bar where the height does not suffice."""
        wanted, margin = self.sizeHint(), SPACES[2]
        room = max(canvas.height() - 2 * margin - px(HEIGHT), px(HEIGHT))
        scrolls = wanted.height() > room
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        bar = self.verticalScrollBar().sizeHint().width() if scrolls else 0
        width, height = wanted.width() + bar, min(wanted.height(), room)
        self.setGeometry(canvas.width() - width - margin, margin, width, height)

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
