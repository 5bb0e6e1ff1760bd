"""The run folder: all that one training leaves on disk, complete at every moment.

config.json               what was asked for
metrics.jsonl             one line a report
checkpoint.safetensors    the newest weights with the training's state, replaced atomically
snapshots/000123.safetensors   log-spaced weights, for looking back
"""

import contextlib
import copy
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aeviewer.data.images import DataSet
from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.training import checkpoint
from aeviewer.training.bundled import CHECKPOINT, CONFIG
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.events import Event, Snapshot, Step
from aeviewer.training.header import Header
from aeviewer.training.history import History
from aeviewer.training.metrics.encoding import latents
from aeviewer.training.plan import Plan
from aeviewer.training.state import TrainingState, begin, check_shape, restore, tensors
from aeviewer.zoo.registry import Model, find

_SAVE_EVERY = 10.0  # seconds of training that a power cut may cost
_SNAPSHOTS = "snapshots"

METRICS = "metrics.jsonl"
"""The file in a run folder that holds what it reported."""


class RunConfig(BaseModel):
    """What was asked for, enough to go on after a power cut.

    Attributes:
        variant: name in the zoo.
        knobs: the model's hyper-parameters.
        plan: the training's, precision settled.
        data: name or path of the data set, as it was given.
    """

    model_config = ConfigDict(frozen=True)

    variant: str
    knobs: dict[str, Any]
    plan: dict[str, Any]
    data: Annotated[str, Field(max_length=4096)]

    @classmethod
    def of(cls, state: TrainingState, data: str) -> Self:
        """Describe a training on the data of that name or path."""
        return cls(
            variant=state.variant,
            knobs=state.model.config.model_dump(),
            plan=state.plan.model_dump(),
            data=data,
        )


def read_config(folder: Path) -> RunConfig:
    """Read what a run was asked to do.

    Raises:
        UserError: the folder is no run, or its config is damaged.
    """
    path = folder / CONFIG
    try:
        return RunConfig.model_validate_json(path.read_bytes())
    except OSError:
        raise UserError(f"{folder} is not a run: it holds no {CONFIG}") from None
    except ValidationError as error:
        raise UserError(f"{path} is damaged: {error.errors()[0]['msg'].lower()}") from None


def config_of(path: Path) -> RunConfig | None:
    """Read what the run of a checkpoint or of a snapshot was asked to do; None if it is of no run.

    Raises:
        UserError: the run's config is damaged.
    """
    folder = home_of(path)
    return read_config(folder) if (folder / CONFIG).exists() else None


def home_of(path: Path) -> Path:
    """The folder of the run that a checkpoint, or a snapshot, would be of."""
    place = path.resolve().parent
    return place.parent if place.name == _SNAPSHOTS else place


def resume(folder: Path, data: DataSet, device: Any) -> TrainingState:
    """Take a run up where its checkpoint is; a run killed before its first one starts anew.

    Raises:
        UserError: the folder is no run, or its checkpoint is damaged.
    """
    config = read_config(folder)
    knobs = find(config.variant).configure(config.knobs)
    plan = Plan.make("plan", config.plan)
    state = begin(config.variant, knobs, plan, data.train.shape, device)
    path = checkpoint_path(folder)
    if path.exists():
        saved = checkpoint.load(path)
        check_shape(data.train.shape, saved.header.image_shape)
        checkpoint.fill(state.model, saved, str(path))
        restore(state, saved.training, saved.header.step)
    return state


def recall(path: Path, model: Model, header: Header, images: int) -> History | None:
    """Read what a run's checkpoint was like on the way, from the snapshots beside it.

    Args:
        path: of the checkpoint; one that is of no run, or is a snapshot itself, has no history.
        model: the checkpoint's.
        header: the checkpoint's.
        images: how many it was trained on, for the length of an epoch.

    Returns:
        The snapshots that are sound and fit, and the model itself; None without any.
    """
    found = sorted((path.resolve().parent / _SNAPSHOTS).glob("*.safetensors"))
    if path.name != CHECKPOINT or not found:
        return None
    plan = Plan.make("plan", dict(header.plan))
    history, past = History(plan.steps_per_epoch(images), header.total), copy.deepcopy(model)
    for snapshot in found:
        with contextlib.suppress(UserError):
            saved = checkpoint.load(snapshot)
            if saved.header.step < header.step:
                checkpoint.fill(past, saved, str(snapshot))
                history.keep(past, saved.header.step)
    history.keep(model, header.step)
    return history


def checkpoint_path(folder: Path) -> Path:
    """Where a run keeps its newest weights."""
    return folder / CHECKPOINT


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
        raise UserError(
            f"cannot write the run folder {folder}: {error.strerror or error}"
        ) from None


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
        raise UserError(
            f"cannot write the run folder {folder}: {error.strerror or error}"
        ) from None
    return checkpoint_path(folder)


def _free(folder: Path) -> Path:
    names = itertools.chain([folder.name], (f"{folder.name}-{n}" for n in itertools.count(2)))
    return next(path for path in map(folder.with_name, names) if not _holds_run(path))


def _holds_run(folder: Path) -> bool:
    return (folder / CONFIG).exists() or checkpoint_path(folder).exists()


def _is_sound(event: Event) -> bool:
    """Only with a report are the weights known to be finite."""
    return isinstance(event, Step) and event.report is not None


def describe(state: TrainingState, data: DataSet, with_latents: bool = False) -> Checkpoint:
    """Make the checkpoint of a training as it stands."""
    found = latents(state.model, data.test) if with_latents else {}
    return Checkpoint(header(state, data), state.model.state_dict(), tensors(state), found)


def header(state: TrainingState, data: DataSet) -> Header:
    """Say of a training what its checkpoint says of itself."""
    return Header(
        variant=state.variant,
        knobs=state.model.config.model_dump(),
        image_shape=state.model.image_shape,
        latent_shape=state.model.latent_shape,
        data=data.name,
        classes=data.test.classes,
        plan=state.plan.model_dump(),
        step=state.step,
        total=state.total(state.plan.count(data.train)),
    )


def _prepare(folder: Path, state: TrainingState, given: str) -> None:
    (folder / _SNAPSHOTS).mkdir(parents=True, exist_ok=True)
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
            path = folder / _SNAPSHOTS / f"{step:09d}.safetensors"
            checkpoint.save(Checkpoint(said, weights), path)
