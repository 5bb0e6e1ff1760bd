"""`aeviewer evaluate`: a model's figures on test images."""

import math
from pathlib import Path

import torch

from aeviewer.commands.data import absolute
from aeviewer.commands.machine import Machine
from aeviewer.commands.printing import print_figures, print_json
from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data, sources
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.bundled import resolve
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.header import Header
from aeviewer.training.metrics.evaluate import evaluate as measure
from aeviewer.training.run import config_of
from aeviewer.training.state import check_shape


def evaluate(text: str, data: str | None, device: str, *, as_json: bool) -> int:
    """Measure a checkpoint, run folder or bundled model on its own data, or on that of this name.

    Raises:
        UserError: the checkpoint, the data or the device is not as it must be.
    """
    path = resolve(text)
    loaded = checkpoint.load(path)
    model = checkpoint.build(loaded, str(path), Machine(device).settle())
    images = open_data(absolute(data) if data else _own_data(path, loaded.header))
    check_shape(images.test.shape, loaded.header.image_shape)
    if not data:
        _check_labels(path, loaded, images)
    figures = measure(model, images)
    summary = {
        "variant": loaded.header.variant,
        "data": images.name,
        "images": len(images.test),
        "latent": math.prod(model.latent_shape),
    }
    if as_json:
        print_json(summary | figures)
    else:
        title = "{variant}, {latent}-D, on {images:,} test images of {data}"
        print_figures(title.format(**summary), figures)
    return 0


def _own_data(path: Path, header: Header) -> str:
    """Find what a checkpoint was trained on: its run folder knows the path, it knows the name.

    Raises:
        UserError: it was a folder, and it is not known which.
    """
    if (config := config_of(path)) is not None:
        return config.data
    if header.data not in sources():
        raise UserError(f"{path} was trained on {header.data!r}; say with --data where that is")
    return header.data


def _check_labels(path: Path, loaded: Checkpoint, found: DataSet) -> None:
    """Tell data that has but the name, or the place, of what a model was trained on.

    Raises:
        UserError: the test images' labels are not those that the checkpoint holds.
    """
    kept, labels = loaded.latents.get("labels"), found.test.labels
    if kept is not None and (labels is None or not torch.equal(kept, labels.to(kept))):
        raise UserError(
            f"the {found.name} found here is not what {path} was trained on: the labels of the "
            f"test images differ; say with --data which to take"
        )
