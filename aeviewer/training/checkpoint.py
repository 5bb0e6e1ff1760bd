"""Checkpoints: one self-describing safetensors file for a model, its training and its latents."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.training.header import Header, check_file, peek
from aeviewer.zoo.registry import Model, find

_WEIGHTS, _TRAINING, _LATENTS = "weights.", "training.", "latents."
_LARGEST = 2_000_000_000  # bytes of weights that a knob may ask for


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint in memory.

    Attributes:
        header: what it says of itself.
        weights: parameters and buffers, by name.
        training: optimisers' moments and random states, by name; empty for shipped weights.
        latents: `mean`, `std` (N, D) and `labels` (N,) of the test images, where known.
    """

    header: Header
    weights: Mapping[str, Tensor]
    training: Mapping[str, Tensor] = field(default_factory=dict)
    latents: Mapping[str, Tensor] = field(default_factory=dict)


def save(checkpoint: Checkpoint, path: Path) -> None:
    """Write a checkpoint; the file at path is the old one or the whole new one.

    Raises:
        OSError: it could not be written.
    """
    named = {
        **{_WEIGHTS + name: value for name, value in checkpoint.weights.items()},
        **{_TRAINING + name: value for name, value in checkpoint.training.items()},
        **{_LATENTS + name: value for name, value in checkpoint.latents.items()},
    }
    plain = {name: value.detach().cpu().contiguous() for name, value in named.items()}
    metadata = {"aeviewer": checkpoint.header.model_dump_json()}
    atomic_write(path, safetensors.torch.save(plain, metadata))


def load(path: Path) -> Checkpoint:
    """Read a checkpoint whole.

    Raises:
        UserError: it is missing, damaged, of another kind or too new.
    """
    header, _ = peek(path)
    check_file(path)
    try:
        named = safetensors.torch.load(path.read_bytes())
    except (SafetensorError, OSError) as error:
        raise UserError(f"{path} is not a readable checkpoint: {error}") from None
    return Checkpoint(header, *(_part(named, prefix) for prefix in (_WEIGHTS, _TRAINING, _LATENTS)))


def build(checkpoint: Checkpoint, origin: str, device: torch.device | None = None) -> Model:
    """Make the model that a checkpoint holds, in evaluation mode.

    Raises:
        UserError: the model is unknown here, its knobs are out of bounds, or the weights are not
            finite or not those of such a model.
    """
    header = checkpoint.header
    entry = find(header.variant)
    config = entry.configure(header.knobs)
    _check_weights(checkpoint.weights, origin)
    with torch.device("meta"):
        skeleton = entry.model(header.image_shape, config)
    check_fit(checkpoint, skeleton, origin)
    model = entry.build(header.image_shape, config)
    model.load_state_dict({name: value.float() for name, value in checkpoint.weights.items()})
    return model.to(device or torch.device("cpu")).eval()


def _part(named: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): value for name, value in named.items() if name.startswith(prefix)
    }


def _check_weights(weights: Mapping[str, Tensor], origin: str) -> None:
    for name, value in weights.items():
        if value.is_floating_point() and not torch.isfinite(value).all():
            raise UserError(f"{origin} contains NaN or infinity in {name}: it cannot be shown")


def check_fit(checkpoint: Checkpoint, model: Model, origin: str) -> None:
    """Refuse weights that are not those of the model, which may lie on the meta device.

    Raises:
        UserError: weights are missing, unknown, of another shape or beyond the bound.
    """
    wanted, found = model.state_dict(), checkpoint.weights
    size = sum(math.prod(value.shape) * 4 for value in wanted.values())
    faults = [f"{name} is missing" for name in wanted if name not in found]
    faults += [f"{name} is unknown" for name in found if name not in wanted]
    faults += [
        f"{name} is {tuple(found[name].shape)} instead of {tuple(value.shape)}"
        for name, value in wanted.items()
        if name in found and found[name].shape != value.shape
    ]
    if faults:
        raise UserError(f"{origin} does not fit its own header: {'; '.join(faults[:3])}")
    if size > _LARGEST:
        raise UserError(f"{origin} needs {size:,} bytes of weights; the bound is {_LARGEST:,}")
