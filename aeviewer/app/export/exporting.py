"""Exporting from the window: the question what and how, and one export at a time."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from aeviewer.app.export.takeaway import Takeaway
from aeviewer.app.layout import Parts
from aeviewer.app.trainings.leaving import kept_runs
from aeviewer.app.work.memory import Memory
from aeviewer.errors import UserError
from aeviewer.session.portable import localised
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.bundled import bundled
from aeviewer.words import N_, _

if TYPE_CHECKING:
    from aeviewer.app.engine import Engine
    from aeviewer.app.export.dialog import ExportDialog
    from aeviewer.app.export.order import Order


_MADE = N_("Exported {outcome}")
_CANCELLED = N_("Export cancelled: nothing was written")


class Exporting(Takeaway):
    """Asks what is to be exported, and has it made beside the window."""

    dialog: "ExportDialog | None"

    def __init__(self, window: QWidget, store: Store, parts: Parts, memory: Memory) -> None:
        super().__init__(window, _MADE, _CANCELLED)
        self._store, self._parts, self._memory = store, parts, memory
        self._engine: Engine | None = None
        self._before: Order | None = None  # what was chosen last since the start

    def ask(self, engine: "Engine | None") -> None:
        """Ask what to export; to be called when there is a model to look at."""
        if engine is None or engine.wiring.subject is None:
            self.failed.emit(UserError(_("there is no model to take a picture of: open one first")))
            return
        if self.dialog is not None:
            return
        from aeviewer.app.export.dialog import ExportDialog
        from aeviewer.app.export.order import Order

        self._engine = engine
        kept = self._memory.kept.exported
        before = self._before or (None if kept is None else Order.again(kept))
        dialog = ExportDialog(self._store.view, before, self._window)
        dialog.wanted.connect(self.start)
        self._open(dialog)

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
        self._before = order
        view = replace(self._store.view, camera=self._parts.map.camera)
        on_show, curves = self._engine.wiring.subject, self._parts.train.curves
        self._begin(partial(Job, order, view, on_show, curves, self))

    def _take_note(self) -> None:
        """Keep what was chosen for the next start."""
        if self._before is not None:
            kept = self._memory.kept.model_copy(update={"exported": self._before.kept})
            self._memory.keep(kept)
