"""The map under a hand: what Qt tells of mouse, keys and focus goes to the part it concerns."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from aeviewer.app.views.map.content import Content
from aeviewer.app.views.map.gestures import Gestures
from aeviewer.app.views.map.pointing import Pointing
from aeviewer.app.views.map.scene import Scene
from aeviewer.app.views.map.sight import Sight
from aeviewer.session.view import Point
from aeviewer.words import N_, _

_DESCRIPTION = N_(
    "The plane of latent space. Drag, or use the arrow keys, to move the cursor that is decoded. "
    "Shift+click, or Enter, puts an anchor, Delete takes it away. Ctrl+drag selects samples, "
    "Escape selects none. The wheel, plus and minus zoom; F fits all points."
)
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Handled(QWidget):
    """Hears mouse, keys and focus; abstract: who derives from it makes the parts.

    Attributes:
        content: what lies on the plane.
        pressed: a hand was laid on it: a button of the mouse, or a key that it answers.
    """

    pressed = Signal()

    content: Content
    _gestures: Gestures
    _pointing: Pointing
    _sight: Sight
    _scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAccessibleName(_("Latent map"))
        self.setAccessibleDescription(_(_DESCRIPTION))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.pressed.emit()
        self._gestures.press(_pixel(event.position()), event.button(), event.modifiers())
        self._pointing.go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or hover."""
        self._pointing.mouse = at = _pixel(event.position())
        self._gestures.move(at)
        if self.content.selection.outline:
            self._scene.renew()
        self._pointing.go_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture."""
        self._gestures.release(event.button())
        self.update()
        self._sight.keep_cursor()
        self._pointing.go_to(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit; but two quick anchors are two anchors."""
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._gestures.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self._gestures.wheel(_pixel(event.position()), event.angleDelta().y())
        event.accept()

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self._pointing.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on a key, or leave it to the window."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._gestures.key(event.key(), shift):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
        self._pointing.shape_pointer()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key did."""
        if not event.isAutoRepeat():
            self._gestures.key_up(event.key())
            self._pointing.shape_pointer()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who walk by keyboard."""
        self._scene.ring = event.reason() in _BY_KEYBOARD
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """Forget held keys."""
        self._scene.ring = False
        self._gestures.abandon()
        self.update()


def _pixel(position: QPointF) -> Point:
    return position.x(), position.y()
