"""The shelf: checkpoints become subjects, on a worker's thread."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from aeviewer.app.requests import placed
from aeviewer.app.subject import Subject
from aeviewer.app.trainer import Training
from aeviewer.data.images import Images
from aeviewer.data.sources import at_hand, open_data, sources
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.header import Header
from aeviewer.training.run import header, read_config
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import find

_LIVE_SAMPLES = 5000  # placed anew several times a second while a training runs


@dataclass(frozen=True)
class Opened:
    """A checkpoint ready to be shown."""

    subject: Subject
    header: Header


def open_checkpoint(path: Path) -> Opened:
    """Read a checkpoint and, where they are at hand, the images it was judged on.

    Raises:
        UserError: the file is missing, damaged or of another kind.
    """
    found = checkpoint.load(path)
    model = checkpoint.build(found, str(path))
    images = _images(found, path)
    shipped = found.latents.get("mean")
    if images is not None and shipped is not None and len(shipped) != len(images):
        shipped = None
    labels = images.labels if images is not None else found.latents.get("labels")
    header = found.header
    subject = Subject(
        title=_title(header.variant, header.data),
        twins=Twins(model),
        classes=header.classes,
        labels=None if labels is None else labels.numpy().astype(np.int64),
        placed=None if shipped is None else placed(shipped.float()),
        images=images,
    )
    return Opened(subject, found.header)


def live(training: Training) -> Subject:
    """Make the subject of a training: the first test images, placed as soon as weights come."""
    title = f"{_title(training.state.variant, training.data.name)} · in training"
    return _with_images(title, training, training.data.test.first(_LIVE_SAMPLES))


def finished(training: Training) -> Subject:
    """Make the subject of a training that has ended, with all test images."""
    title = _title(training.state.variant, training.data.name)
    return _with_images(title, training, training.data.test)


def as_checkpoint(subject: Subject, header: Header) -> Checkpoint:
    """Make a checkpoint of what is on show: its newest weights, and where its samples are."""
    with subject.twins.reading() as (model, step):
        weights = {name: value.clone() for name, value in model.state_dict().items()}
    latents = {} if subject.placed is None else {"mean": subject.placed.latents}
    if subject.placed is not None and subject.labels is not None:
        latents["labels"] = torch.from_numpy(subject.labels)
    newest = header.model_copy(update={"step": step or header.step, "figures": {}})
    return Checkpoint(newest, weights, {}, latents)


def save(found: Checkpoint, path: Path) -> None:
    """Write a checkpoint where a person chose.

    Raises:
        UserError: it cannot be written there.
    """
    try:
        checkpoint.save(found, path)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}; choose another place") from None


def header_of(training: Training) -> Header:
    """Describe a training's model as it is now, without a look at what its thread works on."""
    return header(training.state, training.data)


def _title(variant: str, data: str) -> str:
    known = sources()
    return f"{find(variant).title} · {known[data].title if data in known else data}"


def _with_images(title: str, training: Training, images: Images) -> Subject:
    return Subject(
        title=title,
        twins=training.twins,
        classes=images.classes,
        labels=None if images.labels is None else images.labels.numpy(),
        placed=None,
        images=images,
    )


def _images(found: Checkpoint, path: Path) -> Images | None:
    """Open the test images a checkpoint names; a bundled one is shown without, too."""
    with contextlib.suppress(UserError):
        return _fitting(open_data(read_config(path.parent).data).test, found)
    if found.header.data in sources() and at_hand(found.header.data):
        with contextlib.suppress(UserError):
            return _fitting(open_data(found.header.data).test, found)
    return None


def _fitting(images: Images, found: Checkpoint) -> Images | None:
    return images if images.shape == found.header.image_shape else None
