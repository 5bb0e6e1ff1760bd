"""Making room for a lesson: its panel at the left, the training's among those at the right."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

_SHARE, _PAGE = 0.25, 0.5  # of the window's width, for the lesson at most, the page at least
_TRAIN = {"train", "curves", "knobs"}
_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


@dataclass(frozen=True)
class Docks:
    """The panels around the page."""

    lesson: QDockWidget
    train: QDockWidget
    probe: QDockWidget
    draw: QDockWidget


class Docking:
    """Shows and hides the panel of the lesson, and brings forward what a step points at."""

    def __init__(self, window: QMainWindow, docks: Docks) -> None:
        self._window, self._docks = window, docks
        self._shown = self._moved = False

    def make_room(self) -> None:
        """Show the panel of the lesson; the training's goes to the right if it is in the way."""
        window, docks = self._window, self._docks
        if self._shown and not docks.lesson.isHidden():
            return
        self._shown = True
        self._moved = not docks.train.isFloating() and window.dockWidgetArea(docks.train) == _LEFT
        if self._moved:
            window.tabifyDockWidget(docks.probe, docks.train)
        docks.lesson.show()
        wide = window.width()
        at_right = max(docks.probe.width(), docks.train.minimumSizeHint().width())
        free = wide * (1 - _PAGE) - (0 if docks.probe.isFloating() else at_right)
        width = max(round(min(wide * _SHARE, free)), docks.lesson.minimumSizeHint().width())
        window.resizeDocks([docks.lesson], [width], Qt.Orientation.Horizontal)

    def give_back(self) -> None:
        """Hide the panel of the lesson; the training's goes back to where it was."""
        window, docks = self._window, self._docks
        if docks.lesson.isHidden() and not self._shown:
            return
        self._shown = False
        docks.lesson.hide()
        if self._moved:
            self._moved = False
            window.addDockWidget(_LEFT, docks.train)
            docks.train.show()
        docks.probe.raise_()

    def bring_forward(self, names: tuple[str, ...]) -> None:
        """Raise the panel that a step points at, from among those that share a place."""
        docks = self._docks
        if _TRAIN & set(names):
            docks.train.raise_()
        elif "draw" in names:
            docks.draw.raise_()
        else:
            docks.probe.raise_()
