"""A download on its own thread: asked for by a click, shown with progress, given up by a click."""

import contextlib
import time

from PySide6.QtCore import QObject, QThread, Signal

from aeviewer.app.telling.explain import keep_words
from aeviewer.data.sources import download

_TELL_EVERY = 0.1  # seconds


class Downloader(QThread):
    """Brings one data set; what has come stays on disk for the next try. Used once.

    Attributes:
        name: of the data set.
        cancelled: it was given up; Qt forgets an interruption as soon as the thread has ended.
    """

    progressed = Signal(object)  # data.download.Progress
    ended = Signal(object)  # None, or the Exception

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.cancelled = False

    def cancel(self) -> None:
        """Give up after the piece under way."""
        self.cancelled = True

    def run(self) -> None:
        """Read the download to its end."""
        try:
            with contextlib.closing(download(self.name)) as pieces:
                told = 0.0
                for piece in pieces:
                    if self.cancelled:
                        break
                    if time.monotonic() - told > _TELL_EVERY:
                        self.progressed.emit(piece)
                        told = time.monotonic()
        except Exception as error:  # noqa: BLE001 - one place in the window shows it
            self.ended.emit(keep_words(error))
        else:
            self.ended.emit(None)
