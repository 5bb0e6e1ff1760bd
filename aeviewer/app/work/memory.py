"""What is kept between two starts, for the window that was told to keep it."""

import contextlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from aeviewer.errors import UserError
from aeviewer.session import kept as file
from aeviewer.session.kept import Kept
from aeviewer.words import _, speak


def speak_as_kept() -> None:
    """Speak the language that was kept; a fault is told of when all that is kept is read."""
    with contextlib.suppress(UserError):
        if language := file.read(file.place()).language:
            speak(language)


class Memory(QObject):
    """Holds what is kept, and writes it down once it has been begun.

    Until then nothing is read and nothing written: pictures and tests show what they are told to.

    Attributes:
        changed: it holds something else now.
        failed: what was kept cannot be read or written: the sentence why.
    """

    changed = Signal()
    failed = Signal(object)  # UserError

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = Kept()
        self._path: Path | None = None

    @property
    def kept(self) -> Kept:
        """All there is."""
        return self._kept

    @property
    def begun(self) -> bool:
        """Whether anything is written."""
        return self._path is not None

    def begin(self, path: Path) -> None:
        """Read what is kept in a file, and keep it there from now on."""
        self._path = path
        try:
            self._kept = file.read(path)
        except UserError as error:
            self.failed.emit(error)
        self.changed.emit()

    def keep(self, kept: Kept) -> None:
        """Hold this from now on."""
        if kept == self._kept:
            return
        self._kept = kept
        if self._path is not None:
            try:
                file.write(kept, self._path)
            except OSError as error:
                words = _("cannot write {path}: {strerror}")
                said = words.format(path=self._path, strerror=error.strerror)
                self.failed.emit(UserError(said))
        self.changed.emit()
