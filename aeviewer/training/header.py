"""The header of a checkpoint: all that is known of it before a single weight is read. No torch."""

import json
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError, safe_open

import aeviewer
from aeviewer.errors import UserError

FORMAT = 1
_LONGEST_HEADER = 100_000_000  # the bound of the safetensors format
_LOOKS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a zip archive or a PyTorch pickle; only .safetensors are opened"),
    (b"\x80\x02", "a pickle; only .safetensors are opened"),
    (b"<!DOC", "a web page"),
    (b"<html", "a web page"),
    (b"version https://git-lfs", "a Git LFS pointer; fetch the file itself"),
)

_Side = Annotated[int, Field(ge=1, le=16_384)]


class Header(BaseModel):
    """What a checkpoint says of itself, as JSON in the file's metadata.

    Attributes:
        format: version of this layout.
        made_by: version of the program.
        variant: name in the zoo.
        knobs: the model's hyper-parameters.
        image_shape: (C, H, W).
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
    data: Annotated[str, Field(max_length=256)]
    classes: tuple[str, ...] = ()
    plan: dict[str, Any] = {}
    step: int = 0
    total: int = 0
    figures: dict[str, float] = {}
    recipe: str = ""


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
    check_file(path)
    try:
        with safe_open(path, "numpy") as file:
            header = read_header(path, file.metadata() or {})
            names = list(file.keys())
            found = {name: file.get_tensor(name) for name in names if name.startswith("latents.")}
    except SafetensorError as error:
        raise UserError(f"{path} is not a readable checkpoint: {error}") from None
    return header, _latents(found)


def check_file(path: Path) -> None:
    """Tell a checkpoint from what it is taken for, by its size and its first bytes.

    Raises:
        UserError: it is missing, empty, cut off or something else.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(32)
    except OSError as error:
        raise UserError(
            f"cannot open {path}: {(error.strerror or 'not readable').lower()}"
        ) from None
    if not size:
        raise UserError(f"{path} is empty")
    for magic, kind in _LOOKS:
        if start.startswith(magic):
            raise UserError(f"{path} is no checkpoint: it looks like {kind}")
    if size < 8:
        raise UserError(f"{path} is incomplete: {size} bytes; copy or download it again")
    length = int.from_bytes(start[:8], "little")
    if not 0 < length <= _LONGEST_HEADER or start[8:9] != b"{":
        raise UserError(f"{path} is no checkpoint: it is not a safetensors file")
    if size < 8 + length:
        raise UserError(
            f"{path} is incomplete: {size:,} of at least {8 + length:,} bytes; "
            "copy or download it again"
        )
    _check_length(path, size, length)


def _check_length(path: Path, size: int, length: int) -> None:
    try:
        with path.open("rb") as file:
            file.seek(8)
            entries = json.loads(file.read(length))
        ends = [
            entry["data_offsets"][1] for name, entry in entries.items() if name != "__metadata__"
        ]
    except (ValueError, RecursionError, TypeError, KeyError, IndexError, AttributeError):
        raise UserError(f"{path} is no checkpoint: its header is damaged") from None
    wanted = 8 + length + max((end for end in ends if isinstance(end, int)), default=0)
    if size < wanted:
        raise UserError(
            f"{path} is incomplete: {size:,} of {wanted:,} bytes; copy or download it again"
        )


def read_header(path: Path, metadata: dict[str, str]) -> Header:
    """Check the metadata of a safetensors file and read the header from it.

    Raises:
        UserError: it is not one of ours, or of a newer version of the program.
    """
    if "aeviewer" not in metadata:
        raise UserError(f"{path} is a safetensors file, but not a checkpoint of aeviewer")
    try:
        header = Header.model_validate_json(metadata["aeviewer"])
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "header"
        raise UserError(f"{path} is damaged: its {place} is not valid ({fault['msg']})") from None
    if header.format > FORMAT:
        raise UserError(
            f"{path} was made by aeviewer {header.made_by}, in format {header.format}; this one "
            f"reads up to format {FORMAT}: update aeviewer"
        )
    return header


def _latents(found: dict[str, NDArray[Any]]) -> Latents | None:
    if "latents.mean" not in found:
        return None
    std, labels = found.get("latents.std"), found.get("latents.labels")
    return Latents(
        mean=found["latents.mean"].astype(np.float32),
        std=None if std is None else std.astype(np.float32),
        labels=None if labels is None else labels.astype(np.int64),
    )
