"""What is dropped on the window: a file or a folder, by its name and by what lies in it."""

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QDir, QEvent, QFileInfo, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent

from aeviewer.app.window import Window
from aeviewer.data.sources import demand_folder
from aeviewer.errors import UserError
from aeviewer.session.kept import Kind
from aeviewer.training.bundled import CHECKPOINT, CONFIG
from aeviewer.words import N_, _

Dropped = Kind | Literal["image"]
Openers = Mapping[Dropped, Callable[[str], None]]

_FILES: Mapping[str, Dropped] = {
    ".safetensors": "checkpoint",
    ".json": "session",
    ".md": "lesson",
}
_NO_FILES = {".npy", ".npz", ".csv", ".gz", ".pt", ".pth", ".ckpt", ".pdf", ".zip"}
_IDX = ("*-images-idx3-ubyte", "*-images-idx3-ubyte.gz")
_WELCOME = N_("a checkpoint (.safetensors), a run, a session (.json), a lesson (.md) or an image")


class Drops(QObject):
    """Takes files that are dropped on a window, and nothing else that a drag can carry.

    Attributes:
        failed: what was dropped fits nowhere: the sentence why.
    """

    failed = Signal(object)  # UserError

    def __init__(self, window: Window, openers: Openers) -> None:
        super().__init__(window)
        self._openers = openers
        window.setAcceptDrops(True)
        window.take_drop = self._welcome

    def _welcome(self, event: QDropEvent) -> None:
        """Welcome files of this machine; what they are is asked when they fall."""
        if not (files := _files(event.mimeData())):
            return
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(files)

    def _take(self, files: list[str]) -> None:
        try:
            path = _only(files)
            self._openers[kind_of(path)](path)
        except UserError as error:
            self.failed.emit(error)


def kind_of(path: str) -> Dropped:
    """Say what a file or a folder is to be opened as.

    Raises:
        UserError: nothing here opens it; names what could be dropped.
    """
    name = Path(path).name
    if QFileInfo(path).isDir():  # this and QDir raise nothing where a folder cannot be read
        return _kind_of_folder(QDir(path), name)
    suffix = Path(path).suffix.lower()
    if suffix in _NO_FILES:
        raise UserError(
            _("{name} is of no kind that can be dropped; drop {welcome}").format(
                name=name, welcome=_(_WELCOME)
            )
        )
    return _FILES.get(suffix, "image")


def _kind_of_folder(folder: QDir, name: str) -> Dropped:
    if folder.exists(CHECKPOINT) or folder.exists(CONFIG):
        return "checkpoint"
    if any(QDir(folder.filePath(inner)).entryList(_IDX) for inner in (".", "raw")):
        return "data"
    with contextlib.suppress(UserError):
        demand_folder(Path(folder.path()))
        return "data"
    raise UserError(
        _(
            "the folder {name} is neither a run nor a data set: it holds no {checkpoint} and no "
            "files such as train-images-idx3-ubyte"
        ).format(name=name, checkpoint=CHECKPOINT)
    )


def _files(data: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def _only(files: list[str]) -> str:
    if len(files) > 1:
        raise UserError(
            _("{count} files were dropped; drop one at a time").format(count=len(files))
        )
    return files[0]
