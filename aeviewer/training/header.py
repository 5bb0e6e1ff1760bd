"""The header of a checkpoint: all that is known of it before a single weight is read. No torch."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError, safe_open

import aeviewer
from aeviewer.errors import UserError
from aeviewer.training.table import read_table

FORMAT = 1
_Side = Annotated[int, Field(ge=1, le=16_384)]


class Header(BaseModel):
    """What a checkpoint says of itself, as JSON in the file's metadata.

    Attributes:
        format: version of this layout.
        made_by: version of the program.
        variant: name in the zoo.
        knobs: the model's hyper-parameters.
        image_shape: (C, H, W).
        latent_shape: of one latent; empty in files of before it was written.
        data: name of the data set it was trained on.
        classes: names of the classes.
        plan: the training's knobs.
        step: steps done.
        total: steps planned.
        figures: what `evaluate` measured.
        recipe: the command that makes this file again.
    """

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    made_by: str = aeviewer.__version__
    variant: Annotated[str, Field(max_length=64)]
    knobs: dict[str, Any]
    image_shape: tuple[Annotated[int, Field(ge=1, le=64)], _Side, _Side]
    latent_shape: tuple[_Side, ...] = ()
    data: Annotated[str, Field(max_length=256)]
    classes: tuple[str, ...] = ()
    plan: dict[str, Any] = {}
    step: Annotated[int, Field(ge=0)] = 0
    total: Annotated[int, Field(ge=0)] = 0
    figures: dict[str, float] = {}
    recipe: str = ""


class _Version(BaseModel):
    format: int = FORMAT
    made_by: Annotated[str, Field(max_length=64)] = "?"


class Latents(BaseModel):
    """Where a model puts the test images, so that a map can be drawn without them.

    Attributes:
        mean: (N, D) float32, the posterior's mean, latents flattened.
        std: (N, D) float32, or None for a deterministic encoder.
        labels: (N,) int64, or None.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    mean: NDArray[np.float32]
    std: NDArray[np.float32] | None = None
    labels: NDArray[np.int64] | None = None


def peek(path: Path) -> tuple[Header, Latents | None]:
    """Read the header and the latents of a checkpoint, without torch.

    Raises:
        UserError: the file is missing, cut off, of another kind or too new.
    """
    header = read_header(path)
    try:
        with safe_open(path, "numpy") as file:
            names = [name for name in file.keys() if name.startswith("latents.")]  # noqa: SIM118 (no dict)
            found = {name: file.get_tensor(name) for name in names}
    except (SafetensorError, TypeError, OSError) as error:  # TypeError: numbers unknown to numpy
        raise UserError(unreadable(path, error)) from None
    return header, _latents(path, found)


def unreadable(path: Path, error: Exception) -> str:
    """Say why a file whose header is well is no checkpoint all the same."""
    reason = str(error) or type(error).__name__
    return f"{path} is not a readable checkpoint: {reason.splitlines()[0][:200]}"


def read_header(path: Path) -> Header:
    """Read what a checkpoint says of itself, and tell it from what it is taken for.

    Raises:
        UserError: the file is missing, empty, cut off, something else or too new.
    """
    return _header(path, read_table(path).get("__metadata__"))


def _header(path: Path, metadata: object) -> Header:
    text = metadata.get("aeviewer") if isinstance(metadata, dict) else None
    if not isinstance(text, str):
        raise UserError(f"{path} is a safetensors file, but not a checkpoint of aeviewer")
    try:
        version = _Version.model_validate_json(text)
        if version.format > FORMAT:  # before the rest, which such a file may have otherwise
            raise UserError(
                f"{path} was made by aeviewer {version.made_by}, in format {version.format}; this "
                f"one reads up to format {FORMAT}: update aeviewer"
            )
        return Header.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "header"
        raise UserError(f"{path} is damaged: its {place} is not valid ({fault['msg']})") from None


def _latents(path: Path, found: Mapping[str, NDArray[Any]]) -> Latents | None:
    if "latents.mean" not in found:
        return None
    mean, std, labels = (found.get(f"latents.{name}") for name in ("mean", "std", "labels"))
    assert mean is not None
    if (
        mean.ndim != 2
        or (std is not None and std.shape != mean.shape)
        or (labels is not None and labels.shape != mean.shape[:1])
    ):
        raise UserError(f"{path} is damaged: its latents do not fit together")
    return Latents(
        mean=mean.astype(np.float32),
        std=None if std is None else std.astype(np.float32),
        labels=None if labels is None else labels.astype(np.int64),
    )
