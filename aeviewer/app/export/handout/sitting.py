"""The sheets of a handout, one after another: each step's model opened, laid out and painted."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from aeviewer.app.export import stills
from aeviewer.app.export.easel import Easel
from aeviewer.app.export.handout.frame import caption, framed, look_of, told
from aeviewer.app.lessons.terms import Values
from aeviewer.app.models import shelf
from aeviewer.app.models.subject import Subject
from aeviewer.app.telling.explain import keep_words
from aeviewer.app.worker import Worker
from aeviewer.errors import UserError
from aeviewer.session.handout import Plate, Sheet, Term
from aeviewer.session.lesson import Step
from aeviewer.training.bundled import resolve
from aeviewer.words import _

_PATIENCE = 120_000  # milliseconds that a picture may take until it is all there


class Sitting(QObject):
    """Makes the sheet of one step; used once.

    Attributes:
        made: the sheet.
        failed: it cannot be made: the Exception.
    """

    made = Signal(object)  # Sheet
    failed = Signal(object)  # Exception

    def __init__(self, number: int, step: Step, equation: bytes, parent: QObject) -> None:
        """Take a step, by its number from 1, and its equation as SVG."""
        super().__init__(parent)
        self._number, self._step, self._equation = number, step, equation
        self._look = look_of(step)
        self._easel: Easel | None = None
        self._over = False
        self._workers = [self._on_thread(partial(_subject, step), self._on_opened)]
        self._late = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._late.timeout.connect(self._on_late)

    def start(self) -> None:
        """Begin; one of the signals comes once."""
        self._late.start()
        self._workers[0].start()

    def close(self) -> None:
        """Let go of all threads; nothing comes any more."""
        self._over = True
        self._late.stop()
        for worker in self._workers:
            worker.wait()
        if self._easel is not None:
            self._easel.close()
            self._easel = None
        self.deleteLater()

    def _on_thread(self, work: Callable[[], object], then: Callable[[Any], None]) -> Worker:
        """Get ready to do some work on a thread, and something with what comes of it."""
        worker = Worker(work, self)
        worker.done.connect(partial(self._guarded, then))
        worker.failed.connect(self._fail)
        return worker

    def _guarded(self, work: Callable[..., None], *given: object) -> None:
        """Do what comes next, unless it is over."""
        if self._over:
            return
        try:
            work(*given)
        except Exception as error:  # noqa: BLE001 - whatever it is, the window shows it
            self._fail(keep_words(error))

    def _on_opened(self, subject: Subject) -> None:
        """Compose the widgets; the window has its turn before they are laid out."""
        self._easel = Easel(self._step.view, self._look, self, partial(framed, self._step))
        self._easel.still.connect(partial(self._guarded, self._on_still))
        self._easel.failed.connect(self._fail)
        self._easel.parts.lesson.terms.ask_for(self._step.terms)
        QTimer.singleShot(0, self, partial(self._guarded, self._easel.show, subject))

    def _on_still(self) -> None:
        """Paint the picture; what a file of it takes longest, to be packed, needs no widget."""
        assert self._easel is not None
        image, values = self._easel.image(), self._easel.parts.lesson.terms.values
        self._late.stop()
        packer = self._on_thread(partial(stills.png, image), partial(self._on_packed, values))
        self._workers.append(packer)
        packer.start()

    def _on_packed(self, values: Values, png: bytes) -> None:
        view, terms = self._step.view, _worth(self._step, values)
        plate = Plate(png, self._look.size, caption(view), told(view))
        note = values.note if terms else ""
        self.close()
        self.made.emit(Sheet(self._number, self._step, self._equation, terms, note, plate))

    def _on_late(self) -> None:
        words = _(
            "the picture of step {number}, {title}, is not ready after two minutes; take what is "
            "searched for or fitted out of its state"
        )
        self._fail(UserError(words.format(number=self._number, title=self._step.title)))

    def _fail(self, error: Exception) -> None:
        if not self._over:
            self.close()
            self.failed.emit(error)


def _subject(step: Step) -> Subject:
    """The model that a step shows, from its file.

    Raises:
        UserError: there is no such file, or it is damaged.
    """
    return shelf.open_checkpoint(resolve(step.view.slots[0].model)).subject


def _worth(step: Step, values: Values) -> tuple[Term, ...]:
    """What the terms of an equation are worth; nothing where no value is known."""
    if not set(step.terms) & set(values.terms):
        return ()
    return tuple(Term(name, *values.said(name)) for name in step.terms)
