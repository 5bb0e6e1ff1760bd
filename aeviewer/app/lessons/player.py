"""Going through a lesson: a step is a whole view, so that next and back lead to the same places."""

from PySide6.QtCore import QObject, Signal

from aeviewer.app.kit.watching import watch
from aeviewer.errors import UserError
from aeviewer.session import lesson
from aeviewer.session.lesson import Lesson, Step
from aeviewer.session.store import Store
from aeviewer.session.view import View


class Player(QObject):
    """Opens a lesson and goes from step to step; which one is on show is told by the view.

    Attributes:
        stepped: another step is on show, or another lesson, or none.
        failed: a lesson cannot be opened: the sentence why.
        opened: the file of a lesson that a person opened.
    """

    stepped = Signal()
    failed = Signal(object)  # UserError
    opened = Signal(object)  # Path

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._lesson: Lesson | None = None
        self._number = 0
        watch(self, store, self._follow, "lesson", "lesson_step")

    def begin(self) -> None:
        """Take up the lesson that the view names from the start, as a session may."""
        self._follow(self._store.view)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is open."""
        return self._lesson

    @property
    def number(self) -> int:
        """Number of the step on show, from 0."""
        return self._number

    @property
    def step(self) -> Step | None:
        """The step on show."""
        return None if self._lesson is None else self._lesson.steps[self._number]

    def open(self, name: str) -> None:
        """Open a lesson at its first step: a bundled one by its name, or a file."""
        try:
            found = lesson.read(lesson.resolve(name))
        except UserError as error:
            self.failed.emit(error)
            return
        self._lesson, self._number = found, 0  # a file may have changed since it was read
        self._store.adopt(found.steps[0].view)
        self.stepped.emit()
        self.opened.emit(found.path)

    def close(self) -> None:
        """Put the lesson away; what is looked at stays."""
        self._store.settle()
        self._store.choose(lesson="", lesson_step=0)

    def next(self) -> None:
        """Go to the next step, or stay at the last."""
        self.go(self._number + 1)

    def back(self) -> None:
        """Go to the step before, or stay at the first."""
        self.go(self._number - 1)

    def first(self) -> None:
        """Go to the first step."""
        self.go(0)

    def last(self) -> None:
        """Go to the last step."""
        if self._lesson is not None:
            self.go(len(self._lesson.steps) - 1)

    def again(self) -> None:
        """Look again at what the step on show says, whatever was changed since."""
        self.go(self._number)

    def go(self, number: int) -> None:
        """Go to a step by its number, from 0, and look at all that it says; one step of undo."""
        if self._lesson is not None:
            last = len(self._lesson.steps) - 1
            self._store.adopt(self._lesson.steps[min(max(number, 0), last)].view)

    def _follow(self, view: View) -> None:
        """Have the lesson and the step that the view names, as after an undo."""
        before = (self._lesson, self._number)
        if view.lesson != ("" if self._lesson is None else self._lesson.name):
            self._lesson = self._read(view.lesson)
        last = 0 if self._lesson is None else len(self._lesson.steps) - 1
        self._number = min(max(view.lesson_step, 0), last)
        if before != (self._lesson, self._number):
            self.stepped.emit()

    def _read(self, name: str) -> Lesson | None:
        try:
            return lesson.read(lesson.resolve(name)) if name else None
        except UserError as error:
            self.failed.emit(error)
        return None
