"""The handout of a lesson from the wish to the file, while the window goes on."""

from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from aeviewer.app.export.handout.html import html
from aeviewer.app.export.handout.pdf import pdf
from aeviewer.app.export.handout.sitting import Sitting
from aeviewer.app.export.making import Making
from aeviewer.app.export.target import check_target, write
from aeviewer.app.lessons.typeset import typeset
from aeviewer.app.look.theme import LIGHT
from aeviewer.errors import UserError
from aeviewer.session.handout import Handout, Sheet, Writing
from aeviewer.session.lesson import Lesson
from aeviewer.session.lesson_text import LessonError
from aeviewer.words import _

FORMS: Mapping[str, Callable[[Handout], Writing]] = {"html": html, "pdf": pdf}
"""How it is written, by what the file ends in."""


class HandoutJob(Making):
    """Makes a handout, sheet by sheet, then page by page.

    `progressed` tells of steps of the lesson.
    """

    def __init__(
        self, lesson: Lesson, targets: Sequence[Path], notes: bool, parent: QObject | None = None
    ) -> None:
        """Take a wish.

        Args:
            lesson: whose handout it is.
            targets: the files, of the same content; what each ends in is its format.
            notes: whether what is for the presenter is in it, too.
            parent: owns the job.

        Raises:
            UserError: there is no such format, or nothing can be written there.
        """
        for target in targets:
            _check(target)
        super().__init__(targets[0], partial(_equations, lesson), parent)
        self._lesson, self._targets, self._notes = lesson, tuple(targets), notes
        self._equations: tuple[bytes, ...] = ()
        self._sheets: list[Sheet] = []
        self._sitting: Sitting | None = None
        self._files: dict[Path, bytes] = {}
        self._steps = self._written()
        self._turns = QTimer(self, interval=0)  # a step at each turn of the event loop
        self._turns.timeout.connect(partial(self._guarded, self._take_step))

    def _make(self, first: tuple[bytes, ...]) -> None:
        self._equations = first
        self._seat()

    def _seat(self) -> None:
        """Make the next sheet, or begin to write all of them."""
        steps, done = self._lesson.steps, len(self._sheets)
        self._tell(done, len(steps))
        if self._over:
            return
        if done == len(steps):
            self._turns.start()
            return
        self._sitting = Sitting(done + 1, steps[done], self._equations[done], self)
        self._sitting.made.connect(self._on_made)
        self._sitting.failed.connect(self._on_failed)
        self._sitting.start()

    def _on_made(self, sheet: Sheet) -> None:
        self._sitting = None
        self._sheets.append(sheet)
        self._seat()

    def _on_failed(self, error: Exception) -> None:
        self._sitting = None
        self._end(error)

    def _take_step(self) -> None:
        """Write a little more.

        Not on a thread: there a document that is laid out, and a widget that goes at that moment,
        may each wait for ever for a lock of the other: Python's, and that of Qt's signals.
        """
        step = next(self._steps, None)
        if step is None:
            self._turns.stop()
            self._write(self._put)
        else:
            self.writing.emit(*step)

    def _written(self) -> Generator[tuple[int, int], None, None]:
        """Write each file in memory: until all are made, none is put anywhere."""
        handout = Handout(self._lesson, tuple(self._sheets), self._notes)
        for target in self._targets:
            self._files[target] = yield from FORMS[_form(target)](handout)

    def _put(self) -> None:
        """Put all files where they are wanted."""
        for target, data in self._files.items():
            write(target, data)

    def _let_go(self) -> None:
        self._turns.stop()
        self._steps.close()
        if self._sitting is not None:
            self._sitting.close()


def _check(target: Path) -> None:
    """See that a handout can be written there.

    Raises:
        UserError: it ends in no known format, or cannot be written.
    """
    if _form(target) not in FORMS:
        ends = ", ".join(f".{form}" for form in FORMS)
        words = _("{name} does not end in a format of handouts: {ends}")
        raise UserError(words.format(name=target.name, ends=ends))
    check_target(target)


def _form(target: Path) -> str:
    return target.suffix.lower().removeprefix(".")


def _equations(lesson: Lesson) -> tuple[bytes, ...]:
    """Typeset the equation of each step; empty for those without one.

    Raises:
        LessonError: one cannot be typeset: says in which line, and why.
    """
    made = []
    for step in lesson.steps:
        try:
            made.append(typeset(step.equation, LIGHT) if step.equation else b"")
        except UserError as error:
            raise LessonError(lesson.path, step.equation_line, str(error)) from None
    return tuple(made)
