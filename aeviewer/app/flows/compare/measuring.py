"""Measuring by jobs, one after the other, in slices: it can go on where it was left."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from aeviewer.app.decoder import Slice
from aeviewer.app.views.compare.rates import Series
from aeviewer.zoo.registry import Model

Measuring = Iterator[tuple[Series, ...] | None]
"""Yields None for each slice but the last one, then the series."""


@dataclass(frozen=True, eq=False)
class Measured:
    """How far a measuring is.

    Attributes:
        run: the measuring it is of.
        done: share of the slices, from 0 to 1.
        found: the series that are ready, by what they are of.
    """

    run: "Run"
    done: float
    found: Mapping[Hashable, tuple[Series, ...]]


@dataclass(frozen=True)
class Job:
    """Something to be measured.

    Attributes:
        key: what it is of.
        slices: how many it takes.
        start: begins with a model, if it needs one.
    """

    key: Hashable
    slices: int
    start: Callable[[Model], Measuring]


@dataclass(eq=False)
class Run:
    """Jobs under way, one after the other."""

    jobs: Sequence[Job]
    slices_done: int = 0
    found: dict[Hashable, tuple[Series, ...]] = field(default_factory=dict)
    work: dict[Hashable, Measuring] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """What is measured."""
        return tuple(job.key for job in self.jobs)

    @property
    def done(self) -> float:
        """How much of it, from 0 to 1."""
        return min(self.slices_done / sum(job.slices for job in self.jobs), 1.0)

    def slices(self) -> Iterator[Slice]:
        """Begin, or go on where it was left."""
        for job in self.jobs:
            while job.key not in self.found:
                yield partial(self._advance, job)

    def _advance(self, job: Job, model: Model) -> Measured:
        if job.key not in self.work:
            self.work[job.key] = job.start(model)
        made = next(self.work[job.key])
        self.slices_done += 1
        if made is not None:
            self.found[job.key] = made
            del self.work[job.key]
        return Measured(self, self.done, dict(self.found))
