"""The shelf: checkpoints become subjects, on a worker's thread."""

import contextlib
import copy
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from aeviewer.app.models.placed import Placed, unplaced
from aeviewer.app.models.resident import open_resident
from aeviewer.app.models.subject import Subject
from aeviewer.app.trainings.trainer import Training
from aeviewer.data.images import DataSet, Images
from aeviewer.data.sources import at_hand, sources, title_of
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.header import Header
from aeviewer.training.history import History
from aeviewer.training.metrics.encoding import latents
from aeviewer.training.plan import Plan
from aeviewer.training.reports import Reported, read_reports
from aeviewer.training.run import config_of, header, recall
from aeviewer.training.twins import Twins
from aeviewer.words import _
from aeviewer.zoo.registry import Model, find

_LIVE_SAMPLES = 5000  # placed anew several times a second while a training runs


@dataclass(frozen=True)
class Opened:
    """A checkpoint ready to be shown.

    Attributes:
        subject: the model.
        header: what the file says of itself.
        data: name or folder of the data it was trained on, as it was given.
        reports: what its run wrote down of the loss; empty where it is of no run.
    """

    subject: Subject
    header: Header
    data: str
    reports: tuple[Reported, ...] = ()


def open_checkpoint(path: Path) -> Opened:
    """Read a checkpoint and, where they are at hand, the images it was judged on.

    Raises:
        UserError: the file is missing, damaged or of another kind.
    """
    found = checkpoint.load(path)
    model = checkpoint.build(found, str(path))
    given = _given(path)
    data = _data(found, given)
    images = None if data is None else data.test
    shipped = found.latents.get("mean")
    if images is not None and shipped is not None and len(shipped) != len(images):
        shipped = None
    labels = images.labels if images is not None else found.latents.get("labels")
    header = found.header
    subject = Subject(
        title=_title(header.variant, header.data),
        twins=Twins(model, header.step),
        classes=header.classes,
        labels=None if labels is None else labels.numpy().astype(np.int64),
        placed=_placed(shipped, found.latents.get("std"), images, model),
        images=images,
        data=header.data,
        learned=None if data is None else data.train,
        normal=_normal(header),
        history=None if data is None else _past(path, model, header, data),
        figures=header.figures,
    )
    return Opened(subject, header, given or header.data, _reports(path, header))


def _reports(path: Path, header: Header) -> tuple[Reported, ...]:
    """Read the loss of a run; a model can be looked at without it."""
    with contextlib.suppress(UserError):
        return read_reports(path, header.step)
    return ()


def _past(path: Path, model: Model, header: Header, data: DataSet) -> History | None:
    """What the model of a run was on the way; only with images can its map follow."""
    with contextlib.suppress(UserError):
        plan = Plan.make("plan", dict(header.plan))
        return recall(path, model, header, plan.count(data.train))
    return None


def _normal(header: Header) -> frozenset[int]:
    """The classes that a checkpoint was trained on alone; empty for all, or where it is unclear."""
    with contextlib.suppress(UserError):
        return frozenset(Plan.make("plan", {"normal": header.plan.get("normal", ())}).normal)
    return frozenset()


def _placed(
    shipped: Tensor | None, stds: Tensor | None, images: Images | None, model: Model
) -> Placed | None:
    """Chart the latents a checkpoint brings; without any, and without images, an empty chart."""
    if shipped is not None:
        return Placed.of(shipped.float(), stds=None if stds is None else stds.float())
    return unplaced(model) if images is None else None


def live(training: Training) -> Subject:
    """Make the subject of a training: the first test images, placed as soon as weights come."""
    title = _("{variant} · in training").format(
        variant=_title(training.state.variant, training.data.name)
    )
    images = training.data.test.first(_LIVE_SAMPLES)
    return replace(_with_images(title, training, images), live=True)


def finished(training: Training) -> Subject:
    """Make the subject of a training that has ended, with all test images."""
    title = _title(training.state.variant, training.data.name)
    return _with_images(title, training, training.data.test)


def copied(subject: Subject) -> tuple[Model, int]:
    """Copy the newest weights on show, and say after how many steps they are."""
    with subject.twins.reading() as (model, step):
        return copy.deepcopy(model), step


def save(found: tuple[Model, int], subject: Subject, header: Header, path: Path) -> None:
    """Write a copy of a subject's model where a person chose, and where it puts the samples.

    Raises:
        UserError: it cannot be written there.
    """
    model, step = found
    newest = header.model_copy(update={"step": step, "figures": {}})
    where = _shipped(subject) if subject.images is None else latents(model, subject.images)
    try:
        checkpoint.save(Checkpoint(newest, model.state_dict(), {}, where), path)
    except OSError as error:
        raise UserError(
            _("cannot write {path}: {strerror}; choose another place").format(
                path=path, strerror=error.strerror
            )
        ) from None


def _shipped(subject: Subject) -> dict[str, Tensor]:
    """What a checkpoint that was opened without its images said of them."""
    if subject.placed is None:
        return {}
    labels = {} if subject.labels is None else {"labels": torch.from_numpy(subject.labels)}
    stds = {} if subject.placed.stds is None else {"std": subject.placed.stds}
    return {"mean": subject.placed.latents, **stds, **labels}


def header_of(training: Training) -> Header:
    """Describe a training's model as it is now, without a look at what its thread works on."""
    return header(training.state, training.data)


def _title(variant: str, data: str) -> str:
    return f"{find(variant).title} · {title_of(data)}"


def _with_images(title: str, training: Training, images: Images) -> Subject:
    return Subject(
        title=title,
        twins=training.twins,
        classes=images.classes,
        labels=None if images.labels is None else images.labels.numpy(),
        placed=None,
        images=images,
        data=training.data.name,
        learned=training.data.train,
        normal=frozenset(training.state.plan.normal),
        history=training.history,
    )


def _given(path: Path) -> str:
    """What the run of a checkpoint was told to train on; empty where it is of no run."""
    with contextlib.suppress(UserError):
        if (config := config_of(path)) is not None:
            return config.data
    return ""


def _data(found: Checkpoint, given: str) -> DataSet | None:
    """Open the run's data, or what the checkpoint names, where at hand and if it is that."""
    with contextlib.suppress(UserError):
        if given:
            return _fitting(open_resident(given), found)
    if found.header.data in sources() and at_hand(found.header.data):
        with contextlib.suppress(UserError):
            return _fitting(open_resident(found.header.data), found)
    return None


def _fitting(data: DataSet, found: Checkpoint) -> DataSet | None:
    """Take images for those a checkpoint was judged on by their shape and their labels."""
    images, labels = data.test, found.latents.get("labels")
    known = None if labels is None or images.labels is None else images.labels[: len(labels)]
    same = labels is None or known is None or torch.equal(labels, known)
    return data if same and images.shape == found.header.image_shape else None
