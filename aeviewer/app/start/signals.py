"""Ctrl-C in the terminal, and the system's wish that the program ends."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # the last is not known everywhere
_WATCHED = [signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__]


class Signals(QObject):
    """Turns signals into a Qt signal: while Qt waits for events, no Python handler would run.

    Each works once; the second of its kind ends the process as it always did.

    Attributes:
        came: the number of a signal.
    """

    came = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_activated)
        signal.set_wakeup_fd(self._writer.fileno())
        for number in _WATCHED:
            signal.signal(number, _once)

    def close(self) -> None:
        """Put things back as they were."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number in _WATCHED:
            signal.signal(number, signal.SIG_DFL)
        self._reader.close()
        self._writer.close()

    def _on_activated(self) -> None:
        for number in self._reader.recv(16):
            self.came.emit(number)


def _once(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
