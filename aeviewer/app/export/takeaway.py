"""What the window makes to be taken away, one at a time: the question, the making, the outcome."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aeviewer.errors import UserError
from aeviewer.words import _

if TYPE_CHECKING:
    from aeviewer.app.export.asking import Asking
    from aeviewer.app.export.making import Making


class Takeaway(QObject):
    """Holds the question while it is open, and what is made beside the window.

    Attributes:
        told: a word for the status bar.
        failed: what went wrong, where no dialog is there to say it.
        dialog: the question, while it is open; it says how far the making is.
        job: what is being made.
    """

    told = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, window: QWidget, made: str, cancelled: str) -> None:
        """Get ready.

        Args:
            window: beside which it goes on.
            made: what is told in the end, with a place for the {outcome}, a file.
            cancelled: what is told where nothing was written.
        """
        super().__init__(window)
        self._window, self._made, self._cancelled = window, made, cancelled
        self.dialog: Asking | None = None
        self.job: Making | None = None

    def cancel(self) -> None:
        """End what is under way."""
        if self.job is not None:
            self.job.cancel()

    def close(self) -> None:
        """End what is under way and wait for its threads; the window closes."""
        if self.job is not None:
            self.job.close()

    def _open(self, dialog: "Asking") -> None:
        """Ask, until there is an answer that can be carried out."""
        self.dialog = dialog
        dialog.cancelled.connect(self.cancel)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _begin(self, make: Callable[[], "Making"]) -> None:
        """Begin what can be made; another one under way is ended."""
        self.cancel()
        try:
            self.job = make()
        except UserError as error:
            self._on_ended(error)
            return
        self.job.ended.connect(self._on_ended)
        if self.dialog is not None:
            self.job.progressed.connect(self.dialog.show_progress)
            self.job.writing.connect(self.dialog.show_writing)
            self.dialog.set_running(True)
        self.job.start()

    def _take_note(self) -> None:
        """Do what is to be done once a file is there, before it is told of."""

    def _on_ended(self, outcome: Path | Exception | None) -> None:
        self.job = None
        dialog = self.dialog
        if dialog is not None:
            dialog.set_running(False)
        if isinstance(outcome, Path):
            self._take_note()
            self.told.emit(_(self._made).format(outcome=outcome))
            if dialog is not None:
                dialog.accept()
        elif outcome is None:
            self.told.emit(_(self._cancelled))
        elif dialog is not None and isinstance(outcome, UserError):
            dialog.gauge.show_fault(str(outcome))
        else:
            self.failed.emit(outcome)

    def _on_closed(self) -> None:
        self.cancel()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
