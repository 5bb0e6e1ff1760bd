"""Handouts from the window: the question into which file, and one of them at a time."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from aeviewer.app.export.takeaway import Takeaway
from aeviewer.app.lessons.player import Player
from aeviewer.session.lesson import Lesson
from aeviewer.words import N_

if TYPE_CHECKING:
    from aeviewer.app.export.handout.dialog import HandoutDialog

_MADE = N_("Handout written: {outcome}")
_CANCELLED = N_("Handout cancelled: nothing was written")


class Handouts(Takeaway):
    """Asks for the file of the open lesson's handout, and has it made beside the window."""

    dialog: "HandoutDialog | None"

    def __init__(self, window: QWidget, player: Player) -> None:
        super().__init__(window, _MADE, _CANCELLED)
        self._player = player

    def ask(self) -> None:
        """Ask where the handout of the lesson that is open shall go."""
        lesson = self._player.lesson
        if lesson is None or self.dialog is not None:
            return
        from aeviewer.app.export.handout.dialog import HandoutDialog

        dialog = HandoutDialog(lesson.title, lesson.path.stem, self._window)
        dialog.wanted.connect(partial(self.start, lesson))
        self._open(dialog)

    def start(self, lesson: Lesson, target: Path, notes: bool) -> None:
        """Make a handout; another one under way is ended."""
        from aeviewer.app.export.handout.job import HandoutJob

        self._begin(partial(HandoutJob, lesson, (target,), notes, self))
