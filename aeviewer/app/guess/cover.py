"""What lies over the map while one guesses: it takes the hand, and shows what was guessed."""

import math

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import resized
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE, Theme
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.map.marks import paint_cursor, round_pen
from aeviewer.session.view import Point
from aeviewer.words import _

_NEAR, _FAR = 8, 48  # pixels that an arrow key moves the mark
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ON = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_PageDown}
_DIGITS = {Qt.Key(Qt.Key.Key_1.value + at): at for at in range(9)}
_KNOWN = {*_ARROWS, *_ON, *_DIGITS, Qt.Key.Key_Escape}


class Cover(Themed):
    """Lies over the map; what is done on it never reaches that.

    Attributes:
        placed: a place of the plane was pointed at: (x, y).
        numbered: a digit was pressed: from 0.
        confirmed: on.
        ended: no more.
    """

    placed = Signal(float, float)
    numbered = Signal(int)
    confirmed = Signal()
    ended = Signal()

    def __init__(self, latent_map: LatentMap) -> None:
        super().__init__(latent_map)
        self._map = latent_map
        self._truth: Point | None = None
        self._guess: Point | None = None
        self._aim: Point | None = None  # pixels, where the arrow keys have led a mark
        self._aiming = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # nor does the wheel reach it
        self.setAccessibleName(_("Guessing on the map"))
        latent_map.framed.connect(self.update)
        latent_map.installEventFilter(self)
        self.hide()

    def begin(self, theme: Theme) -> None:
        """Lie over the map, and take its keys."""
        self._theme = theme
        self.setGeometry(self._map.rect())
        self.show()
        self.raise_()
        self._map.setFocusProxy(self)
        self.setFocus()

    def end(self) -> None:
        """Give the map back."""
        self._map.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none, its stubs do not
        self.hide()
        self._map.setFocus()

    def ask(self, truth: Point | None) -> None:
        """Wait for an answer: a place, where none is shown, else a number."""
        self._truth, self._guess, self._aim = truth, None, None
        self._aiming = truth is None
        self.setCursor(Qt.CursorShape.CrossCursor if self._aiming else Qt.CursorShape.ArrowCursor)
        self.update()

    def reveal(self, truth: Point, guess: Point) -> None:
        """Show where it is, and what was guessed."""
        self._truth, self._guess, self._aim, self._aiming = truth, guess, None, False
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    # -- what Qt tells

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep over the map, however large it is."""
        if watched is self._map and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._map.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Have its keys before any shortcut has them."""
        overridden = event.type() == QEvent.Type.ShortcutOverride
        if overridden and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point at a place; where an answer is shown, go on."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self._answer((at.x(), at.y()))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Two quick clicks are one guess: the second must not go on past its answer."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead the mark, answer, go on, or end; the map's own keys mean nothing here."""
        key = Qt.Key(event.key())
        if not _is_own(event):
            return
        if key in _ARROWS and self._aiming:
            far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._lead(*_ARROWS[key], _FAR if far else _NEAR)
        elif key in _DIGITS:
            self.numbered.emit(_DIGITS[key])
        elif key == Qt.Key.Key_Escape:
            self.ended.emit()
        elif key in _ON and not event.isAutoRepeat():
            self._answer(self._aim)

    def keyReleaseEvent(self, _event: QKeyEvent) -> None:
        """The map would make a step of undo of it."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the marks, and how far they lie apart."""
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _answer(self, pixel: Point | None) -> None:
        """Guess that place, while one is asked for; else go on."""
        if not self._aiming:
            self.confirmed.emit()
        elif pixel is not None:
            self.placed.emit(*self._map.viewport.to_plane(pixel))

    def _lead(self, right: int, down: int, pixels: int) -> None:
        x, y = self._aim or (self.width() / 2, self.height() / 2)
        x, y = x + right * px(pixels), y + down * px(pixels)
        self._aim = min(max(x, 0), self.width()), min(max(y, 0), self.height())
        self.update()

    def _paint(self, painter: QPainter) -> None:
        to_pixel = self._map.viewport.to_pixel
        guess = self._aim if self._guess is None else to_pixel(self._guess)
        truth = None if self._truth is None else to_pixel(self._truth)
        if guess is not None and truth is not None:
            self._paint_way(painter, guess, truth)
        if guess is not None:
            _paint_cross(painter, guess, self._theme)
        if truth is not None:
            paint_cursor(painter, truth, self._theme)

    def _paint_way(self, painter: QPainter, guess: Point, truth: Point) -> None:
        """A line between the two, and its length."""
        ends = QPointF(*guess), QPointF(*truth)
        for colour, width in ((self._theme.ground, 5.0), (self._theme.text, 2.0)):
            painter.setPen(round_pen(colour, width * self._theme.line))
            painter.drawLine(*ends)
        assert self._guess is not None
        assert self._truth is not None
        away = math.dist(self._guess, self._truth)
        if away:
            self._paint_length(painter, (ends[0] + ends[1]) / 2, three_digits(away))

    def _paint_length(self, painter: QPainter, at: QPointF, words: str) -> None:
        painter.setFont(resized(self.font(), TYPE[2]))
        metrics = QFontMetricsF(painter.font())
        box = QRectF(0, 0, metrics.horizontalAdvance(words) + SPACES[2], metrics.height())
        box.moveCenter(at)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(self._theme.text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _paint_cross(painter: QPainter, at: Point, theme: Theme) -> None:
    """What was guessed: a cross, which nothing else on the map is."""
    reach, middle = px(9), QPointF(*at)
    for colour, width in ((theme.ground, 7.0), (theme.accent, 3.5)):
        painter.setPen(round_pen(colour, width * theme.line))
        for corner in (QPointF(reach, reach), QPointF(reach, -reach)):
            painter.drawLine(middle - corner, middle + corner)


def _is_own(event: QKeyEvent) -> bool:
    """Whether it is a key that is meant here, alone or with Shift."""
    shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return event.key() in _KNOWN and not event.modifiers() & ~shift
