"""Keeps the page wide enough: where text is large or the window narrow, the panels give way."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow

from aeviewer.app.lessons.docking import Docks

SHARE = 0.45  # of the window's width, for the page at least
_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_ACROSS = Qt.Orientation.Horizontal


class Crowding(QObject):
    """Makes panels as narrow as they can be, and has the training's share the others' place.

    Where panels go depends on what they need at least, not on how wide they are: so the same window
    at the same size of text always ends alike, and a panel that somebody drags wide is left alone
    till the window or the text has another size.
    """

    def __init__(self, window: QMainWindow, docks: Docks, rests: Callable[[], bool]) -> None:
        """Make one; it does nothing while `rests`, as when somebody else arranges the window."""
        super().__init__(window)
        self._window, self._docks, self._rests = window, docks, rests
        self._moved = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        self._then = QTimer(self, singleShot=True, interval=0)
        self._then.timeout.connect(self._narrow)
        window.installEventFilter(self)
        docks.lesson.visibilityChanged.connect(self.look_soon)
        self.look_soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.look_soon()
        return False

    def look_soon(self) -> None:
        """See to it when all that changes now is laid out."""
        self._soon.start()

    def give_back(self) -> None:
        """Put the training's panel back to where it was."""
        docks = self._docks
        moved, self._moved = self._moved, False
        if moved and self._area(docks.train) == _RIGHT:
            front = self._in_front()
            self._window.addDockWidget(_LEFT, docks.train)
            docks.train.show()
            front.raise_()
            self._then.start()  # once it is laid out

    def _look(self) -> None:
        if self._rests():
            return
        has_place = not self._docks.lesson.isVisible()
        if self._moved and has_place and self._fits(self._needed(parted=True)):
            self.give_back()
        elif self._movable() and not self._fits(self._needed()):
            self._share_a_place()
        elif not self._fits(self._taken()):
            self._narrow()

    def _share_a_place(self) -> None:
        docks, front = self._docks, self._in_front()
        self._moved = True
        self._window.tabifyDockWidget(docks.probe, docks.train)
        front.raise_()
        self._then.start()

    def _narrow(self) -> None:
        if self._rests():
            return
        sides = [dock for dock in self._all() if self._area(dock) in {_LEFT, _RIGHT}]
        self._window.resizeDocks(sides, [_least(dock) for dock in sides], _ACROSS)

    def _needed(self, *, parted: bool = False) -> int:
        """How wide the panels at both sides must be; `parted`: with the training's at the left."""
        left, right = [0], [0]
        for dock in self._all():
            at_left = self._area(dock) == _LEFT or (parted and dock is self._docks.train)
            if at_left or self._area(dock) == _RIGHT:
                (left if at_left else right).append(_least(dock))
        return max(left) + max(right)

    def _taken(self) -> int:
        """How wide all is that is not the page."""
        page = self._window.centralWidget()
        return 0 if page is None else self._window.width() - page.width()

    def _fits(self, wide: int) -> bool:
        """Whether panels that are so wide together leave the page its share."""
        return wide <= self._window.width() * (1 - SHARE)

    def _movable(self) -> bool:
        probe, train = self._docks.probe, self._docks.train
        return self._area(train) == _LEFT and self._area(probe) == _RIGHT

    def _in_front(self) -> QDockWidget:
        """The panel at the right that is to be seen, or the one that the keys go to."""
        docks, focus = self._docks, QApplication.focusWidget()
        if focus is not None and docks.train.isAncestorOf(focus):
            return docks.train
        return docks.probe if docks.draw.visibleRegion().isEmpty() else docks.draw

    def _area(self, dock: QDockWidget) -> Qt.DockWidgetArea:
        if dock.isFloating() or dock.isHidden():
            return Qt.DockWidgetArea.NoDockWidgetArea
        return self._window.dockWidgetArea(dock)

    def _all(self) -> tuple[QDockWidget, ...]:
        docks = self._docks
        return docks.lesson, docks.train, docks.probe, docks.draw


def _least(dock: QDockWidget) -> int:
    return dock.minimumSizeHint().width()
