"""Downloading a data set from within the window: one at a time, with progress and a way out."""

from PySide6.QtCore import QObject, Signal

from aeviewer.app.downloads.downloader import Downloader
from aeviewer.app.telling.messages import MessageBar
from aeviewer.data.download import Progress
from aeviewer.words import _


class Fetching(QObject):
    """Runs a download that a click asked for, and tells of it in the message bar.

    Attributes:
        fetched: name of a data set that is at hand now.
        failed: the Exception that ended a download.
    """

    fetched = Signal(str)
    failed = Signal(object)

    def __init__(self, messages: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._messages = messages
        self._downloader: Downloader | None = None

    def fetch(self, name: str) -> None:
        """Start a download, unless there is one."""
        if self._downloader is not None:
            return
        self._downloader = Downloader(name, self)
        self._downloader.progressed.connect(self._on_progressed)
        self._downloader.ended.connect(self._on_ended)
        self._tell(_("Downloading {name} ...").format(name=name))
        self._downloader.start()

    def close(self) -> None:
        """Give up what is under way, and wait for its thread."""
        if self._downloader is not None:
            self._downloader.cancel()
            self._downloader.wait()

    def _on_progressed(self, progress: Progress) -> None:
        total = (
            ""
            if progress.total is None
            else _(" of {total:.1f}").format(total=progress.total / 1000000.0)
        )
        self._tell(
            _("Downloading {file}: {done:.1f}{total} MB").format(
                file=progress.file, done=progress.done / 1000000.0, total=total
            )
        )

    def _tell(self, words: str) -> None:
        if self._downloader is not None:
            self._messages.show_message(words, "info", (_("Cancel"), self._downloader.cancel))

    def _on_ended(self, outcome: Exception | None) -> None:
        downloader, self._downloader = self._downloader, None
        assert downloader is not None
        downloader.wait()
        downloader.deleteLater()
        self._messages.clear()
        if outcome is not None:
            self.failed.emit(outcome)
        elif downloader.cancelled:
            self._messages.show_message(
                _("{name}: stopped; what has come is kept.").format(name=downloader.name)
            )
        else:
            self.fetched.emit(downloader.name)
