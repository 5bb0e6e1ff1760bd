"""Whatever is made for a file while the window goes on: how it begins, tells, and ends."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from aeviewer.app.telling.explain import keep_words
from aeviewer.app.worker import Worker


class Making(QObject):
    """Made from the wish to the file; used once.

    Attributes:
        progressed: how much is done, of so much, and the seconds that are left.
        writing: all is done but the file: the page it is at, of so many; 0 where none are counted.
        ended: with the file, with None where it was cancelled, or with the Exception.
    """

    progressed = Signal(int, int, float)
    writing = Signal(int, int)
    ended = Signal(object)  # Path | None | Exception

    def __init__(self, target: Path, first: Callable[[], object], parent: QObject | None) -> None:
        """Get ready.

        Args:
            target: the file.
            first: what is done on a thread before all else.
            parent: owns it.
        """
        super().__init__(parent)
        self._target, self._over = target, False
        self._began = time.monotonic()
        self._first = Worker(first, self)
        self._first.done.connect(self._on_first)
        self._first.failed.connect(self._end)
        self._writer: Worker | None = None

    def start(self) -> None:
        """Begin; `ended` comes once."""
        self._first.start()

    def cancel(self) -> None:
        """End it; of what was done nothing stays. While the file is written it is too late."""
        if self._writer is None:
            self._end(None)

    def close(self) -> None:
        """Wait until nothing goes on; what is being written is written."""
        if self._writer is not None:
            self._writer.wait()
        self._end(None)

    def _make(self, first: Any) -> None:
        """Make it, with what came of the first; on the window's thread."""
        raise NotImplementedError

    def _let_go(self) -> None:
        """End whatever else goes on, and wait for its threads."""
        raise NotImplementedError

    def _tell(self, done: int, count: int) -> None:
        spent = time.monotonic() - self._began
        self.progressed.emit(done, count, spent / max(done, 1) * (count - done))

    def _write(self, work: Callable[[], object]) -> None:
        """Write what is made, on a thread, and end."""
        if self._over:
            return
        self._writer = Worker(work, self)
        self._writer.done.connect(lambda _: self._end(self._target))
        self._writer.failed.connect(self._end)
        self._writer.start()
        self.writing.emit(0, 0)

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the window shows it
            self._end(keep_words(error))

    def _on_first(self, first: object) -> None:
        if not self._over:
            self._guarded(partial(self._make, first))

    def _end(self, outcome: object) -> None:
        """Let go of all threads; what comes after the end is not heard."""
        if self._over:
            return
        self._over = True
        for worker in (self._first, self._writer):
            if worker is not None:
                worker.wait()
        self._let_go()
        self.ended.emit(outcome)
        self.deleteLater()
