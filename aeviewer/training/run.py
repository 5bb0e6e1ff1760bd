"""The run folder: all that one training leaves on disk, complete at every moment.

config.json               what was asked for
metrics.jsonl             one line a report
checkpoint.safetensors    the newest weights with the training's state, replaced atomically
snapshots/000123.safetensors   log-spaced weights, for looking back
"""

import contextlib
import copy
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aeviewer.data.images import DataSet
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.bundled import CHECKPOINT, CONFIG
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.header import Header
from aeviewer.training.history import History
from aeviewer.training.metrics.encoding import latents
from aeviewer.training.plan import Plan
from aeviewer.training.state import TrainingState, begin, check_shape, restore, tensors
from aeviewer.zoo.registry import Model, find

METRICS, SNAPSHOTS = "metrics.jsonl", "snapshots"
"""The file in a run folder that holds what it reported; the folder of the weights on the way."""


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
    return place.parent if place.name == SNAPSHOTS else place


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
    found = sorted((path.resolve().parent / SNAPSHOTS).glob("*.safetensors"))
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
