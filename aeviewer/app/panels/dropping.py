"""Images that are dropped on the window or pasted into it."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QFileInfo, QMimeData, QObject, Signal
from PySide6.QtGui import (
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
)
from PySide6.QtWidgets import QWidget

_OTHERS = {".safetensors", ".json", ".npy", ".npz", ".csv", ".gz"}  # checkpoints, runs and data


class Dropping(QObject):
    """Watches a window for images; checkpoints, data and folders are left to others.

    Attributes:
        came: something that should be an image: its Path, or the bytes of a PNG.
    """

    came = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def paste(self) -> None:
        """Take what is on the clipboard."""
        found = source_of(QGuiApplication.clipboard().mimeData())
        self.came.emit(b"" if found is None else found)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Welcome what may be an image, and take it."""
        kinds = {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        found = source_of(event.mimeData())
        if found is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.came.emit(found)
        return True


def source_of(data: QMimeData) -> Path | bytes | None:
    """Say where an image is to be read from, or None where nobody would mean one."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        folder = QFileInfo(str(files[0])).isDir()  # which raises nothing: Qt would end the program
        return None if folder or files[0].suffix.lower() in _OTHERS else files[0]
    if not data.hasImage():
        return None
    image = QImage(data.imageData())
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
