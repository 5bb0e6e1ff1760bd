"""The legend: a chip for each class, slim, in a corner of the map."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QVBoxLayout, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.scale import factor, px
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.map.shapes import in_shapes, paint_glyph
from aeviewer.app.views.map.stamps import glyphs_of, outline
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

ALL_HIDDEN = N_("All classes are hidden in the legend.")

_CHIP = 28  # pixels high, so that it can be hit
_WIDEST = 180
_GLYPH = 12
_RADIUS = 4.5  # pixels of the dot in it
_SOLO = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Chip(QAbstractButton):
    """A class's colour and name; checked while the class is shown."""

    soloed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._theme: Theme | None = None
        self._glyph = QImage()
        self._ink, self._form = QColor(), 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Class {name}").format(name=name))
        self.setAccessibleDescription(_("Shows or hides this class; Enter shows it alone, or all"))
        self.setToolTip(
            tip(_("Show or hide {name}; with Ctrl, show it alone, or all again").format(name=name))
        )

    def set_look(self, theme: Theme, colour: str, glyph: int) -> None:
        """Take the class's colour and glyph, as the map has them."""
        self._theme = theme
        self._ink, self._form = QColor(colour), glyph
        self._glyph = glyph_image(colour, glyph, self.devicePixelRatioF())
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the name, up to a bound."""
        width = 3 * SPACES[1] + px(_GLYPH) + QFontMetrics(self.font()).horizontalAdvance(self._name)
        return QSize(
            min(width, px(_WIDEST)), max(px(_CHIP), QFontMetrics(self.font()).height() + 8)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Ctrl: this class alone."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.soloed.emit()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """This class alone; the first of the two clicks toggled it, which is taken back."""
        self.click()
        self.soloed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: this class alone; Space toggles, as for any button."""
        if event.key() in _SOLO:
            self.soloed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint glyph, name and focus ring."""
        if self._theme is None:
            return
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.hasFocus():
                self._paint_frame(painter, self._theme)
            painter.setOpacity(1.0 if self.isChecked() else 0.3)
            self._paint_glyph(painter)
            painter.setOpacity(1.0)
            self._paint_name(painter, self._theme)

    def _paint_glyph(self, painter: QPainter) -> None:
        corner = QPointF(SPACES[1], (self.height() - px(_GLYPH)) / 2)
        if in_shapes(painter):
            middle = corner + QPointF(px(_GLYPH), px(_GLYPH)) / 2
            paint_glyph(painter, middle, _RADIUS * factor(), self._form, self._ink)
        else:
            painter.drawImage(corner, self._glyph)

    def _paint_frame(self, painter: QPainter, theme: Theme) -> None:
        focused = self.hasFocus()
        painter.setPen(theme.pen(theme.accent if focused else theme.hairline, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_name(self, painter: QPainter, theme: Theme) -> None:
        left = 2 * SPACES[1] + px(_GLYPH)
        box = QRectF(left, 0, self.width() - left - SPACES[0], self.height())
        metrics = QFontMetrics(self.font())
        text = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        font = painter.font()
        font.setStrikeOut(not self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(theme.text if self.isChecked() else theme.quiet))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class Legend(QScrollArea):
    """Chips in a column that scrolls where the map is too low for it; writes `hidden`."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self._classes: tuple[str, ...] = ()
        self._chips: list[Chip] = []
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
        if classes == self._classes:
            return
        self._classes = classes
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._chips = [self._chip(number, column) for number in range(len(classes))]
        for chip in self._chips:
            layout.addWidget(chip)
        self.setWidget(column)  # the former one goes with its chips
        column.setAutoFillBackground(False)  # which setWidget has switched on
        self._dress()
        self.show_hidden(self._store.view)
        self.setVisible(bool(classes))

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._dress()

    def show_hidden(self, view: View) -> None:
        """Follow the store."""
        for number, chip in enumerate(self._chips):
            chip.setChecked(number not in view.hidden)

    def sizeHint(self) -> QSize:
        """As wide as the widest chip, as high as all of them."""
        wide = max((chip.sizeHint().width() for chip in self._chips), default=0)
        return QSize(wide, sum(chip.sizeHint().height() for chip in self._chips))

    def fit_into(self, canvas: QSize) -> None:
        """Take the upper right corner, and a scroll bar where the height does not suffice."""
        wanted, margin = self.sizeHint(), SPACES[2]
        room = max(canvas.height() - 2 * margin - px(_CHIP), px(_CHIP))
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

    def _chip(self, number: int, parent: QWidget) -> Chip:
        chip = Chip(self._classes[number], parent)
        chip.clicked.connect(lambda: self._toggle(number))
        chip.soloed.connect(lambda: self._solo(number))
        chip.installEventFilter(self)
        return chip

    def _dress(self) -> None:
        if self._theme is None:
            return
        colours = self._theme.classes(len(self._chips))
        glyphs = glyphs_of(colours, each=self._theme.glyphs)
        for chip, colour, glyph in zip(self._chips, colours, glyphs, strict=True):
            chip.set_look(self._theme, colour, glyph)

    def _toggle(self, number: int) -> None:
        self._store.set(hidden=self._store.view.hidden ^ {number})
        self._store.settle()

    def _solo(self, number: int) -> None:
        """Hide all others; where they are hidden already, show all."""
        alone = frozenset(range(len(self._chips))) - {number}
        self._store.set(hidden=frozenset() if self._store.view.hidden == alone else alone)
        self._store.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the chip that the keyboard reaches into sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, 0)
        return super().eventFilter(watched, event)


def glyph_image(colour: str, glyph: int, ratio: float) -> QImage:
    """A class's glyph, in the middle of a square of 12 points."""
    side = round(px(_GLYPH) * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    cover = outline(glyph, side, _RADIUS * factor() * ratio)
    ink = QColor(colour)
    for row in range(side):
        for column in range(side):
            ink.setAlphaF(float(cover[row, column]))
            image.setPixelColor(column, row, ink)
    return image
