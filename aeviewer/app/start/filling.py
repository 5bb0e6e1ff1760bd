"""Filling a window that is on the screen: what is slow to import comes in beside the event loop."""

from PySide6.QtCore import QObject, QTimer

from aeviewer.app.language import speak_alike
from aeviewer.app.start.loader import load_widgets
from aeviewer.app.window import Window
from aeviewer.app.worker import Worker
from aeviewer.session.store import Store


class Filling(QObject):
    """Makes the window's program as soon as the modules are there, and is gone."""

    def __init__(self, window: Window, store: Store, *, saved: bool) -> None:
        super().__init__(window)
        self._window, self._store, self._saved = window, store, saved
        self._closed = False
        self._worker = Worker(load_widgets, self)
        self._worker.done.connect(self._on_imported)
        self._worker.failed.connect(self._on_failed)
        window.may_close = self._may_close
        self._worker.start()

    def _may_close(self) -> bool:
        """Wait for the thread; what it brings comes too late."""
        self._worker.wait()
        self._closed = True
        return True

    def _on_imported(self) -> None:
        self._worker.wait()
        if self._closed:
            return
        from aeviewer.app.program import Program

        self._window.imported.emit()
        speak_alike(self._window)
        self._window.setUpdatesEnabled(False)
        self._window.program = Program(self._window, self._store, saved=self._saved)
        QTimer.singleShot(0, self, self._uncover)  # to paint it at once, too, would be too long

    def _uncover(self) -> None:
        self._window.setUpdatesEnabled(True)
        self._window.filled.emit()
        self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        raise error  # there is no message bar yet
