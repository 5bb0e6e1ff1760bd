"""Which model is on show: what a person opens, and what the view names."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aeviewer.app.forms.choices import Choices
from aeviewer.app.layout import Parts
from aeviewer.data.sources import at_hand, sources
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.bundled import resolve
from aeviewer.training.header import peek

if TYPE_CHECKING:
    from aeviewer.app.engine import Engine
    from aeviewer.app.models.shelf import Opened


class Opening(QObject):
    """Has models opened, and offers to train what was opened.

    Attributes:
        failed: there is no such model: a UserError.
        done: a model that was opened is on show.
    """

    failed = Signal(object)
    done = Signal()

    def __init__(
        self, store: Store, parts: Parts, choices: Choices, parent: QObject, *, saved: bool
    ) -> None:
        super().__init__(parent)
        self._store, self._parts, self._choices = store, parts, choices
        self._engine: Engine | None = None
        self._fresh, self._returning = True, saved  # a saved view says what to train, too
        store.watch(self._follow_slot, "slots")

    def attach(self, engine: "Engine") -> None:
        """Open by this from now on, at first what the view names."""
        self._engine = engine
        engine.opened.connect(self._on_opened)
        self.open(self._store.view.slots[0].model)

    def open(self, name: str, *, whole: bool = True, follow: bool = False) -> None:
        """Put a bundled model, a checkpoint or a run on show.

        Args:
            name: of the model, or a path.
            whole: the view that names it came with it, where it does.
            follow: it is opened because the view names it, and only for as long as it does.
        """
        try:
            path = resolve(name)
        except UserError as error:
            self.failed.emit(error)
            return
        if self._engine is not None:
            self._engine.open(path, name, whole=whole, follow=follow)

    def preview(self, name: str) -> None:
        """Show where the samples are, before there is a torch to decode anything with."""
        try:
            header, latents = peek(resolve(name))
        except UserError as error:
            self.failed.emit(error)
            return
        if latents is not None and latents.mean.shape[1] == 2:
            self._parts.map.set_points(latents.mean, latents.labels, header.classes)

    def _follow_slot(self, view: View) -> None:
        """Open what an undo brought back; a model in training cannot be had again."""
        name = view.slots[0].model
        if self._engine is None:
            self._returning = self._returning or self._store.whole  # it is opened with torch
            if name:
                self.preview(name)
        elif name and name != self._engine.shown:
            self._returning = True
            self.open(name, whole=self._store.whole, follow=True)
        elif not name:
            self._fresh = self._returning = False  # a training is on show, and says what it is

    def _on_opened(self, opened: "Opened") -> None:
        """Offer to train what is on show, on its data where that is at hand."""
        self._parts.messages.let_pass("model", "file")
        view, header = self._store.view, opened.header
        if not self._returning:
            brought = view.knobs if self._fresh else ()
            knobs = brought or self._choices.taken_over(header)
            data = self._data_of_opened() or view.data
            self._store.choose(variant=header.variant, data=data, knobs=knobs)
        if self._fresh:
            self._store.start_here()
        self._fresh = self._returning = False
        self.done.emit()

    def _data_of_opened(self) -> str | None:
        """Name the data of what was opened, if one can train on it; the first needs no download."""
        data = "" if self._engine is None else self._engine.data
        if data in sources():
            return data if at_hand(data) or not self._fresh else None
        return data if data and Path(data).is_dir() else None
