"""What is trained is not lost: it is kept when it ends, and closing in its middle asks first."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from aeviewer.app.window import Window
from aeviewer.errors import UserError
from aeviewer.words import _

if TYPE_CHECKING:
    from aeviewer.app.trainings.studio import Studio


class Leaving(QObject):
    """Guards the window's closing, and the end of each training.

    The question is a window of its own and blocks nothing: the training goes on until answered.

    Attributes:
        failed: the model could not be saved, and the window stays open.
    """

    failed = Signal(object)  # UserError

    def __init__(self, window: Window, shut: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._shut = window, shut
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
        """Save what is being trained, and close without a question."""
        if self._studio is None or self._studio.phase == "idle":
            self._window.close()
        else:
            self._keeping = self._leaving = True
            self._studio.stop()

    def _may_close(self) -> bool:
        if self._studio is not None and self._studio.phase != "idle":
            self._ask()
            return False
        self._shut()
        return True

    def _ask(self) -> None:
        if self._box is not None:
            return
        self._box = QMessageBox(self._window)
        self._box.setWindowTitle(_("Leave while training?"))
        self._box.setText(_("A model is being trained. Keep what it has learned so far?"))
        self._box.setInformativeText(
            _("It would be saved in {runs_folder}.").format(runs_folder=runs_folder())
        )
        buttons = QMessageBox.StandardButton
        self._box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        self._box.setDefaultButton(buttons.Save)
        self._box.finished.connect(self._on_answered)
        self._box.open()

    def _on_answered(self, answer: int) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if answer == QMessageBox.StandardButton.Cancel or self._studio is None:
            return
        if self._studio.phase == "idle":  # it ended meanwhile, and was kept then
            self._window.close()
            return
        self._keeping = answer == QMessageBox.StandardButton.Save
        self._leaving = True
        self._studio.stop()

    def _on_ended(self, _outcome: Exception | None) -> None:
        training = None if self._studio is None else self._studio.training
        if self._leaving:
            self._leave()
        elif training is not None and training.state.step and self._keep is not None:
            self._keep(run_folder(training.state.variant))

    def _leave(self) -> None:
        """Save, if asked for, and close; what cannot be saved keeps the window open."""
        assert self._studio is not None
        self._leaving = False
        try:
            if self._keeping and self._studio.training is not None:
                self._studio.training.keep(run_folder(self._studio.training.state.variant))
        except UserError as error:
            self.failed.emit(error)
            return
        self._window.close()


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
