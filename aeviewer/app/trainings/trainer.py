"""The trainer thread: it reads the training generator, and stops reading when asked to pause."""

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import torch
from PySide6.QtCore import QObject, QThread, Signal

from aeviewer.app.telling.explain import keep_words
from aeviewer.data.images import DataSet
from aeviewer.training.events import Event, Report, Step
from aeviewer.training.history import History
from aeviewer.training.loop import Turn
from aeviewer.training.plan import training_threads
from aeviewer.training.recording import keep
from aeviewer.training.state import TrainingState
from aeviewer.training.twins import Twins

_PUBLISH_EVERY = 0.05  # seconds between two copies of the weights
_NICENESS = 10


@dataclass
class Training:
    """A training that is ready to be read.

    Attributes:
        state: the model and all that goes with it.
        data: what it learns from.
        given: the name or path under which the data was asked for.
        events: the generator.
        twins: copies of the model for the decoder.
        turn: says to the generator whose turn the next step is.
        history: the weights at many moments on the way.
    """

    state: TrainingState
    data: DataSet
    given: str
    events: Iterator[Event]
    twins: Twins
    turn: Turn = field(default_factory=Turn)
    history: History = field(init=False)

    def __post_init__(self) -> None:
        """Make an empty history."""
        plan, count = self.state.plan, self.state.plan.count(self.data.train)
        self.history = History(plan.steps_per_epoch(count), self.state.total(count))

    def keep(self, folder: Path) -> Path:
        """Save it as a run folder, to be opened and gone on with; returns the checkpoint.

        Raises:
            UserError: the folder cannot be written.
        """
        return keep(folder, self.state, self.data, self.given)

    def publish(self) -> None:
        """Copy the weights, as they are now, for whoever looks."""
        self.twins.publish(self.state.model, self.state.step)

    def remember(self) -> None:
        """Keep the weights, as they are now, if this is a moment to look back to."""
        if self.history.is_due(self.state.step):
            self.history.keep(self.state.model, self.state.step)

    def end(self) -> None:
        """Publish and keep the last weights; after a divergence, too, they are sound."""
        self.publish()
        self.history.end(self.state.model, self.state.step)


@dataclass
class Mail:
    """What happened since the mail was last taken: the newest step and all reports."""

    step: Step | None = None
    reports: list[tuple[int, Report]] = field(default_factory=list)
    """Images seen, and the figures."""


class Trainer(QThread):
    """Trains once, from start to end. The window holds at most one, and makes the next anew."""

    began = Signal(object)  # Training
    ended = Signal(object)  # None, or the Exception that ended it

    def __init__(self, prepare: Callable[[], Training], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prepare = prepare
        self._gate = threading.Condition()
        self._mode: Literal["run", "pause", "stop"] = "run"
        self._waits = False
        self._allowed: deque[str] = deque()  # a step each, of one objective or (empty) of all due
        self._mail = Mail()

    def pause(self) -> None:
        """Stop after the step under way."""
        self._turn("pause")

    def go_on(self) -> None:
        """Run again after a pause."""
        self._turn("run")

    def step(self, only: str = "") -> None:
        """Do one more step while paused: of all objectives, or of the one named alone."""
        with self._gate:
            self._allowed.append(only)
            self._gate.notify()

    def stop(self) -> None:
        """End the training after the step under way; `ended` follows."""
        self._turn("stop")

    @property
    def stands(self) -> bool:
        """Whether it is paused and nothing is under way: all that was done is posted, and shown."""
        with self._gate:
            return self._waits and self._mode == "pause" and not self._allowed

    def take_mail(self) -> Mail:
        """Hand over what happened since the last call."""
        with self._gate:
            mail, self._mail = self._mail, Mail()
        return mail

    def run(self) -> None:
        """Prepare and read the generator; whatever happens comes out as `ended`."""
        try:
            torch.set_num_threads(training_threads())
            training = self._prepare()
            self.began.emit(training)
            _be_modest()
            with contextlib.closing(training.events):  # type: ignore[type-var]
                self._read(training)
        except Exception as error:  # noqa: BLE001 - one place in the window shows it
            self.ended.emit(keep_words(error))
        else:
            self.ended.emit(None)

    def _read(self, training: Training) -> None:
        steps = (event for event in training.events if isinstance(event, Step))
        published = 0.0
        training.remember()
        try:
            while self._may_go(training) and (step := next(steps, None)) is not None:
                training.remember()
                self._post(step)
                if time.monotonic() - published > _PUBLISH_EVERY:
                    training.publish()
                    published = time.monotonic()
        finally:
            training.end()

    def _may_go(self, training: Training) -> bool:
        with self._gate:
            if self._mode == "pause" and not self._allowed:
                training.publish()  # what is looked at during a pause is the newest
                self._waits = True
            self._gate.wait_for(lambda: self._mode != "pause" or bool(self._allowed))
            self._waits = False
            training.turn.only = self._allowed.popleft() if self._mode == "pause" else ""
            return self._mode != "stop"

    def _post(self, step: Step) -> None:
        with self._gate:
            self._mail.step = step
            if step.report:
                self._mail.reports.append((step.seen, step.report))

    def _turn(self, mode: Literal["run", "pause", "stop"]) -> None:
        with self._gate:
            if self._mode != "stop":
                self._mode = mode
                self._allowed.clear()
            self._gate.notify()


def _be_modest() -> None:
    """Let the window's thread go first on a busy core."""
    with contextlib.suppress(AttributeError, OSError):  # Linux alone has a niceness for a thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
