"""Asking for a file or a folder. No question blocks the window: the answer comes when it comes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from aeviewer.words import N_, _

_CHECKPOINTS = N_("Checkpoints (*.safetensors)")
_SESSIONS = N_("Sessions (*.json)")
_LESSONS = N_("Lessons (*.md)")
Taker = Callable[[str], None]


def ask_checkpoint(parent: QWidget, take: Taker) -> None:
    """Ask which checkpoint to open."""
    dialog = _dialog(parent, _("Open a checkpoint"), take)
    dialog.setNameFilter(_(_CHECKPOINTS))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()


def ask_target(parent: QWidget, take: Taker) -> None:
    """Ask where to save a checkpoint."""
    dialog = _dialog(parent, _("Save the model"), take)
    dialog.setNameFilter(_(_CHECKPOINTS))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("safetensors")
    dialog.open()


def ask_session(parent: QWidget, take: Taker) -> None:
    """Ask which session to open."""
    dialog = _dialog(parent, _("Open a session"), take)
    dialog.setNameFilter(_(_SESSIONS))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()


def ask_session_target(parent: QWidget, take: Taker) -> None:
    """Ask where to save a session."""
    dialog = _dialog(parent, _("Save the session: all that is looked at"), take)
    dialog.setNameFilter(_(_SESSIONS))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("aeviewer.json")  # what the desktop entry opens
    dialog.open()


def ask_walk(parent: QWidget, proposed: Path, take: Taker, decline: Callable[[], None]) -> None:
    """Ask where to save a walk, or hear that it is not to be saved now."""
    dialog = _dialog(parent, _("Save the walk as a lesson"), take)
    dialog.setNameFilter(_(_LESSONS))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("md")
    dialog.setDirectory(str(proposed.parent))
    dialog.selectFile(proposed.name)
    dialog.rejected.connect(decline)
    dialog.open()


def ask_folder(parent: QWidget, take: Taker) -> None:
    """Ask for a folder of images."""
    dialog = _dialog(parent, _("Choose a folder of images"), take)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.open()


def _dialog(parent: QWidget, title: str, take: Taker) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    return dialog
