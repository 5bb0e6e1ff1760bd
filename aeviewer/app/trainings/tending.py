"""What a person does about a training: begin it, pause it, end it, keep what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aeviewer.app.forms.choices import Choices
from aeviewer.app.layout import Parts
from aeviewer.app.telling.faults import Faults
from aeviewer.app.trainings.leaving import kept_runs
from aeviewer.app.trainings.progress import Progress
from aeviewer.app.trainings.twin import Twinning
from aeviewer.app.window import Window
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.bundled import bundled, of_lessons
from aeviewer.words import _

if TYPE_CHECKING:
    from aeviewer.app.engine import Engine
    from aeviewer.app.models.shelf import Opened


class Tending(QObject):
    """Answers the actions that have to do with training; each does nothing before torch is in.

    Attributes:
        told: a word for the status bar.
        turned: a training began, paused, went on or ended.
        twinning: trains the model on show once more, with one knob flipped.
    """

    told = Signal(str)
    turned = Signal()

    def __init__(
        self, window: Window, store: Store, parts: Parts, choices: Choices, faults: Faults
    ) -> None:
        super().__init__(window)
        self._store, self._parts, self._choices, self._faults = store, parts, choices, faults
        self._engine: Engine | None = None
        self._progress = Progress(parts, self)
        self.twinning = Twinning(window, store, self.start)
        self.twinning.failed.connect(faults.show)
        store.watch(self._progress.look_back, "moment")
        store.watch(self._show_device, "device")
        self._offer_models()

    def attach(self, engine: "Engine") -> None:
        """Train by this from now on."""
        self._engine = engine
        studio = engine.studio
        studio.began.connect(self._progress.begin)
        studio.began.connect(lambda _training: self._parts.messages.let_pass("model"))
        studio.progressed.connect(self._progress.read)
        studio.phase_changed.connect(self._on_phase_changed)
        engine.kept.connect(self._on_kept)
        engine.opened.connect(self._on_opened)
        self._show_device(self._store.view)

    def start(self) -> None:
        """Train what is chosen, or say what is wrong with it."""
        if self._engine is None:
            return
        if faults := self._parts.train.faults():
            self._faults.warn(faults[0])
            return
        try:
            self._engine.start(*self._choices.taken())
            self._parts.map.setFocus()
        except UserError as error:
            self._faults.show_passing(error)

    def ask_twin(self) -> None:
        """Ask what a twin of the model on show should have otherwise."""
        if self._engine is not None and self._engine.header is not None:
            self.twinning.ask(self._engine.header, self._engine.data or self._store.view.data)

    def pause(self) -> None:
        """Pause the training, or go on with it."""
        if self._engine is not None:
            self._engine.studio.toggle_pause()

    def step(self) -> None:
        """Do one step."""
        if self._engine is not None:
            self._engine.studio.step()

    def stop(self) -> None:
        """End the training."""
        if self._engine is not None:
            self._engine.studio.stop()

    def save(self, name: str) -> None:
        """Write the model on show to a file."""
        if self._engine is not None:
            self._engine.save(Path(name))

    def _on_phase_changed(self, phase: str) -> None:
        self._progress.set_phase(phase)
        self.turned.emit()

    def _on_opened(self, opened: "Opened") -> None:
        self._progress.recall(opened)
        self._progress.look_back(self._store.view)

    def _on_kept(self, folder: Path) -> None:
        self.told.emit(_("kept as {name}").format(name=folder.name))
        self._offer_models()

    def _offer_models(self) -> None:
        self._parts.bar.set_models(bundled(), of_lessons(), kept_runs())

    def _show_device(self, view: View) -> None:
        if self._engine is None:
            return
        from aeviewer.training.plan import pick_device

        try:
            self._parts.status.set_device(str(pick_device(view.device)))
        except UserError as error:
            self._faults.show(error)
        self._parts.status.refresh_memory()
