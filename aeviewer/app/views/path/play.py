"""The button that walks the path: there and back, or round and round where it is a loop."""

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton

from aeviewer.app.kit.watching import watch
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import Theme
from aeviewer.session.store import Store
from aeviewer.session.view import Point, View
from aeviewer.words import _

_PERIOD = 33  # ms, 30 pictures a second
_WALK = 3000  # ms from one anchor to the next
_WORDS = 76  # pixels of the button, as wide for either word
_SIGN = 16
_PLAY = (((3, 1), (14, 8), (3, 15)),)
_PAUSE = ((3, 2), (6, 2), (6, 14), (3, 14)), ((10, 2), (13, 2), (13, 14), (10, 14))


class PlayButton(QPushButton):
    """Writes t of the view while it is checked; a walk is one step of undo.

    Attributes:
        held: whether the walk waits, because a finger leads.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._direction = 1
        self._in_words = True
        self._signs = QIcon(), QIcon()
        self.held = False
        self._timer = QTimer(self, interval=_PERIOD)
        self._timer.timeout.connect(self._on_ticked)
        self.setCheckable(True)
        self.setAccessibleName(_("Walk there and back"))
        self.toggled.connect(self._on_toggled)
        watch(self, store, self._on_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of the signs."""
        self._signs = _sign(_PLAY, theme.text), _sign(_PAUSE, theme.text)
        self._say()

    def set_words(self, in_words: bool) -> None:
        """Say in a word what it does next, or by a sign."""
        self._in_words = in_words
        self._say()

    def stop(self) -> None:
        """End the walk where it is."""
        self.setChecked(False)

    def _on_changed(self, _view: View) -> None:
        if self._store.whole:  # an undo, or a state from elsewhere: to walk on would lead off it
            self.stop()

    def _on_toggled(self, on: bool) -> None:
        self._say()
        if on:
            self._timer.start()
        else:
            self._timer.stop()
            if not self._store.whole:
                self._store.settle()

    def _on_ticked(self) -> None:
        if self.held:
            return
        view = self._store.view
        legs = max(1, len(view.anchors) - 1)
        t = view.t + self._direction * _PERIOD / (_WALK * legs)
        if view.is_loop:
            t %= 1.0
        if not 0 <= t <= 1:
            self._direction = -self._direction
        self._store.set(t=min(max(t, 0.0), 1.0))

    def _say(self) -> None:
        """Say what it does next."""
        on = self.isChecked()
        word = _("Pause") if on else _("Play")
        self.setText(word if self._in_words else "")
        self.setIcon(QIcon() if self._in_words else self._signs[on])
        self.setMinimumWidth(px(_WORDS) if self._in_words else 0)
        self.setToolTip(
            _("{word}: walk the path there and back, a loop round and round").format(word=word)
        )


def _sign(shapes: tuple[tuple[Point, ...], ...], colour: str) -> QIcon:
    """Draw polygons in a square of 16, sharp on any screen."""
    picture = QPixmap(_SIGN * 4, _SIGN * 4)
    picture.setDevicePixelRatio(4)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        for shape in shapes:
            painter.drawPolygon([QPointF(*corner) for corner in shape])
    return QIcon(picture)
