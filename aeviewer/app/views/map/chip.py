"""A chip: a class's glyph and name, in a legend or wherever classes are chosen."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.scale import factor, px
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.map.shapes import in_shapes, paint_glyph
from aeviewer.app.views.map.stamps import outline
from aeviewer.words import _

HEIGHT = 28
"""Pixels of a chip at 100 %, so that it can be hit."""

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
            min(width, px(_WIDEST)), max(px(HEIGHT), QFontMetrics(self.font()).height() + 8)
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
