"""The state of the program as text: copied and pasted, or a session kept in a file."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from aeviewer.app.panels.pasting import on_clipboard
from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.opening import demand_model
from aeviewer.session.store import Store
from aeviewer.session.view import Camera, View
from aeviewer.words import N_, _

_COPIED = N_("State copied: paste it here, or into a .json file to open or drop later")
_IN_TRAINING = N_("State copied; it can be pasted only here, until the model in training is kept")
_KEPT_IN_TRAINING = N_("Saved, but opens only here until the model in training is kept")


class States(QObject):
    """Puts the view on the clipboard as text, and takes one up in a single step of undo.

    Attributes:
        told: a word for the status bar.
        failed: it could not be saved: the sentence why.
        refused: what was pasted, dropped or opened cannot be looked at: the sentence why.
        accepted: another view is about to be looked at: what was refused before is past.
        declined: what is on the clipboard is no text of a view; it may be an image.
        saved: it was saved.
        used: a session was opened from this file, or saved to it.
    """

    told = Signal(str)
    failed = Signal(object)  # UserError
    refused = Signal(object)  # UserError
    saved = Signal()
    accepted = Signal()
    declined = Signal()
    used = Signal(object)  # Path

    def __init__(self, window: QWidget, store: Store) -> None:
        super().__init__(window)
        self._store = store

    def copy(self, camera: Camera | None) -> None:
        """Put the view on the clipboard, with the camera that shows the same map again."""
        view = self._seen(camera)
        QGuiApplication.clipboard().setText(file.to_text(view))
        self.told.emit(_(_COPIED) if view.slots[0].model else _(_IN_TRAINING))

    def paste(self) -> None:
        """Look at what the view on the clipboard looks at."""
        found = state_of(on_clipboard())
        if found is None:
            self.declined.emit()
        else:
            self._take(found)

    def open(self, path: Path) -> None:
        """Look at what a session looks at."""
        self._take(path)

    def save(self, path: Path, camera: Camera | None) -> None:
        """Write the view into a file, with the camera that shows the same map again."""
        view = self._seen(camera)
        try:
            file.save(view, path)
        except OSError as error:
            why = _("cannot write {path}: {strerror}; choose another place").format(
                path=path, strerror=error.strerror
            )
            self.failed.emit(UserError(why))
            return
        self.saved.emit()
        self.told.emit(
            _("Saved as {path}").format(path=path) if view.slots[0].model else _(_KEPT_IN_TRAINING)
        )
        self.used.emit(path)

    def adopt(self, view: View, origin: str) -> bool:
        """Look at what a view from elsewhere looks at, if its model is at hand; whether it is."""
        try:
            if view.slots != self._store.view.slots:  # else its model is here, kept or not
                demand_model(view, origin)
        except UserError as error:
            self.refused.emit(error)
            return False
        self.accepted.emit()
        self._store.adopt(view)
        self.told.emit(_("State opened; undo goes back"))
        return True

    def _seen(self, camera: Camera | None) -> View:
        """The view with the map's camera, where that is looked at; other pages fit otherwise."""
        view = self._store.view
        return replace(view, camera=camera) if view.page == "map" else view

    def _take(self, source: Path | str) -> None:
        """All is checked before anything changes."""
        try:
            view, origin = _read(source)
        except UserError as error:
            self.refused.emit(error)
            return
        if self.adopt(view, origin) and isinstance(source, Path):
            self.used.emit(source)


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
    return file.from_text(source, _("what was pasted")), _("what was pasted")
