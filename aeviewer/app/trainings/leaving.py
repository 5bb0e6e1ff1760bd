"""What is trained is not lost: it is kept when it ends, and closing in its middle asks first.

So does closing while a walk is in no file.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from aeviewer.app.telling.dialogs import to_keep
from aeviewer.app.window import Window
from aeviewer.errors import UserError
from aeviewer.words import N_, _

if TYPE_CHECKING:
    from aeviewer.app.trainings.studio import Studio
    from aeviewer.app.trainings.trainer import Training


_TRAINS = N_("A model is being trained. Keep what it has learned so far?")


class Loose(Protocol):
    """Something beside a training that may be in no file yet."""

    @property
    def folder(self) -> Path:
        """Where it would be kept."""

    def question(self) -> str:
        """Ask whether to keep it; empty where there is nothing to keep."""

    def keep_now(self) -> None:
        """Write it, if there is something.

        Raises:
            UserError: it cannot be written.
        """

    def forget(self) -> None:
        """Let go of it."""


class Leaving(QObject):
    """Guards the window's closing, and the end of each training.

    The question is a window of its own and blocks nothing: the training goes on until answered.

    Attributes:
        failed: the model or the walk could not be saved, and the window stays open.
    """

    failed = Signal(object)  # UserError

    def __init__(self, window: Window, shut: Callable[[], None], loose: Loose) -> None:
        super().__init__(window)
        self._window, self._shut, self._loose = window, shut, loose
        self._studio: Studio | None = None
        self._keep: Callable[[Path], None] | None = None
        self._box: QMessageBox | None = None
        self._keeping = self._leaving = False
        window.may_close = self._may_close

    def guard(self, studio: "Studio", keep: Callable[[Path], None]) -> None:
        """Mind a studio, now that there is one; `keep` saves what it trained into a folder."""
        self._studio, self._keep = studio, keep
        studio.ended.connect(self._on_ended)

    def leave_now(self) -> None:
        """Save what is in no file yet, and close without a question."""
        self._keeping = True
        self._go()

    @property
    def _trains(self) -> bool:
        return self._studio is not None and self._studio.phase != "idle"

    def _may_close(self) -> bool:
        if self._trains or self._loose.question():
            self._ask()
            return False
        self._shut()
        return True

    def _ask(self) -> None:
        if self._box is not None:
            return
        self._box = to_keep(self._window, *_words(self._loose, trains=self._trains))
        self._box.finished.connect(self._on_answered)
        self._box.open()

    def _on_answered(self, answer: int) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if answer == QMessageBox.StandardButton.Cancel:
            return
        self._keeping = answer == QMessageBox.StandardButton.Save
        self._go()

    def _go(self) -> None:
        """Leave; where something is trained, as soon as that has ended."""
        if self._studio is not None and self._trains:
            self._leaving = True
            self._studio.stop()
        else:  # what ended meanwhile was kept then
            self._leave()

    def _on_ended(self, _outcome: Exception | None) -> None:
        training = None if self._studio is None else self._studio.training
        if self._leaving:
            self._leaving = False
            self._leave(training)
        elif training is not None and training.state.step and self._keep is not None:
            self._keep(run_folder(training.state.variant))

    def _leave(self, training: "Training | None" = None) -> None:
        """Save, if asked for, and close; what cannot be saved keeps the window open."""
        try:
            if self._keeping:
                self._save(training)
        except UserError as error:
            self.failed.emit(error)
            return
        self._loose.forget()
        self._window.close()

    def _save(self, training: "Training | None") -> None:
        if training is not None:
            training.keep(run_folder(training.state.variant))
        self._loose.keep_now()


def _words(loose: Loose, *, trains: bool) -> tuple[str, str, str]:
    """The title, the question, and where it would be saved."""
    walk = loose.question()
    if not walk:
        where = _("It would be saved in {runs_folder}.").format(runs_folder=runs_folder())
        return _("Leave while training?"), _(_TRAINS), where
    if not trains:
        where = _("It would be saved in {folder}.").format(folder=loose.folder)
        return _("Leave before the walk is saved?"), walk, where
    both = _("Both would be saved in {folder}.").format(folder=runs_folder().parent)
    return _("Leave while training?"), f"{_(_TRAINS)}\n{walk}", both


def kept_runs(count: int = 8) -> list[Path]:
    """The newest runs that were kept, the newest first."""
    folders = runs_folder().glob("*/config.json")
    newest = sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)
    return [path.parent for path in newest[:count]]


def runs_folder() -> Path:
    """Where trainings of the window are kept."""
    return platformdirs.user_data_path("aeviewer", False) / "runs"


def run_folder(variant: str) -> Path:
    """Name a folder for a run that is kept, by the time; `keep` passes over one in use."""
    now = dt.datetime.now(tz=dt.UTC).astimezone()
    return runs_folder() / f"{variant}-{now:%Y-%m-%d-%H%M%S}"
