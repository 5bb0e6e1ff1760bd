"""Where the window, its docks and bars are: kept between starts; docks and bars can be put back."""

import base64
import binascii

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal
from PySide6.QtWidgets import QTabBar

from aeviewer.app.window import Window
from aeviewer.app.work.memory import Memory
from aeviewer.errors import UserError
from aeviewer.words import N_, _

_VERSION = 1  # of the docks there are: raise it when an older arrangement makes no sense any more
_BROKEN = N_("where the panels were could not be read; they are where they were at first")


class Arrangement(QObject):
    """Knows how the window was arranged at first, which shows once it has been laid out.

    Attributes:
        failed: an arrangement that was kept cannot be used: the sentence why.
        arranged: everything was put somewhere else.
    """

    failed = Signal(object)  # UserError
    arranged = Signal()

    def __init__(self, window: Window, memory: Memory) -> None:
        super().__init__(window)
        self._window, self._memory = window, memory
        self._first = QByteArray()
        self._coming = False
        QTimer.singleShot(0, self, self._look)  # before, docks have no places yet
        window.polished.connect(_name)

    def come_back(self) -> None:
        """Arrange the window as it was when it was closed."""
        if self._first.isEmpty():
            self._coming = True
        elif self._memory.kept.layout:
            self._restore(self._memory.kept.layout)

    def keep(self) -> None:
        """Keep it as it is, unless the whole screen is given to a presentation."""
        if self._memory.begun and not self._window.isFullScreen():
            state, frame = self._window.saveState(_VERSION), self._window.saveGeometry()
            self._remember(layout=_as_text(state), frame=_as_text(frame))

    def reset(self) -> None:
        """Put everything back."""
        self._window.restoreState(self._first, _VERSION)
        self._remember(layout="")
        self.arranged.emit()

    def _look(self) -> None:
        self._first = self._window.saveState(_VERSION)
        if self._coming:
            self.come_back()

    def _restore(self, layout: str) -> None:
        try:
            state = base64.b64decode(layout, validate=True)
        except binascii.Error:
            state = b""
        if self._window.restoreState(QByteArray(state), _VERSION):
            self.arranged.emit()
        else:
            self._remember(layout="")
            self.failed.emit(UserError(_(_BROKEN)))

    def _remember(self, **changes: str) -> None:
        self._memory.keep(self._memory.kept.model_copy(update=changes))


def _as_text(said: QByteArray) -> str:
    return base64.b64encode(bytes(said.data())).decode()


def _name(made: QObject) -> None:
    """Name the tabs of docks that share a place: Qt makes them as it needs them."""
    if isinstance(made, QTabBar):
        made.setAccessibleName(_("Panels that share this place"))
        made.setToolTip(_("Which of the panels is in front"))
