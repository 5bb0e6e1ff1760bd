"""The pointer hides when nobody moves it, and while a tool stands in its place."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

IDLE = 2000
"""Milliseconds without a move, after which it hides."""


class Pointer(QObject):
    """Hides the application's pointer, and shows it again.

    Attributes:
        timer: goes off when the pointer has been idle.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.timer = QTimer(self, interval=IDLE, singleShot=True)
        self.timer.timeout.connect(self._on_idle)
        self._idle = self._replaced = self._hidden = False

    @property
    def hidden(self) -> bool:
        """Whether it cannot be seen."""
        return self._hidden

    @property
    def idle(self) -> bool:
        """Whether nobody has moved it for a while."""
        return self._idle

    def wake(self) -> None:
        """Show it, for a while: it was moved."""
        self._idle = False
        self.timer.start()
        self._show()

    def replace(self, on: bool) -> None:
        """Let something else stand in its place, or no longer."""
        self._replaced = on
        self._show()

    def release(self) -> None:
        """Leave it as it was."""
        self.timer.stop()
        self._idle = self._replaced = False
        self._show()

    def _on_idle(self) -> None:
        self._idle = True
        self._show()

    def _show(self) -> None:
        hidden = self._idle or self._replaced
        if hidden == self._hidden:
            return
        self._hidden = hidden
        if hidden:
            QApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)
        else:
            QApplication.restoreOverrideCursor()
