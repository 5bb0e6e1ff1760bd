"""The studio: it owns the one training there may be, and reads its mail for the window."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from aeviewer.app.actions.action import Phase
from aeviewer.app.models.resident import open_resident
from aeviewer.app.trainings.trainer import Trainer, Training
from aeviewer.training.loop import Turn, train
from aeviewer.training.plan import Plan, pick_device, settle_precision
from aeviewer.training.state import begin
from aeviewer.training.twins import Twins
from aeviewer.zoo.knobs import Knobs

_MAIL_EVERY = 60  # milliseconds


@dataclass(frozen=True)
class Order:
    """A training that was asked for, its knobs checked."""

    variant: str
    config: Knobs
    plan: Plan
    data: str
    device: str


def prepare(order: Order) -> Training:
    """Open the data and make the model; runs on the trainer's thread.

    Raises:
        UserError: the data or the device is not at hand.
    """
    device = pick_device(order.device)
    data = open_resident(order.data)
    plan = settle_precision(order.plan, device, order.variant)
    state = begin(order.variant, order.config, plan, data.train.shape, device)
    turn = Turn()
    events = train(state, data.train, turn)
    return Training(state, data, order.data, events, Twins(state.model), turn)


class Studio(QObject):
    """Start, pause, step, stop; never two trainings at once, however fast one clicks."""

    phase_changed = Signal(str)  # Phase
    began = Signal(object)  # Training
    progressed = Signal(object)  # Mail
    ended = Signal(object)  # None, or the Exception that ended it

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer: Trainer | None = None
        self._outcome: Exception | None = None
        self._next: Callable[[], Training] | None = None
        self._told = True  # what it does is of interest
        self.training: Training | None = None
        self.phase: Phase = "idle"
        self._timer = QTimer(self, interval=_MAIL_EVERY)
        self._timer.timeout.connect(self._read_mail)

    @property
    def follows(self) -> bool:
        """Whether another training begins as soon as the one under way has ended."""
        return self._next is not None

    def start(self, making: Callable[[], Training]) -> None:
        """Train anew; a training under way is stopped first."""
        if self._trainer is not None:
            self.stop()
            self._next = making
            return
        self.training, self._outcome, self._told = None, None, True
        self._trainer = Trainer(making, self)
        self._trainer.began.connect(self._on_began)
        self._trainer.ended.connect(self._on_ended)
        self._trainer.finished.connect(self._on_finished)
        self._turn("preparing")
        self._trainer.start()
        self._timer.start()

    def toggle_pause(self) -> None:
        """Pause, or go on after a pause."""
        if self._trainer is None:
            return
        if self.phase == "running":
            self._trainer.pause()
            self._turn("paused")
        elif self.phase == "paused":
            self._trainer.go_on()
            self._turn("running")

    def step(self, only: str = "") -> None:
        """Do one step, of one objective alone if it is named; a running training is paused by it.

        What a step alone means for the run is told by `training.loop.train`.
        """
        if self._trainer is None:
            return
        if self.phase == "running":
            self._trainer.pause()
            self._turn("paused")
        if self.phase == "paused":
            self._trainer.step(only)

    def stop(self, *, told: bool = True) -> None:
        """End the training and forget what was to follow; `ended` comes when the thread is done.

        What it does until then is told, unless another model is on show by now.
        """
        self._next, self._told = None, self._told and told
        if self._trainer is not None and self.phase != "stopping":
            self._trainer.stop()
            self._turn("stopping")

    def _on_began(self, training: Training) -> None:
        if self.phase == "stopping":
            return  # it was stopped before it began: there is nothing to show
        self.training = training
        self._turn("running")
        self.began.emit(training)

    def _on_ended(self, outcome: Exception | None) -> None:
        self._outcome = outcome

    def _on_finished(self) -> None:
        """The thread is gone: only now may another one come."""
        self._read_mail()
        self._timer.stop()
        if self._trainer is not None:
            self._trainer.wait()
            self._trainer.deleteLater()
        self._trainer = None
        self._turn("idle")
        self.ended.emit(self._outcome)
        if self._next is not None:
            making, self._next = self._next, None
            self.start(making)

    def _read_mail(self) -> None:
        """Fetch the mail; what comes before `began` waits, or nobody would know whose it is."""
        if self._trainer is not None and self.training is not None and self._told:
            self.progressed.emit(self._trainer.take_mail())

    def _turn(self, phase: Phase) -> None:
        self.phase = phase
        self.phase_changed.emit(phase)
