"""Writing the run folder: on the way of a training, or when it is over."""

import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path

from aeviewer.data.images import DataSet
from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.training import checkpoint
from aeviewer.training.bundled import CONFIG
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.events import Event, Snapshot, Step
from aeviewer.training.run import (
    METRICS,
    SNAPSHOTS,
    RunConfig,
    checkpoint_path,
    describe,
    header,
)
from aeviewer.training.state import TrainingState

_SAVE_EVERY = 10.0  # seconds of training that a power cut may cost


def record(
    folder: Path, state: TrainingState, data: DataSet, given: str, events: Iterator[Event]
) -> Iterator[Event]:
    """Pass the events of a training on, writing the run folder as they go by.

    The checkpoint is written every ten seconds and, with the test images' latents, when the
    training ends, is closed or fails.

    Raises:
        UserError: the folder cannot be written.
    """
    try:
        _prepare(folder, state, given)
        saved = time.monotonic()
        try:
            for event in events:
                _log(folder, event, data, state)
                if _is_sound(event) and time.monotonic() - saved > _SAVE_EVERY:
                    checkpoint.save(describe(state, data), checkpoint_path(folder))
                    saved = time.monotonic()
                yield event
        finally:
            checkpoint.save(describe(state, data, with_latents=True), checkpoint_path(folder))
    except OSError as error:
        raise UserError(_refused(folder, error)) from None


def keep(folder: Path, state: TrainingState, data: DataSet, given: str) -> Path:
    """Save a training that was not recorded, as a run to open and to go on with.

    It has no metrics and no snapshots, as nobody wrote them on the way. A run that is there already
    is never overwritten: beside `vae` this one becomes `vae-2`, `vae-3` and so on.

    Returns:
        The checkpoint, in the folder that it went to.

    Raises:
        UserError: the folder cannot be written.
    """
    try:
        folder = _free(folder)
        _prepare(folder, state, given)
        checkpoint.save(describe(state, data, with_latents=True), checkpoint_path(folder))
    except OSError as error:
        raise UserError(_refused(folder, error)) from None
    return checkpoint_path(folder)


def _refused(folder: Path, error: OSError) -> str:
    return f"cannot write the run folder {folder}: {error.strerror or error}"


def _free(folder: Path) -> Path:
    names = itertools.chain([folder.name], (f"{folder.name}-{n}" for n in itertools.count(2)))
    return next(path for path in map(folder.with_name, names) if not _holds_run(path))


def _holds_run(folder: Path) -> bool:
    return (folder / CONFIG).exists() or checkpoint_path(folder).exists()


def _is_sound(event: Event) -> bool:
    """Only with a report are the weights known to be finite."""
    return isinstance(event, Step) and event.report is not None


def _prepare(folder: Path, state: TrainingState, given: str) -> None:
    (folder / SNAPSHOTS).mkdir(parents=True, exist_ok=True)
    config = RunConfig.of(state, given).model_dump_json(indent=1)
    atomic_write(folder / CONFIG, config.encode())
    _cut_metrics(folder / METRICS, state.step)


def _cut_metrics(path: Path, step: int) -> None:
    """Drop the lines of steps that a killed run had made after its last checkpoint."""
    if not path.exists():
        return
    lines = path.read_bytes().splitlines(keepends=True)
    atomic_write(path, b"".join(line for line in lines if 0 <= _step_of(line) <= step))


def _step_of(line: bytes) -> int:
    try:
        return int(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return -1  # the last line of a run that was killed while writing it


def _log(folder: Path, event: Event, data: DataSet, state: TrainingState) -> None:
    match event:
        case Step(number=number, seen=seen, report=report) if report is not None:
            line = {"step": number, "seen": seen, "lr": report.lr, **report.terms}
            with (folder / METRICS).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        case Snapshot(step=step, weights=weights):
            said = header(state, data).model_copy(update={"step": step})
            path = folder / SNAPSHOTS / f"{step:09d}.safetensors"
            checkpoint.save(Checkpoint(said, weights), path)
