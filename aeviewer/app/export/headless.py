"""Exporting without a window: for the command line."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from aeviewer.app.export.easel import Look
from aeviewer.app.export.handout.job import HandoutJob
from aeviewer.app.export.job import Job
from aeviewer.app.export.motifs import Size, motif_of
from aeviewer.app.export.order import Motion, Order
from aeviewer.app.look import dressing
from aeviewer.app.look import theme as themes
from aeviewer.app.start.collecting import Collecting
from aeviewer.errors import UserError
from aeviewer.session.lesson import Lesson
from aeviewer.session.view import View

_EVERY = 50  # milliseconds between two looks at whether it is to end


def look_of(
    view: View, what: str, size: Size | None = None, scale: int = 1, theme: str | None = None
) -> Look:
    """Say how a picture looks; what is not asked for is the motif's own, or the view's.

    Raises:
        UserError: there is no such motif.
    """
    own = "light" if view.theme == "system" else view.theme
    return Look(what, size or motif_of(what).size, scale, theme or own)


def render(
    view: View,
    look: Look,
    out: Path,
    details: tuple[Motion, int, int, int],
    tell: Callable[[int, int, float], None],
    stopped: Callable[[], bool],
) -> bool:
    """Write one picture, or a film; whether it was written, for it may be stopped.

    Args:
        view: what to look at.
        look: what of it, and how.
        out: the file.
        details: what a film goes through, how many frames it has at most, how many of them in a
            second; and how many pictures a contact sheet has at most.
        tell: told the frames done, of so many, and the seconds that are left.
        stopped: whether it is to end.

    Raises:
        UserError: it cannot be made or written.
    """
    app = _application()
    job = Job(Order(look, out, *details), view)
    dressing.apply(app, themes.THEMES[look.theme], view.scale)
    return _carry_out(job, out.name, tell, stopped)


def handout(
    lesson: Lesson,
    targets: Sequence[Path],
    notes: bool,
    tell: Callable[[int, int, float], None],
    stopped: Callable[[], bool],
) -> bool:
    """Write the handout of a lesson; whether it was written, for it may be stopped.

    Args:
        lesson: the lesson.
        targets: the files, of the same content; what each ends in is its format.
        notes: the presenter's notes are in it, too.
        tell: told the steps done, of so many, and the seconds that are left.
        stopped: whether it is to end.

    Raises:
        UserError: it cannot be made or written.
    """
    app = _application()
    job = HandoutJob(lesson, targets, notes)
    dressing.apply(app, themes.LIGHT)
    return _carry_out(job, lesson.path.name, tell, stopped)


def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    return app


def _carry_out(
    job: Job | HandoutJob,
    name: str,
    tell: Callable[[int, int, float], None],
    stopped: Callable[[], bool],
) -> bool:
    outcome: list[object] = []
    collecting = Collecting()
    loop, watch = QEventLoop(), QTimer(interval=_EVERY)  # Python hears of signals while it runs
    watch.timeout.connect(lambda: job.cancel() if stopped() else None)
    job.progressed.connect(tell)
    job.ended.connect(outcome.append)
    job.ended.connect(lambda _: loop.quit())
    watch.start()
    collecting.begin()
    job.start()
    loop.exec()
    collecting.end()
    watch.stop()
    found = outcome[0]
    if isinstance(found, UserError):
        raise found
    if isinstance(found, Exception):
        raise UserError(f"{name} could not be made: {found}") from found
    return found is not None
