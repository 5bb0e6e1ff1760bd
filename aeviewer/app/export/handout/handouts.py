"""Handouts from the window: the question into which file, and one of them at a time."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aeviewer.app.lessons.player import Player
from aeviewer.errors import UserError
from aeviewer.session.lesson import Lesson
from aeviewer.words import _

if TYPE_CHECKING:
    from aeviewer.app.export.handout.dialog import HandoutDialog
    from aeviewer.app.export.handout.job import HandoutJob


class Handouts(QObject):
    """Asks for the file of the open lesson's handout, and has it made beside the window.

    Attributes:
        told: a word for the status bar.
        failed: what went wrong, where no dialog is there to say it.
        dialog: the question, while it is open; it says how far the handout is.
        job: the one under way.
    """

    told = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, window: QWidget, player: Player) -> None:
        super().__init__(window)
        self._window, self._player = window, player
        self.dialog: HandoutDialog | None = None
        self.job: HandoutJob | None = None

    def ask(self) -> None:
        """Ask where the handout of the lesson that is open shall go."""
        lesson = self._player.lesson
        if lesson is None or self.dialog is not None:
            return
        from aeviewer.app.export.handout.dialog import HandoutDialog

        self.dialog = HandoutDialog(lesson.title, lesson.path.stem, self._window)
        self.dialog.wanted.connect(partial(self.start, lesson))
        self.dialog.cancelled.connect(self.cancel)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.open()

    def start(self, lesson: Lesson, target: Path, notes: bool) -> None:
        """Make a handout; another one under way is ended."""
        from aeviewer.app.export.handout.job import HandoutJob

        self.cancel()
        try:
            self.job = HandoutJob(lesson, (target,), notes, self)
        except UserError as error:
            self._on_ended(error)
            return
        self.job.ended.connect(self._on_ended)
        if self.dialog is not None:
            self.job.progressed.connect(self.dialog.show_progress)
            self.dialog.set_running(True)
        self.job.start()

    def cancel(self) -> None:
        """End the one under way, and wait for its threads."""
        if self.job is not None:
            self.job.cancel()

    def _on_ended(self, outcome: Path | Exception | None) -> None:
        self.job = None
        dialog = self.dialog
        if dialog is not None:
            dialog.set_running(False)
        if isinstance(outcome, Path):
            self.told.emit(_("Handout written: {outcome}").format(outcome=outcome))
            if dialog is not None:
                dialog.accept()
        elif outcome is None:
            self.told.emit(_("Handout cancelled: nothing was written"))
        elif dialog is not None and isinstance(outcome, UserError):
            dialog.gauge.show_fault(str(outcome))
        else:
            self.failed.emit(outcome)

    def _on_closed(self) -> None:
        self.cancel()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
