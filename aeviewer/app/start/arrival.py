"""The arrival of torch: after the first page is painted, on a thread, and no sooner."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from aeviewer.app.start.loader import load_torch, warm_up
from aeviewer.app.worker import Worker

_PAINTED = {QEvent.Type.Paint, QEvent.Type.UpdateRequest}


class Arrival(QObject):
    """Brings torch in once a page is painted: while its libraries open, Qt can load none.

    Attributes:
        loading: torch is on its way.
        loaded: torch is in.
        warm: what a training begins with is in, too: no more is imported.
        failed: torch cannot be had: the Exception.
    """

    loading = Signal()
    loaded = Signal()
    warm = Signal()
    failed = Signal(object)

    def __init__(self, window: QWidget, page: QWidget) -> None:
        super().__init__(window)
        self._watched = window, page  # a page may cover all that would be painted of the window
        self._page, self._closed = page, False
        self._loader, self._warmer = Worker(load_torch, self), Worker(warm_up, self)
        self._loader.started.connect(self.loading)
        self._loader.done.connect(self._on_loaded)
        self._loader.failed.connect(self.failed)
        self._warmer.done.connect(self.warm)
        for widget in self._watched:
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin with the first paint."""
        if event.type() in _PAINTED and self._page.isVisible():
            for widget in self._watched:
                widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._load)
        return False

    def warm_up(self) -> None:
        """Prepare for a training, once; to be called when there is nothing more urgent to do."""
        if not (self._closed or self._warmer.isRunning() or self._warmer.isFinished()):
            self._warmer.start()

    def close(self) -> None:
        """Wait for the threads; what they bring comes too late."""
        self._closed = True
        self._loader.wait()
        self._warmer.wait()

    def _load(self) -> None:
        if not self._closed:
            self._loader.start()

    def _on_loaded(self) -> None:
        self._loader.wait()
        if not self._closed:
            self.loaded.emit()
