"""Where docks and bars are: kept from one start to the next, and put back as they were at first."""

import base64
import binascii

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow

from aeviewer.app.work.memory import Memory
from aeviewer.errors import UserError

_VERSION = 1  # of the docks there are: raise it when an older arrangement makes no sense any more


class Arrangement(QObject):
    """Knows how the window was arranged at first; widths are those of the moment it was laid out.

    Attributes:
        failed: an arrangement that was kept cannot be used: the sentence why.
    """

    failed = Signal(object)  # UserError

    def __init__(self, window: QMainWindow, memory: Memory) -> None:
        super().__init__(window)
        self._window, self._memory = window, memory
        self._first = window.saveState(_VERSION)
        self._widths = {dock: dock.width() for dock in _docks(window)}

    def come_back(self) -> None:
        """Arrange the window as it was when it was closed."""
        if not self._memory.kept.layout:
            return
        try:
            state = base64.b64decode(self._memory.kept.layout, validate=True)
        except binascii.Error:
            state = b""
        if not self._window.restoreState(QByteArray(state), _VERSION):
            self._forget()
            self.failed.emit(
                UserError("where the panels were could not be read; they are as at the first start")
            )

    def keep(self) -> None:
        """Keep it as it is, unless the whole screen is given to a presentation."""
        if self._memory.begun and not self._window.isFullScreen():
            state = bytes(self._window.saveState(_VERSION).data())
            text = base64.b64encode(state).decode()
            self._memory.keep(self._memory.kept.model_copy(update={"layout": text}))

    def reset(self) -> None:
        """Put everything back."""
        self._window.restoreState(self._first, _VERSION)
        self._forget()

    def _forget(self) -> None:
        self._memory.keep(self._memory.kept.model_copy(update={"layout": ""}))


def _docks(window: QMainWindow) -> list[QDockWidget]:
    return window.findChildren(QDockWidget)
