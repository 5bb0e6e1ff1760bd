"""The window on the stage: bare, on a whole screen, and put back afterwards as it was."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget
from shiboken6 import isValid

from aeviewer.app.layout import Parts
from aeviewer.app.lecture.staging import Part, lesson_width, side_room

_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_FULL = Qt.WindowState.WindowFullScreen


@dataclass(frozen=True)
class _Before:
    """What is to be put back."""

    state: QByteArray
    geometry: QRect
    windows: Qt.WindowState
    smallest: QSize
    hidden: Mapping[QWidget, bool]
    focus: QWidget | None


class Stage:
    """Takes a window apart for the audience, and puts it together again."""

    def __init__(self, window: QMainWindow, parts: Parts) -> None:
        self._window, self._parts = window, parts
        self._before: _Before | None = None
        self._shown: frozenset[Part] = frozenset()
        self._page = "map"

    @property
    def entered(self) -> bool:
        """Whether the window is on the stage."""
        return self._before is not None

    def enter(self, screen: QScreen) -> None:
        """Give a whole screen to the window, with nothing in it but its page."""
        window = self._window
        self._before = _Before(
            window.saveState(),
            window.geometry(),
            window.windowState(),
            window.minimumSize(),
            {widget: widget.isHidden() for widget in self._bare()},
            QApplication.focusWidget(),
        )
        window.setMinimumSize(1, 1)  # a projector may be smaller than any window of ours
        for dock in self._docks():
            dock.setFloating(False)
            dock.setTitleBarWidget(QWidget(dock))
        self.move_to(screen)

    def move_to(self, screen: QScreen) -> None:
        """Fill this screen."""
        window = self._window
        if window.isFullScreen() and window.screen() is not screen:
            window.setWindowState(window.windowState() & ~_FULL)  # else some systems stay
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.setWindowState(window.windowState() | _FULL)

    def show(self, page: str, parts: frozenset[Part]) -> None:
        """Show the page, by its name, and these parts, and nothing else."""
        self._page, self._shown = page, parts
        for dock in self._docks():
            dock.setVisible(bool(parts & _PARTS_OF.get(dock.objectName(), frozenset())))
        self._parts.bar.setVisible("bar" in parts)
        self._parts.status.hide()
        self._parts.pages.set_bare(tabs="tabs" not in parts, controls="controls" not in parts)
        self._parts.pages.set_staged(True)
        self._parts.path_place.setHidden("path" not in parts)
        self._parts.time_place.setHidden("time" not in parts)
        self._parts.map.set_bare(True)
        self._parts.path.set_bare(True)
        self._parts.train.set_bare(True, knobs="knobs" in parts)
        self._parts.probe.set_bare("probe" not in parts)
        self._parts.lesson.set_bare(True)
        if menus := self._window.menuWidget():
            menus.hide()
        self.arrange()

    def arrange(self) -> None:
        """Share the room out, as it is now."""
        if self._before is None:
            return
        window, docks = self._window, self._parts.docks
        width, height = window.width(), window.height()
        if "lesson" in self._shown:
            self._move(docks.lesson, "left")
            window.setCorner(Qt.Corner.BottomLeftCorner, _AREAS["left"])
            words = lesson_width(width, self._page)
            window.resizeDocks([docks.lesson], [words], Qt.Orientation.Horizontal)
            width -= words
        beside = [dock for dock in (docks.probe, docks.train, docks.draw) if not dock.isHidden()]
        if beside:
            side, size = side_room(width, height, self._shown)
            for dock in beside:
                self._move(dock, side)
            along = Qt.Orientation.Horizontal if side == "right" else Qt.Orientation.Vertical
            window.resizeDocks(beside, [size] * len(beside), along)

    def _move(self, dock: QDockWidget, side: str) -> None:
        """Put a panel to another side, if it is not there alone."""
        others = self._window.tabifiedDockWidgets(dock)
        if self._window.dockWidgetArea(dock) != _AREAS[side] or others:
            self._window.addDockWidget(_AREAS[side], dock)

    def leave(self, *, lesson: bool) -> None:
        """Put everything back; the panel of the lesson is shown if there is one now."""
        before, self._before = self._before, None
        if before is None:
            return
        window = self._window
        window.setWindowState(before.windows)
        window.setMinimumSize(before.smallest)
        if not before.windows & (_FULL | Qt.WindowState.WindowMaximized):
            window.setGeometry(before.geometry)
        self._dress_docks()
        self._parts.pages.set_bare(tabs=False, controls=False)
        self._parts.pages.set_staged(False)
        self._parts.map.set_bare(False)
        self._parts.path.set_bare(False)
        self._parts.train.set_bare(False, knobs=True)
        self._parts.probe.set_bare(False)
        self._parts.lesson.set_bare(False)
        for widget, hidden in before.hidden.items():
            widget.setHidden(hidden)
        self._put_back(before, lesson=lesson)
        # The knob that had it may be gone: each model brings its own.
        if before.focus is not None and isValid(before.focus) and before.focus.isVisible():
            before.focus.setFocus()
        # Once more, when all that was large has been laid out small.
        QTimer.singleShot(0, window, lambda: self._put_back(before, lesson=lesson))

    def _put_back(self, before: _Before, *, lesson: bool) -> None:
        """Put the panels where they were, unless somebody presents again."""
        if self._before is None:
            self._window.restoreState(before.state)
            self._parts.docks.lesson.setVisible(lesson)

    def _dress_docks(self) -> None:
        """Give the panels their title bars back."""
        for dock in self._docks():
            bare = dock.titleBarWidget()
            dock.setTitleBarWidget(None)  # type: ignore[arg-type]  # None brings Qt's own back
            if bare is not None:
                bare.deleteLater()

    def _bare(self) -> list[QWidget]:
        parts = self._parts
        found = [parts.bar, parts.status, parts.path_place, parts.time_place]
        menus = self._window.menuWidget()
        return found if menus is None else [*found, menus]

    def _docks(self) -> list[QDockWidget]:
        return self._window.findChildren(QDockWidget)


_PARTS_OF: Mapping[str, frozenset[Part]] = {
    "dock-lesson": frozenset({"lesson"}),
    "dock-probe": frozenset({"picture", "probe"}),
    "dock-train": frozenset({"train"}),
    "dock-draw": frozenset({"draw"}),
}
