"""The window as it first comes up: empty, and on the screen before anything slow is imported."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from aeviewer.app.kit.tabbing import neighbour

if TYPE_CHECKING:
    from aeviewer.app.program import Program

_SMALLEST = (880, 560)
_FIRST = (1280, 720)


class Window(QMainWindow):
    """Tells when it has first been painted, and asks before it closes.

    Attributes:
        painted: the first frame is on the screen; comes once.
        imported: what fills it can be made now.
        filled: the widgets are in it; `program` is set.
        closed: the window has really been closed.
        polished: a child of it has got its style: the QObject.
    """

    painted = Signal()
    imported = Signal()
    filled = Signal()
    closed = Signal()
    polished = Signal(object)  # QObject

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("aeviewer")
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self._fresh = True
        self.program: Program | None = None
        self.may_close: Callable[[], bool] = lambda: True
        """Asked at each try to close; whoever says no tries again when it may."""
        self.take_drop: Callable[[QDropEvent], None] = lambda _: None
        """Welcomes what is dragged over the window, and opens what is dropped on it."""

    def focusNextPrevChild(self, forth: bool) -> bool:
        """Go to the next control, or the one before, as one reads the window."""
        following = neighbour(self, self.focusWidget(), forth=forth)
        if following is not None:
            reason = Qt.FocusReason
            following.setFocus(reason.TabFocusReason if forth else reason.BacktabFocusReason)
        return following is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and tell of the first time."""
        super().paintEvent(event)
        if self._fresh:
            self._fresh = False
            QTimer.singleShot(0, self.painted.emit)

    def childEvent(self, event: QChildEvent) -> None:
        """Tell of children: Qt makes some of its own accord, such as the tabs of docks."""
        super().childEvent(event)
        if event.type() == QEvent.Type.ChildPolished:
            self.polished.emit(event.child())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome it, or not."""
        self.take_drop(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Welcome it still."""
        self.take_drop(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it."""
        self.take_drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, if whoever minds has no objection."""
        if not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()
