"""The handout of a lesson from the wish to the file, while the window goes on."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from aeviewer.app.export.handout.html import html
from aeviewer.app.export.handout.pdf import pdf
from aeviewer.app.export.handout.sitting import Sitting
from aeviewer.app.export.order import check_target, write
from aeviewer.app.lessons.typeset import typeset
from aeviewer.app.look.theme import LIGHT
from aeviewer.app.telling.explain import keep_words
from aeviewer.app.worker import Worker
from aeviewer.errors import UserError
from aeviewer.session.handout import Handout, Sheet
from aeviewer.session.lesson import Lesson
from aeviewer.session.lesson_text import LessonError
from aeviewer.words import _

FORMS: Mapping[str, Callable[[Handout], bytes]] = {"html": html, "pdf": pdf}
"""How it is written, by what the file ends in."""


class HandoutJob(QObject):
    """Makes a handout, sheet by sheet; used once.

    Attributes:
        progressed: steps done, of so many, and the seconds that are left.
        ended: with the first file, with None where it was cancelled, or with the Exception.
    """

    progressed = Signal(int, int, float)
    ended = Signal(object)  # Path | None | Exception

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
        super().__init__(parent)
        for target in targets:
            _check(target)
        self._lesson, self._targets, self._notes = lesson, tuple(targets), notes
        self._equations: tuple[bytes, ...] = ()
        self._sheets: list[Sheet] = []
        self._sitting: Sitting | None = None
        self._over = False
        self._began = time.monotonic()
        self._typesetter = Worker(partial(_equations, lesson), self)
        self._typesetter.done.connect(self._on_typeset)
        self._typesetter.failed.connect(self._end)

    def start(self) -> None:
        """Begin; `ended` comes once."""
        self._typesetter.start()

    def cancel(self) -> None:
        """End it; nothing is written."""
        self._end(None)

    def _on_typeset(self, equations: object) -> None:
        assert isinstance(equations, tuple)
        self._equations = equations
        self._go_on()

    def _go_on(self) -> None:
        """Make the next sheet, or write all of them."""
        steps, done = self._lesson.steps, len(self._sheets)
        if self._over:
            return
        spent = time.monotonic() - self._began
        self.progressed.emit(done, len(steps), spent / max(done, 1) * (len(steps) - done))
        if done == len(steps):
            QTimer.singleShot(0, self, self._write)  # once it is seen that all is made
            return
        self._sitting = Sitting(done + 1, steps[done], self._equations[done], self)
        self._sitting.made.connect(self._on_made)
        self._sitting.failed.connect(self._on_failed)
        self._sitting.start()

    def _on_made(self, sheet: Sheet) -> None:
        self._sitting = None
        self._sheets.append(sheet)
        self._go_on()

    def _on_failed(self, error: Exception) -> None:
        self._sitting = None
        self._end(error)

    def _write(self) -> None:
        """Write the files; a second or two, for which the window waits.

        On a thread of its own a document that is laid out, and a widget that goes at that moment,
        may each wait for ever for a lock of the other: Python's, and that of Qt's signals.
        """
        if self._over:
            return
        handout = Handout(self._lesson, tuple(self._sheets), self._notes)
        try:
            for target in self._targets:
                write(target, FORMS[_form(target)](handout))
        except Exception as error:  # noqa: BLE001 - one place in the window shows it
            self._end(keep_words(error))
        else:
            self._end(self._targets[0])

    def _end(self, outcome: object) -> None:
        """Let go of all threads; what comes after the end is not heard."""
        if self._over:
            return
        self._over = True
        if self._sitting is not None:
            self._sitting.close()
        self._typesetter.wait()
        self.ended.emit(outcome)
        self.deleteLater()


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
