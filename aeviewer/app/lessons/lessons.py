"""All that a lesson needs of the window: who plays it, where it is shown, what it points at."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from aeviewer.app.lessons.docking import Docking
from aeviewer.app.lessons.menu import LessonMenu
from aeviewer.app.lessons.parts import finders
from aeviewer.app.lessons.player import Player
from aeviewer.app.lessons.pointing import Pointing
from aeviewer.session.lesson import Lesson, lessons
from aeviewer.session.store import Store

if TYPE_CHECKING:
    from aeviewer.app.layout import Parts


OF_LESSONS = ("lessons", "lesson_next", "lesson_back", "lesson_again", "lesson_close")
"""Ids of the actions that are answered here."""


class Lessons(QObject):
    """Connects the player with the panel, the docks and the menu.

    Attributes:
        player: goes from step to step.
        pointing: frames what a step points at.
        menu: of the bundled lessons.
        failed: a lesson cannot be opened or typeset: the sentence why.
        begun: another lesson is on show.
        opened: a file was opened that is no bundled lesson: its path.
    """

    failed = Signal(object)  # Exception
    begun = Signal()
    opened = Signal(str)

    def __init__(
        self, window: QMainWindow, store: Store, parts: "Parts", actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(window)
        self._panel, self._bar, self._actions = parts.lesson, parts.bar, actions
        self.player = Player(store, self)
        self.pointing = Pointing(window, finders(parts, actions))
        self.menu = LessonMenu(store, window)
        self._docking = Docking(window, parts.docks)
        self._shown: Lesson | None = None
        self._answers: Mapping[str, Callable[[], None]] = {
            "lessons": self.choose,
            "lesson_next": self.player.next,
            "lesson_back": self.player.back,
            "lesson_again": self.player.again,
            "lesson_close": self.player.close,
        }
        self._connect()

    def act(self, name: str) -> None:
        """Answer one of the actions in `OF_LESSONS`."""
        self._answers[name]()

    def begin(self) -> None:
        """Take up the lesson that the view names from the start."""
        self.player.begin()
        self._on_stepped()

    def close(self) -> None:
        """Leave the docks as they were without a lesson, and wait for what is under way."""
        self._docking.give_back()
        self._panel.typesetting.close()

    def arrange(self) -> None:
        """Make room for the lesson once more, after somebody else has arranged the docks."""
        step = self.player.step
        if step is None:
            self._docking.give_back()
        else:
            self._docking.make_room()
            self._docking.bring_forward(step.highlight)

    def choose(self) -> None:
        """Offer the lessons, below their button if that is on the screen."""
        button = self._bar.widgetForAction(self._actions["lessons"])
        seen = button is not None and button.isVisible()
        below = button if seen else self._panel.window()
        assert below is not None
        corner = below.rect().bottomLeft() if seen else below.rect().center()
        self.menu.popup(below.mapToGlobal(corner))

    def _connect(self) -> None:
        player, panel = self.player, self._panel
        panel.next_wanted.connect(player.next)
        panel.back_wanted.connect(player.back)
        panel.offer_actions(self._actions)
        self.menu.chosen.connect(player.open)
        self.menu.put_away.connect(player.close)
        player.stepped.connect(self._on_stepped)
        player.failed.connect(self.failed)
        player.opened.connect(self._on_opened)
        panel.typesetting.failed.connect(self.failed)

    def _on_opened(self, path: Path) -> None:
        if path not in lessons().values():
            self.opened.emit(str(path))

    def _on_stepped(self) -> None:
        lesson, step = self.player.lesson, self.player.step
        before, self._shown = self._shown, lesson
        if lesson is None or step is None:
            self._panel.clear()
            self._docking.give_back()
            self.pointing.point_at(())
            return
        if lesson is not before:
            self.begun.emit()
        self._docking.make_room()
        self._docking.bring_forward(step.highlight)
        self._panel.show_step(lesson, self.player.number)
        self.pointing.point_at(step.highlight)
