"""Checkpoints: one self-describing safetensors file for a model, its training and its latents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.training.header import Header, read_header, unreadable
from aeviewer.zoo.registry import Model, find

_WEIGHTS, _TRAINING, _LATENTS = "weights.", "training.", "latents."


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
    header = read_header(path)
    try:
        named = safetensors.torch.load(path.read_bytes())
    except (SafetensorError, OSError, MemoryError, KeyError) as error:  # KeyError: unknown numbers
        raise UserError(unreadable(path, error)) from None
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
    check_fit(checkpoint, entry.outline(header.image_shape, config), origin)
    model = entry.build(header.image_shape, config)
    fill(model, checkpoint, origin)
    return model.to(device or torch.device("cpu")).eval()


def fill(model: Model, checkpoint: Checkpoint, origin: str) -> None:
    """Put a checkpoint's weights into a model.

    Raises:
        UserError: they are not finite, or not those of such a model; the model is as it was.
    """
    check_fit(checkpoint, model, origin)
    for name, value in checkpoint.weights.items():
        if not torch.isfinite(value.float()).all():
            raise UserError(f"{origin} contains NaN or infinity in {name}: it cannot be shown")
    model.load_state_dict(dict(checkpoint.weights))


def check_fit(checkpoint: Checkpoint, model: Model, origin: str) -> None:
    """Refuse weights that are not those of the model, which may lie on the meta device.

    Raises:
        UserError: weights are missing, unknown or of another shape; names the first three.
    """
    wanted, found = model.state_dict(), checkpoint.weights
    faults = [f"{name} is missing" for name in wanted if name not in found]
    faults += [f"{name} is unknown" for name in found if name not in wanted]
    faults += [
        f"{name} is {_described(found[name])} instead of {_described(value)}"
        for name, value in wanted.items()
        if name in found and _kind(found[name]) != _kind(value)
    ]
    if faults:
        more = f" and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise UserError(f"{origin} does not fit its own header: {'; '.join(faults[:3])}{more}")


def _kind(value: Tensor) -> tuple[tuple[int, ...], bool]:
    return tuple(value.shape), value.is_floating_point()


def _described(value: Tensor) -> str:
    return f"{tuple(value.shape)}{'' if value.is_floating_point() else f' of {value.dtype}'}"


def _part(named: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): value for name, value in named.items() if name.startswith(prefix)
    }
