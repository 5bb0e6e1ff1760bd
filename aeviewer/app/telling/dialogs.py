"""Asking for a file or a folder, or whether to keep something. No question blocks the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from aeviewer.words import N_, _

_CHECKPOINTS = N_("Checkpoints (*.safetensors)")
_SESSIONS = N_("Sessions (*.json)")
_LESSONS = N_("Lessons (*.md)")
Taker = Callable[[str], None]


def ask_checkpoint(parent: QWidget, take: Taker) -> None:
    """Ask which checkpoint to open."""
    _ask_existing(parent, _("Open a checkpoint"), _(_CHECKPOINTS), take)


def ask_target(parent: QWidget, take: Taker) -> None:
    """Ask where to save a checkpoint."""
    to_save(parent, _("Save the model"), _(_CHECKPOINTS), "safetensors", take).open()


def ask_session(parent: QWidget, take: Taker) -> None:
    """Ask which session to open."""
    _ask_existing(parent, _("Open a session"), _(_SESSIONS), take)


def ask_session_target(parent: QWidget, take: Taker) -> None:
    """Ask where to save a session."""
    title = _("Save the session: all that is looked at")
    suffix = "aeviewer.json"  # what the desktop entry opens
    to_save(parent, title, _(_SESSIONS), suffix, take).open()


def ask_walk(parent: QWidget, proposed: Path, take: Taker, decline: Callable[[], None]) -> None:
    """Ask where to save a walk, or hear that it is not to be saved now."""
    dialog = to_save(parent, _("Save the walk as a lesson"), _(_LESSONS), "md", take, proposed)
    dialog.rejected.connect(decline)
    dialog.open()


def ask_folder(parent: QWidget, take: Taker) -> None:
    """Ask for a folder of images."""
    dialog = _dialog(parent, _("Choose a folder of images"), take)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.open()


def to_save(
    parent: QWidget, title: str, kinds: str, suffix: str, take: Taker, proposed: Path | None = None
) -> QFileDialog:
    """Prepare the question where a file is to be written; whoever asked for it opens it.

    Args:
        parent: the window, or a dialog.
        title: of the question.
        kinds: which files are shown, as Qt writes it.
        suffix: of a name that is typed without any.
        take: is given the name.
        proposed: the file, or its name, that is proposed.
    """
    dialog = _dialog(parent, title, take)
    dialog.setNameFilter(kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    if proposed is not None:
        dialog.selectFile(str(proposed))
    return dialog


def to_keep(parent: QWidget, title: str, question: str, where: str) -> QMessageBox:
    """Prepare the question whether to save, to discard or to cancel; whoever asks it opens it.

    Args:
        parent: the window.
        title: of the question.
        question: what is asked.
        where: it would be saved, in a sentence.
    """
    box, buttons = QMessageBox(parent), QMessageBox.StandardButton
    box.setWindowTitle(title)
    box.setText(question)
    box.setInformativeText(where)
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    return box


def _ask_existing(parent: QWidget, title: str, kinds: str, take: Taker) -> None:
    dialog = _dialog(parent, title, take)
    dialog.setNameFilter(kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()


def _dialog(parent: QWidget, title: str, take: Taker) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    return dialog
