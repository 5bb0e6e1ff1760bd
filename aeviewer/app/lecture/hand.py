"""The presenter's hand: where the pointer is before the audience, and what tool is at it."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent, QWheelEvent, QWindow
from PySide6.QtWidgets import QWidget

from aeviewer.app.lecture.cover import Overlay
from aeviewer.app.lecture.pointer import Pointer
from aeviewer.app.lecture.tools import Laser, Loupe, Spotlight, Tool

Name = Literal["", "spotlight", "loupe", "laser"]
_NOTCH = 120  # eighths of a degree


class Hand(QObject):
    """Leads a tool over the audience's window; each keeps the size it was given.

    Attributes:
        pointer: the application's pointer, which hides when it rests.
        moved: the pointer is elsewhere, or another tool is at it.
        tool_changed: another tool was taken, or none.
    """

    moved = Signal()
    tool_changed = Signal()

    def __init__(self, window: QWidget, overlay: Overlay) -> None:
        super().__init__(window)
        self._window, self._overlay = window, overlay
        self.pointer = Pointer(self)
        self._tools: dict[Name, Tool] = {
            "spotlight": Spotlight(),
            "loupe": Loupe(),
            "laser": Laser(),
        }
        self._name: Name = ""

    @property
    def name(self) -> Name:
        """Which tool is taken; empty for none."""
        return self._name

    @property
    def tool(self) -> Tool | None:
        """The tool that is taken."""
        return self._tools.get(self._name)

    @property
    def at(self) -> QPointF | None:
        """Where the pointer is in the audience's window; None while it is elsewhere."""
        return self._overlay.at

    def begin(self) -> None:
        """Look where the pointer is."""
        at = QPointF(self._window.mapFromGlobal(QCursor.pos()))
        self._lead(at if self._window.rect().contains(at.toPoint()) else None)
        self.pointer.wake()

    def end(self) -> None:
        """Put down the tool, and leave the pointer alone."""
        self.toggle("")
        self._overlay.move_to(None)
        self.pointer.release()

    def toggle(self, name: Name) -> None:
        """Take a tool, or put it down if it is taken."""
        name = "" if name == self._name else name
        if name == self._name:
            return
        self._name = name
        self._overlay.take(self.tool)
        self._replace()
        self.tool_changed.emit()
        self.moved.emit()

    def point(self, at: QPointF | None) -> None:
        """Point somewhere by the mirror: the pointer itself is there."""
        self._lead(at)
        self.pointer.replace(False)

    def hear_mouse(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse, whatever it does: nothing is kept from the widgets."""
        if event.type() == QEvent.Type.Leave:
            if watched is self._window:
                self._lead(None)
            return False
        if not isinstance(event, QMouseEvent):
            return False
        self.pointer.wake()
        if self._is_ours(watched):
            at = self._window.mapFromGlobal(event.globalPosition())
            self._lead(at if self._window.rect().contains(at.toPoint()) else None)
        return False

    def hear_wheel(self, watched: QObject, event: QEvent) -> bool:
        """Make the circle larger or smaller; with Shift, let the loupe magnify more or less."""
        tool = self.tool
        if tool is None or not isinstance(event, QWheelEvent) or not self._is_ours(watched):
            return False
        if tool.replaces:
            return False  # a dot has one size: the wheel is the map's
        turn = event.angleDelta().y() or event.angleDelta().x()  # Shift turns it on some systems
        if turn:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._change(tool.stronger(turn) if shift else tool.resized(turn / _NOTCH))
        event.accept()
        return True

    def _change(self, tool: Tool) -> None:
        self._tools[self._name] = tool
        self._overlay.take(tool)
        self.moved.emit()

    def _lead(self, at: QPointF | None) -> None:
        self._overlay.move_to(at)
        self._replace()
        self.moved.emit()

    def _replace(self) -> None:
        self.pointer.replace(self.tool is not None and self.tool.replaces and self.at is not None)

    def _is_ours(self, watched: QObject) -> bool:
        if isinstance(watched, QWindow):
            return watched is self._window.windowHandle()
        return isinstance(watched, QWidget) and watched.window() is self._window
