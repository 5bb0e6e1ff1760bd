"""Images on the clipboard, as a file manager or a program that paints puts them there."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFileInfo, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

_OTHERS = {".safetensors", ".json", ".npy", ".npz", ".csv", ".gz"}  # checkpoints, runs and data


def pasted() -> Path | bytes:
    """What should be an image: its file, or a PNG; nothing in it where nobody would mean one."""
    found = _source_of(on_clipboard())
    return b"" if found is None else found


def on_clipboard() -> QMimeData:
    """What was copied; nothing in it where nothing was, of which Qt says None."""
    return QGuiApplication.clipboard().mimeData() or QMimeData()


def _source_of(data: QMimeData) -> Path | bytes | None:
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
