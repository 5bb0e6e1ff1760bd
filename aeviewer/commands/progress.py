"""Progress bars on stderr, with the time that is left."""

import sys
from collections.abc import Mapping
from datetime import timedelta
from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Column

from aeviewer.commands.printing import console
from aeviewer.data import download
from aeviewer.training.events import Step


class _Bar:
    """A progress that is drawn when it is told something, by no thread of its own.

    Until then there is nothing of it to see: what fails at once, or has nothing to do, leaves no
    bar behind.
    """

    def __init__(self, *columns: ProgressColumn):
        self._progress = Progress(
            TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
            BarColumn(bar_width=12),
            *columns,
            console=console(sys.stderr),
            expand=True,
            auto_refresh=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress.live.is_started:
            self._progress.stop()

    def _draw(self, task: TaskID, done: int, total: int | None, figures: str = "") -> None:
        self._progress.start()
        self._progress.update(task, completed=done, total=total, refresh=True, figures=figures)


class TrainingBar(_Bar):
    """Steps, time left, the loss by term and the pace, at each report."""

    def __init__(self, title: str, step: int, total: int):
        whole, cut = Column(no_wrap=True), Column(no_wrap=True, overflow="ellipsis", ratio=1)
        super().__init__(
            MofNCompleteColumn(table_column=whole),
            TextColumn("{task.fields[figures]}", markup=False, table_column=cut),
        )
        self._task = self._progress.add_task(title, completed=step, total=total, figures="")

    def show(self, step: Step) -> None:
        """Draw a step, if it carries a report."""
        if (report := step.report) is None:
            return
        left = timedelta(seconds=round(report.remaining))
        pace = f"{report.images_per_second:,.0f} images/s"
        figures = f"{left} left, {_terms(report.terms)}, {pace}"
        self._draw(self._task, step.number, step.total, figures=figures)


class FrameBar(_Bar):
    """Frames of a film, and the time left."""

    def __init__(self, title: str) -> None:
        whole = Column(no_wrap=True)
        super().__init__(
            MofNCompleteColumn(table_column=whole),
            TextColumn("{task.fields[figures]}", markup=False, table_column=whole),
        )
        self._task = self._progress.add_task(title, total=None, figures="")

    def show(self, done: int, count: int, left: float) -> None:
        """Draw how many there are."""
        figures = f"{timedelta(seconds=round(left))} left" if done else ""
        self._draw(self._task, done, count, figures=figures)


class DownloadBar(_Bar):
    """One line for each file, in bytes."""

    def __init__(self) -> None:
        super().__init__(DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        self._tasks: dict[str, TaskID] = {}

    def show(self, progress: download.Progress) -> None:
        """Draw how far a file has come."""
        if progress.file not in self._tasks:
            self._tasks[progress.file] = self._progress.add_task(progress.file)
        self._draw(self._tasks[progress.file], progress.done, progress.total)


def _terms(terms: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in terms.items())
