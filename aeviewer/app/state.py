"""The state of the program as text: copied, pasted, or dropped on the window as a file."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.opening import demand_model
from aeviewer.session.store import Store
from aeviewer.session.view import Camera, View

_COPIED = "State copied: paste it here, or into a .json file to open or drop later"
_IN_TRAINING = "State copied; it can be pasted only here, until the model in training is kept"


class States(QObject):
    """Puts the view on the clipboard as text, and takes one up in a single step of undo.

    Attributes:
        told: a word for the status bar.
        failed: what was pasted or dropped cannot be looked at: the sentence why.
        declined: what is on the clipboard is no text of a view; it may be an image.
    """

    told = Signal(str)
    failed = Signal(object)  # UserError
    declined = Signal()

    def __init__(self, window: QWidget, store: Store) -> None:
        super().__init__(window)
        self._store = store
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def copy(self, camera: Camera | None) -> None:
        """Put the view on the clipboard, with the camera that shows the same map again."""
        view = replace(self._store.view, camera=camera)
        QGuiApplication.clipboard().setText(file.to_text(view))
        self.told.emit(_COPIED if view.slots[0].model else _IN_TRAINING)

    def paste(self) -> None:
        """Look at what the view on the clipboard looks at."""
        found = state_of(QGuiApplication.clipboard().mimeData())
        if found is None:
            self.declined.emit()
        else:
            self._take(found)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Welcome the file of a view, and take it up."""
        kinds = {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        found = state_of(event.mimeData())
        if not isinstance(found, Path):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(found)
        return True

    def _take(self, source: Path | str) -> None:
        """All is checked before anything changes."""
        try:
            view, origin = _read(source)
            if view.slots != self._store.view.slots:  # else its model is here, kept or not
                demand_model(view, origin)
        except UserError as error:
            self.failed.emit(error)
            return
        self._store.adopt(view)
        self.told.emit("State opened; undo goes back")


def state_of(data: QMimeData) -> Path | str | None:
    """Say where a view is to be read from: a file, or a text; None where nobody would mean one."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return files[0] if files[0].suffix.lower() == ".json" else None
    text = "" if data.hasImage() else data.text()
    return text if text.lstrip().startswith("{") else None


def _read(source: Path | str) -> tuple[View, str]:
    if isinstance(source, Path):
        return file.load(source), source.name
    return file.from_text(source, "what was pasted"), "what was pasted"
