"""What the audience sees, as a picture: for the loupe and for the presenter's mirror."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from aeviewer.app.lecture.cover import Cover, Overlay

PERIOD = 150
"""Milliseconds between two pictures at least."""


class Sight(QObject):
    """Takes a picture of a window after it was painted anew, and not too often.

    What a tool at the pointer makes anew by moving alone is no change of the window; whether there
    was a change below it is looked at once, after it has come to rest.

    Attributes:
        seen: a new picture of the window without its covers.
    """

    seen = Signal(QPixmap)

    def __init__(self, window: QWidget, overlay: Overlay, covers: Sequence[Cover]) -> None:
        super().__init__(window)
        self._window, self._overlay, self._covers = window, overlay, covers
        self._taking = False
        self._wanted = False
        self.taken = 0
        """How many pictures were taken."""
        self.timer = QTimer(self, interval=PERIOD, singleShot=True)
        self.timer.timeout.connect(self.take)
        self._rest = QTimer(self, interval=2 * PERIOD, singleShot=True)
        self._rest.timeout.connect(self.take)

    def want(self, wanted: bool) -> None:
        """Begin to take pictures, or end it."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if wanted:
            self.take()
        else:
            self.timer.stop()
            self._rest.stop()

    def hear(self, watched: QObject, event: QEvent) -> bool:
        """Notice that something of the window is painted."""
        if not self._wanted or self._taking or not isinstance(watched, QWidget):
            return False
        if isinstance(event, QPaintEvent) and watched.window() is self._window:
            self._notice(watched, event)
        return False

    def take(self) -> None:
        """Take a picture now."""
        self._taking = True
        for cover in self._covers:
            cover.left_out = True
        picture = self._window.grab()
        for cover in self._covers:
            cover.left_out = False
        self._taking = False
        self.timer.stop()
        self._rest.stop()
        self.taken += 1
        self.seen.emit(picture)

    def _notice(self, widget: QWidget, event: QPaintEvent) -> None:
        if widget in self._covers:
            return
        pending = self._overlay.pending
        corner = widget.mapTo(self._window, QPoint())
        if event.region().translated(corner).subtracted(pending).isEmpty():
            self._rest.start()
        elif not self.timer.isActive():
            self.timer.start()
