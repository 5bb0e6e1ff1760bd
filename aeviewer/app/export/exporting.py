"""Exporting from the window: the question what and how, and one export at a time."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aeviewer.app.layout import Parts
from aeviewer.app.trainings.leaving import kept_runs
from aeviewer.app.work.memory import Memory
from aeviewer.errors import UserError
from aeviewer.session.portable import localised
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.bundled import bundled
from aeviewer.words import _

if TYPE_CHECKING:
    from aeviewer.app.engine import Engine
    from aeviewer.app.export.dialog import ExportDialog
    from aeviewer.app.export.job import Job
    from aeviewer.app.export.order import Order


class Exporting(QObject):
    """Asks what is to be exported, and has it made beside the window.

    Attributes:
        told: a word for the status bar.
        failed: what went wrong, where no dialog is there to say it.
        dialog: the question, while it is open; it says how far the export is.
        job: the export under way.
    """

    told = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, window: QWidget, store: Store, parts: Parts, memory: Memory) -> None:
        super().__init__(window)
        self._window, self._store, self._parts, self._memory = window, store, parts, memory
        self._engine: Engine | None = None
        self.dialog: ExportDialog | None = None
        self.job: Job | None = None
        self._before: Order | None = None  # what was chosen last since the start

    def ask(self, engine: "Engine | None") -> None:
        """Ask what to export; to be called when there is a model to look at."""
        if engine is None or engine.wiring.subject is None:
            self.failed.emit(UserError(_("there is no model to take a picture of: open one first")))
            return
        from aeviewer.app.export.dialog import ExportDialog
        from aeviewer.app.export.order import Order

        self._engine = engine
        if self.dialog is None:
            kept = self._memory.kept.exported
            before = self._before or (None if kept is None else Order.again(kept))
            self.dialog = ExportDialog(self._store.view, before, self._window)
            self.dialog.wanted.connect(self.start)
            self.dialog.cancelled.connect(self.cancel)
            self.dialog.finished.connect(self._on_closed)
        self.dialog.open()

    def view_in(self, path: Path) -> View | None:
        """Find the view that an exported picture shows; None in any other file.

        Raises:
            UserError: it is of a later version.
        """
        from aeviewer.app.export.pictured import read

        found = read(path)
        if found is None:
            return None
        here = self._store.view.slots[0].model
        return localised(found, [*map(str, kept_runs()), *bundled(), here], path.parent)

    def start(self, order: "Order") -> None:
        """Carry an order out; another one under way is ended."""
        from aeviewer.app.export.job import Job

        assert self._engine is not None
        self.cancel()
        self._before = order
        view = replace(self._store.view, camera=self._parts.map.camera)
        on_show, curves = self._engine.wiring.subject, self._parts.train.curves
        try:
            self.job = Job(order, view, on_show, curves, self)
        except UserError as error:
            self._on_ended(error)
            return
        self.job.ended.connect(self._on_ended)
        if self.dialog is not None:
            self.job.progressed.connect(self.dialog.show_progress)
            self.dialog.set_running(True)
        self.job.start()

    def cancel(self) -> None:
        """End the export under way."""
        if self.job is not None:
            self.job.cancel()

    def close(self) -> None:
        """End the export and wait for its threads; the window closes."""
        if self.job is not None:
            self.job.close()

    def _on_ended(self, outcome: Path | Exception | None) -> None:
        self.job = None
        dialog = self.dialog
        if dialog is not None:
            dialog.set_running(False)
        if isinstance(outcome, Path):
            self._keep()
            self.told.emit(_("Exported {outcome}").format(outcome=outcome))
            if dialog is not None:
                dialog.accept()
        elif outcome is None:
            self.told.emit(_("Export cancelled: nothing was written"))
        elif dialog is not None and isinstance(outcome, UserError):
            dialog.show_fault(str(outcome))
        else:
            self.failed.emit(outcome)

    def _keep(self) -> None:
        """Keep what was chosen for the next start."""
        if self._before is not None:
            kept = self._memory.kept.model_copy(update={"exported": self._before.kept})
            self._memory.keep(kept)

    def _on_closed(self) -> None:
        self.cancel()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
