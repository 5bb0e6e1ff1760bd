"""The presenter's window, made when it is wanted, and kept up to date."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QScreen
from PySide6.QtWidgets import QWidget

from aeviewer.app.lecture.guide import Guide
from aeviewer.app.lecture.hand import Hand
from aeviewer.app.lecture.presenter import PresenterWindow
from aeviewer.app.lecture.sight import Sight
from aeviewer.app.lecture.stopwatch import Stopwatch
from aeviewer.app.look.theme import LIGHT, Theme


class Notes(QObject):
    """Opens and closes the presenter's window, and feeds it.

    Attributes:
        watch: the time gone.
        changed: the window was opened or closed.
        step_wanted: another step is to be shown: "next" or "back".
        swap_wanted: the two windows are to change their screens.
    """

    changed = Signal()
    step_wanted = Signal(str)
    swap_wanted = Signal()

    def __init__(
        self,
        owner: QWidget,
        guide: Guide,
        hand: Hand,
        sight: Sight,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(owner)
        self._owner, self._guide, self._hand, self._sight = owner, guide, hand, sight
        self._actions = actions
        self.watch = Stopwatch()
        self.window: PresenterWindow | None = None
        self._theme, self._black, self._swappable = LIGHT, False, False
        self._mark: Callable[[QWidget], QWidget] | None = None
        guide.stepped.connect(self._show_step)
        hand.moved.connect(self._show_pointer)

    def open(self, screen: QScreen | None) -> None:
        """Show the window on a screen of its own, or as an ordinary window."""
        if self.window is None:
            self.window = self._make()
        window = self.window
        if screen is not None:
            window.setScreen(screen)
            window.setGeometry(screen.availableGeometry())
            window.showMaximized()
        else:
            window.show()
        self._sight.seen.connect(window.mirror.set_picture)
        self._show_step()
        self._show_pointer()
        self.dress(self._theme)
        self.set_black(self._black)
        self.set_swappable(self._swappable)
        self.changed.emit()

    def bear(self, mark: Callable[[QWidget], QWidget]) -> None:
        """Have what this makes stand at the top of each window to come, which is its parent."""
        self._mark = mark

    def close(self) -> None:
        """Close the window, if it is open."""
        if self.window is not None:
            self.window.close()

    def dress(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        if self.window is not None:
            self.window.mirror.set_theme(theme)

    def set_black(self, on: bool) -> None:
        """Say whether the audience sees a black screen."""
        self._black = on
        if self.window is not None:
            self.window.mirror.set_black(on)

    def set_swappable(self, on: bool) -> None:
        """Say whether there are two screens to be swapped."""
        self._swappable = on
        if self.window is not None:
            self.window.swap.setVisible(on)

    def _make(self) -> PresenterWindow:
        window = PresenterWindow(self._owner, self.watch, self._actions)
        if self._mark is not None:
            window.bear(self._mark(window))
        window.closed.connect(self._on_closed)
        window.back.clicked.connect(lambda _=False: self.step_wanted.emit("back"))
        window.next.clicked.connect(lambda _=False: self.step_wanted.emit("next"))
        window.swap.clicked.connect(lambda _=False: self.swap_wanted.emit())
        window.mirror.pointed.connect(self._hand.point)
        return window

    def _on_closed(self) -> None:
        if self.window is not None:
            self._sight.seen.disconnect(self.window.mirror.set_picture)
            self.window.deleteLater()
            self.window = None
            self.changed.emit()

    def _show_step(self) -> None:
        if self.window is not None:
            self.window.show_lesson(self._guide.lesson, self._guide.number)

    def _show_pointer(self) -> None:
        if self.window is not None:
            self.window.mirror.set_pointer(self._hand.at, self._hand.tool)
