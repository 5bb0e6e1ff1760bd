"""`aeviewer evaluate`: a model's figures on test images."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from aeviewer.commands.aims import COLUMNS, cells, held, plain
from aeviewer.commands.data import absolute
from aeviewer.commands.figures import figure
from aeviewer.commands.machine import Machine
from aeviewer.commands.printing import print_figures, print_json, print_table, remark, spelt
from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data, sources
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.bundled import resolve
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.header import Header
from aeviewer.training.metrics.encoding import DRAWS
from aeviewer.training.metrics.evaluate import evaluate as measure
from aeviewer.training.plan import Plan
from aeviewer.training.run import config_of
from aeviewer.training.state import check_shape
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.target import Target, Verdict

_MOST_DRAWS = 10_000


@dataclass(frozen=True)
class Examined:
    """What came out, and of what.

    Attributes:
        variant: of the model.
        data: name of the data set.
        images: number of the test images.
        latent: number of dimensions.
        normal: the classes that counted as normal, if not all.
        figures: by key.
        verdicts: on those that have a target, of a model on its own data.
    """

    variant: str
    data: str
    images: int
    latent: int
    normal: tuple[int, ...]
    figures: Mapping[str, float]
    verdicts: tuple[Verdict, ...] = ()


def evaluate(
    text: str,
    data: str | None,
    device: str,
    normal: str | None = None,
    draws: int = DRAWS,
    *,
    as_json: bool,
) -> int:
    """Measure a checkpoint, run folder or bundled model on its own data, or on that of this name.

    Raises:
        UserError: the checkpoint, the data, the device or a number is not as it must be.
    """
    found = examine(text, data, device, normal, draws)
    summary = {
        "variant": found.variant,
        "data": found.data,
        "images": found.images,
        "latent": found.latent,
        **({"normal": found.normal} if found.normal else {}),
    }
    if as_json:
        told = [plain(verdict) for verdict in found.verdicts]
        print_json({**summary, **found.figures, **({"targets": told} if told else {})})
    else:
        images = "1 test image" if found.images == 1 else f"{found.images:,} test images"
        title = f"{found.variant}, {found.latent}-D, on {images} of {found.data}"
        print_figures(title + _among(found.normal), found.figures)
        _print_targets(found.verdicts)
    return 0


def _print_targets(verdicts: tuple[Verdict, ...]) -> None:
    """Write what the model is held to, if it is."""
    if verdicts:
        rows = [cells(verdict, _label(verdict.target)) for verdict in verdicts]
        print_table("What such a model is held to", COLUMNS, rows)


def _label(target: Target) -> str:
    return " / ".join(figure(key).label for key in (target.figure, target.over) if key)


def examine(
    text: str, data: str | None, device: str, normal: str | None = None, draws: int = DRAWS
) -> Examined:
    """Load a model and its data, and measure; normal are class numbers, None for the model's own.

    Raises:
        UserError: the checkpoint, the data, the device or a number is not as it must be.
    """
    if not 1 <= draws <= _MOST_DRAWS:
        raise UserError(f"draws is {draws}; it must lie in [1, {_MOST_DRAWS}]")
    path = resolve(text)
    loaded = checkpoint.load(path)
    known = _normal(loaded.header.plan.get("normal", ()))
    chosen = known if normal is None else _normal(normal)
    model = checkpoint.build(loaded, str(path), Machine(device).settle())
    if normal and not isinstance(model, Autoencoder):
        raise UserError(
            f"{text} is a {loaded.header.variant}, which has no encoder: it cannot rebuild images, "
            "and so cannot find anomalies; leave out --normal"
        )
    images = open_data(absolute(data) if data else _own_data(path, loaded.header))
    check_shape(images.test.shape, loaded.header.image_shape)
    if not data:
        _check_labels(path, loaded, images)
    figures = measure(model, images, normal=chosen, draws=draws)
    _warn(text, loaded.header, known, chosen)
    latent = math.prod(model.latent_shape)
    own = loaded.header.data == images.name and not chosen
    return Examined(
        loaded.header.variant,
        images.name,
        len(images.test),
        latent,
        chosen,
        figures,
        held(loaded.header, figures) if own else (),
    )


def _normal(value: object) -> tuple[int, ...]:
    return Plan.make("plan", {"normal": value}).normal


def _among(normal: tuple[int, ...]) -> str:
    return f", of which those of class {spelt(normal)} are normal" if normal else ""


def _warn(text: str, header: Header, known: tuple[int, ...], normal: tuple[int, ...]) -> None:
    """Say so, where a model was trained on other classes than those that count as normal."""
    if set(known) == set(normal):
        return
    if not normal:
        remark(f"{text} was trained on images of class {spelt(known)} alone")
        return
    classes = f"class {spelt(known)}" if known else "all classes"
    strange = (
        "the anomalies are known to it"
        if set(known) - set(normal) or not known
        else "part of what is normal is new to it"
    )
    remark(
        f"{text} was trained on images of {classes}: {strange}; train one that fits with "
        f"`aeviewer train {header.variant} --data {header.data} --normal {spelt(normal)} --out RUN`"
    )


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
    if kept is not None and (labels is None or not torch.equal(kept, labels[: len(kept)].to(kept))):
        raise UserError(
            f"the {found.name} found here is not what {path} was trained on: the labels of the "
            f"test images differ; say with --data which to take"
        )
