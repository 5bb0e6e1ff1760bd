"""One function on one thread: for opening files and data without the window waiting."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from aeviewer.app.telling.explain import keep_words


class Worker(QThread):
    """Runs a function; its result or its exception comes back as a signal. Used once."""

    done = Signal(object)
    failed = Signal(object)  # Exception

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def run(self) -> None:
        """Do the work."""
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - one place in the window shows it
            self.failed.emit(keep_words(error))
        else:
            self.done.emit(result)
