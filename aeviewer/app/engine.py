"""The engine: what needs torch. It opens models, trains them, and keeps the window fed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance

from aeviewer.app.flows.adversary.training import AdversaryTraining
from aeviewer.app.models import shelf
from aeviewer.app.models.readings import Readings
from aeviewer.app.models.shelf import Opened
from aeviewer.app.models.subject import Subject
from aeviewer.app.trainings.studio import Order, Studio, prepare
from aeviewer.app.trainings.trainer import Mail, Training
from aeviewer.app.wiring import Views, Wiring
from aeviewer.app.worker import Worker
from aeviewer.session.store import Store
from aeviewer.session.view import Slot
from aeviewer.training.header import Header
from aeviewer.training.plan import Plan
from aeviewer.words import _
from aeviewer.zoo.registry import find


class Engine(QObject):
    """Owns the wiring, the studio and the workers that open and save.

    Attributes:
        told: a sentence for the message bar.
        opened: a checkpoint is on show now.
        failed: whatever went wrong, but for a model that was to be saved.
        saved: the model on show was written where somebody said.
        unsaved: it could not be written there.
        rested: nothing is being opened or saved any more.
        kept: the run folder in which a training was kept.
    """

    told = Signal(str)
    opened = Signal(object)  # Opened
    failed = Signal(object)  # Exception
    saved = Signal()
    unsaved = Signal(object)  # Exception
    rested = Signal()
    kept = Signal(object)  # Path

    def __init__(self, store: Store, views: Views, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._workers: set[Worker] = set()
        self._header: Header | None = None
        self.data = ""
        """Name or folder of the data that what was opened last was trained on."""
        self._samples: tuple[str, int] = ("", 0)  # that data, and how many of it are shown
        self._pending: Training | None = None  # it began, and has not done a step yet
        self._readings = Readings(self._on_passed)
        self.shown = ""
        """What was opened last: a bundled model's name or a path; empty for the one in training."""
        self.wiring = Wiring(store, views, self)
        self.studio = Studio(self)
        adversary = AdversaryTraining(self.studio, views.pages, self)
        self.opened.connect(adversary.forget)
        self.wiring.failed.connect(self.failed)
        self.studio.began.connect(self._on_began)
        self.studio.progressed.connect(self._on_progressed)
        self.studio.ended.connect(self._on_ended)

    @property
    def header(self) -> Header | None:
        """What is known of the model on show: its knobs, and how it is trained."""
        return self._header

    @property
    def has_model(self) -> bool:
        """Whether there is something to save."""
        return self._header is not None

    @property
    def busy(self) -> bool:
        """Whether something is being opened or saved."""
        return bool(self._workers)

    def open(self, path: Path, name: str, *, whole: bool = True, follow: bool = False) -> None:
        """Put a checkpoint on show; a training under way is stopped once it has been read.

        One that is asked for meanwhile is not: see `Readings`.
        Where the view names it by now, it came with it, as by an undo, unless it is not whole. What
        follows the view is dropped where that names another model by now: a quick hand went on.
        """
        show = partial(self._on_opened if not follow else self._on_followed, name, whole)
        come = partial(self._on_read, self._readings.ask(), name, show)
        self._work(partial(shelf.open_checkpoint, path), come)

    def start(self, values: Mapping[str, object], plan: Mapping[str, object], device: str) -> None:
        """Train the view's variant on the view's data.

        Raises:
            UserError: a knob is out of its bounds.
        """
        view = self._store.view
        config = find(view.variant).configure(values)
        order = Order(view.variant, config, Plan.make("plan", plan), view.data, device)
        self._readings.give_way()
        self.studio.start(partial(prepare, order))

    def save(self, path: Path) -> None:
        """Write the model on show as a checkpoint, as it is at this moment."""
        subject = self.wiring.subject
        if subject is None or self._header is None:
            return
        work = partial(shelf.save, shelf.copied(subject), subject, self._header, path)
        self._work(work, lambda _done: self._on_saved(path), self.unsaved)

    def keep(self, folder: Path) -> None:
        """Save what was trained as a run, to be opened and gone on with."""
        training = self.studio.training
        assert training is not None
        self._work(partial(training.keep, folder), self._on_kept)

    def close(self) -> None:
        """End all threads; the training must have ended."""
        for worker in tuple(self._workers):
            worker.wait()
        self.wiring.close()

    def _work(
        self,
        work: Callable[[], object],
        done: Callable[[Any], None],
        failed: SignalInstance | None = None,
    ) -> None:
        worker = Worker(work, self)
        worker.done.connect(done)
        worker.failed.connect(self.failed if failed is None else failed)
        worker.finished.connect(partial(self._forget, worker))
        self._workers.add(worker)
        worker.start()

    def _forget(self, worker: Worker) -> None:
        worker.wait()
        self._workers.discard(worker)
        worker.deleteLater()
        if not self._workers:
            self.rested.emit()

    def _on_read(
        self, number: int, name: str, show: Callable[[Opened], None], opened: Opened
    ) -> None:
        self._readings.come(number, name, partial(show, opened))

    def _on_passed(self, name: str) -> None:
        words = _("{name} was read, but is not on show: a training was started meanwhile.")
        self.told.emit(words.format(name=Path(name).name))

    def _on_followed(self, name: str, whole: bool, opened: Opened) -> None:
        if self._store.view.slots == (Slot(model=name),):
            self._on_opened(name, whole, opened)

    def _on_opened(self, name: str, whole: bool, opened: Opened) -> None:
        self.studio.stop(told=False)
        if self.studio.training is not None:
            self.studio.training.history.clear()  # nobody can look back to it any more
        trained = self.has_model and not self.shown
        self._header, self.data = opened.header, opened.data
        self.shown = name
        others = self._of_others(_count(opened.subject))
        if self._store.view.slots != (Slot(model=name),):  # else the view brought its own look
            self._store.set(slots=(Slot(model=name),), **others, **self._unfitted())
        elif not whole:
            self._store.set(**others)
        self.wiring.show(opened.subject)
        self.opened.emit(opened)
        if trained:
            self._store.start_here()  # no undo brings what was in training back

    def _unfitted(self) -> dict[str, object]:
        """What of the view must not be taken over to another model: what was found for this one.

        The cursor may stay where it is, but on a chart that was fitted it is a place in that.
        """
        cursor = self._store.view.cursor if self._store.view.chart == "pca" else (0.0, 0.0)
        return {"base": (), "camera": None, "moment": None, "chart": "pca", "cursor": cursor}

    def _of_others(self, count: int) -> dict[str, object]:
        """What of the view must not be taken over to other data: whatever calls samples by number.

        To be called once for whatever is put on show, with the number of its samples.
        """
        before, self._samples = self._samples, (self.data, count)
        if before == self._samples:
            return {}
        anchors = tuple(replace(anchor, sample=None) for anchor in self._store.view.anchors)
        return {"selection": (), "sample": None, "groups": ((), ()), "anchors": anchors}

    def _on_saved(self, path: Path) -> None:
        self.saved.emit()
        self.told.emit(_("Saved as {path}.").format(path=path))

    def _on_kept(self, checkpoint: Path) -> None:
        """Call what is on show by the folder it is kept in, if it is still what was trained."""
        if self._store.view.slots[0].model == "" and self.studio.phase == "idle":
            self.shown = str(checkpoint.parent)
            self._store.amend(slots=(Slot(model=self.shown),))
        self.kept.emit(checkpoint.parent)

    def _on_began(self, training: Training) -> None:
        self._pending = training

    def _show_live(self, training: Training) -> None:
        """Put a training on show, now that it has done a step and will not fail at the first."""
        self._pending = None
        self._header, self.data = shelf.header_of(training), training.given
        self.shown = ""
        others = {**self._of_others(len(training.data.test)), "anchors": ()}
        self._store.set(slots=(Slot(model=""),), **others, **self._unfitted())
        self._store.start_here()  # an undo past it would open another model and end the training
        self.wiring.show(shelf.live(training))
        self._readings.pass_over()

    def _on_progressed(self, mail: Mail) -> None:
        if mail.step is not None and self._pending is not None:
            self._show_live(self._pending)
        self.wiring.refresh()

    def _on_ended(self, outcome: Exception | None) -> None:
        training, self._pending = self.studio.training, None
        if not self.studio.follows:
            self._readings.take_back()  # before a word on how it ended, which opening sweeps away
        if training is not None and not training.state.step and outcome is None:
            self.told.emit(_("Nothing was trained: no step was planned or done."))
        elif training is not None and self._store.view.slots[0].model == "":
            self._header = shelf.header_of(training)
            self.wiring.show(shelf.finished(training))
        if outcome is not None:
            self.failed.emit(outcome)


def _count(subject: Subject) -> int:
    """How many samples there are of a model's data, as far as they are at hand."""
    if subject.images is not None:
        return len(subject.images)
    return 0 if subject.placed is None else len(subject.placed.latents)
