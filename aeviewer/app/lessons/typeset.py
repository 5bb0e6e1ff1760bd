"""Equations: LaTeX becomes SVG, by ziamath, on a thread. Its import takes half a second."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from PySide6.QtCore import QObject, Signal

from aeviewer.app.look.theme import Theme
from aeviewer.app.worker import Worker
from aeviewer.errors import UserError
from aeviewer.session.lesson import Lesson
from aeviewer.session.lesson_text import LessonError
from aeviewer.words import _

SIZE = 40
"""Pixels of its letters as it is typeset; it is enlarged or made smaller as it is painted."""

_TERM = re.compile(r"\\term\{(\w+)\}")
_UNKNOWN = re.compile(r">\s*(\\[A-Za-z]+)")


def typeset(latex: str, theme: Theme) -> bytes:
    r"""Make the SVG of an equation, in the theme's colour of text.

    What `\term{NAME}{...}` marks has the colour of that term.

    Raises:
        UserError: it cannot be typeset; says why.
    """
    coloured = _TERM.sub(lambda found: rf"\textcolor{{{theme.term(found[1])}}}", latex)
    return _svg(coloured, theme.text)


@cache
def _svg(latex: str, colour: str) -> bytes:
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # else QtSvg paints nothing
    try:
        made = Latex(latex, size=SIZE, color=colour)
        text: str = made.svg()
    except Exception as error:  # noqa: BLE001 - the errors of latex2mathml have nothing in common
        reason = str(error) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()
        raise UserError(
            _("this equation cannot be typeset: {reason}").format(reason=reason)
        ) from None
    if unknown := _UNKNOWN.search(made.mathmlstr()):
        raise UserError(
            _("this equation cannot be typeset: there is no {unknown}").format(unknown=unknown[1])
        )
    return text.replace("<svg ", f'<svg fill="{colour}" ', 1).encode()  # some signs have none


@dataclass(frozen=True)
class _Made:
    """The equations of a lesson, as far as they can be typeset, and what is wrong with the rest."""

    svgs: Mapping[str, bytes]
    faults: tuple[LessonError, ...]


class Typesetting(QObject):
    """Typesets all equations of a lesson, and keeps them at hand.

    Attributes:
        pending: the equations that were wanted last are still to come.
        ready: there are equations that there were not before.
        failed: one cannot be typeset: the sentence why, with file and line; or none can.
    """

    ready = Signal()
    failed = Signal(object)  # Exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers: set[Worker] = set()
        self._svgs: Mapping[str, bytes] = {}
        self.pending = False

    @property
    def busy(self) -> bool:
        """Whether equations are being typeset."""
        return bool(self._workers)

    def find(self, latex: str) -> bytes | None:
        """The SVG of an equation; None while it is being made, or if it cannot be."""
        return self._svgs.get(latex)

    def begin(self, lesson: Lesson, theme: Theme) -> None:
        """Typeset a lesson in a theme's colours, in place of whatever was typeset before."""
        worker = Worker(partial(_typeset_all, lesson, theme), self)
        worker.done.connect(partial(self._on_done, worker))
        worker.failed.connect(partial(self._on_failed, worker))
        worker.finished.connect(partial(self._forget, worker))
        self._newest = worker
        self.pending = True
        self._workers.add(worker)
        worker.start()

    def close(self) -> None:
        """Wait for what is under way."""
        for worker in tuple(self._workers):
            worker.wait()

    def _on_done(self, worker: Worker, made: _Made) -> None:
        if worker is not self._newest:
            return
        self._svgs, self.pending = made.svgs, False
        self.ready.emit()
        for fault in made.faults[:1]:
            self.failed.emit(fault)

    def _on_failed(self, worker: Worker, error: Exception) -> None:
        if worker is self._newest:
            self.pending = False
            self.ready.emit()
        self.failed.emit(error)

    def _forget(self, worker: Worker) -> None:
        worker.wait()
        self._workers.discard(worker)
        worker.deleteLater()


def _typeset_all(lesson: Lesson, theme: Theme) -> _Made:
    svgs: dict[str, bytes] = {}
    faults: list[LessonError] = []
    for step in lesson.steps:
        if step.equation:
            try:
                svgs[step.equation] = typeset(step.equation, theme)
            except UserError as error:
                faults.append(LessonError(lesson.path, step.equation_line, str(error)))
    return _Made(svgs, tuple(faults))
