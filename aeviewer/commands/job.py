"""One training of the command line: where it goes, its events, what it came to."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch

from aeviewer.commands.progress import TrainingBar
from aeviewer.commands.stopping import Stop
from aeviewer.data.images import DataSet
from aeviewer.errors import UserError
from aeviewer.training import recording
from aeviewer.training.events import Event, Report, Step
from aeviewer.training.loop import train
from aeviewer.training.state import TrainingState


@dataclass
class Job:
    """A training and where it goes.

    Attributes:
        state: of the model.
        data: it is trained and judged on.
        given: the data's name or path.
        folder: the run's, or None.
        report: the last figures.
        last: the last step.
        first: the step it begins after.
        seconds: spent in the loop.
    """

    state: TrainingState
    data: DataSet
    given: str
    folder: Path | None
    report: Report | None = None
    last: Step | None = None
    first: int = 0
    seconds: float = 0.0

    @cached_property
    def images(self) -> int:
        """Number of the training images, of the classes that the plan chooses."""
        return self.state.plan.count(self.data.train)

    @property
    def total(self) -> int:
        """Steps planned."""
        return self.state.total(self.images)

    @property
    def width(self) -> int:
        """Images in a step."""
        return min(self.state.plan.batch, self.images) if self.state.objectives else self.images

    def events(self) -> Iterator[Event]:
        """Train, and write the run folder if there is one."""
        events = train(self.state, self.data.train)
        if self.folder is None:
            return events
        return recording.record(self.folder, self.state, self.data, self.given, events)


def read(job: Job, stop: Stop) -> None:
    """Train to the end or to a signal, under a bar; what is saved is between two steps."""
    title = f"{job.state.variant} on {job.data.name}"
    begun = time.perf_counter()
    with (
        contextlib.closing(job.events()) as events,  # type: ignore[type-var]  # they are generators
        TrainingBar(title, job.state.step, job.total) as bar,
    ):
        for event in _fitting(events, job.state):
            if isinstance(event, Step):
                job.last, job.report = event, event.report or job.report
                bar.show(event)
            if stop.number:
                break
    job.seconds = time.perf_counter() - begun


def _fitting(events: Iterator[Event], state: TrainingState) -> Iterator[Event]:
    """Pass events on.

    Raises:
        UserError: the memory does not suffice.
    """
    try:
        yield from events
    except (MemoryError, torch.OutOfMemoryError):
        raise UserError(
            f"the memory of {state.device} does not suffice; try --batch "
            f"{max(1, state.plan.batch // 2)}"
        ) from None


def summary(job: Job) -> dict[str, object]:
    """Tell what was trained and how fast, for JSON."""
    state, last = job.state, job.last
    seen = last.seen if last else state.step * job.width
    return {
        "variant": state.variant,
        "data": job.data.name,
        "device": str(state.device),
        "precision": state.plan.precision,
        "step": state.step,
        "total": job.total,
        "seen": seen,
        "seconds": job.seconds,
        "images_per_second": (seen - job.first * job.width) / job.seconds,
        "terms": dict(job.report.terms) if job.report else {},
        "run": None if job.folder is None else str(job.folder),
    }
