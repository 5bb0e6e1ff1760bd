"""Everything that a training is at one moment: what a checkpoint must hold to go on from there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from aeviewer.errors import UserError
from aeviewer.training.plan import Plan
from aeviewer.zoo.capabilities import ClosedForm
from aeviewer.zoo.contract import Autoencoder, ImageShape, Objective
from aeviewer.zoo.knobs import Knobs
from aeviewer.zoo.registry import Model, find

Encoding = Autoencoder[Any]


@dataclass
class TrainingState:
    """A model in training.

    Attributes:
        variant: its name in the zoo.
        model: the live model, on the device it is trained on.
        plan: the training's knobs, precision settled.
        generator: the source of all noise, on the same device.
        objectives: what is optimised in turn, with its optimiser.
        step: steps done.
    """

    variant: str
    model: Model
    plan: Plan
    generator: torch.Generator
    objectives: list[tuple[Objective, torch.optim.Optimizer]] = field(default_factory=list)
    step: int = 0

    @property
    def device(self) -> torch.device:
        """Where the model lives."""
        return self.generator.device

    def total(self, images: int) -> int:
        """All steps of the training on so many images; a closed form takes one."""
        steps = self.plan.steps(images)
        return min(1, steps) if isinstance(self.model, ClosedForm) else steps


def check_shape(images: ImageShape, model: ImageShape) -> None:
    """Refuse images that are not those a model is for.

    Raises:
        UserError: their shapes (C, H, W) differ.
    """
    if images != tuple(model):
        raise UserError(
            f"the images are {_size_text(images)}, the model is for {_size_text(model)}; choose a "
            "fitting data set"
        )


def _size_text(shape: ImageShape) -> str:
    channels, height, width = shape
    return f"{height}x{width} with {channels} channel{'s' * (channels != 1)}"


def begin(
    variant: str, config: Knobs, plan: Plan, image_shape: ImageShape, device: torch.device
) -> TrainingState:
    """Make a fresh model for images (C, H, W), its optimisers and its generator, from the seed."""
    model = find(variant).build(image_shape, config, plan.seed).to(device)
    generator = torch.Generator(device).manual_seed(plan.seed)
    state = TrainingState(variant, model, plan, generator)
    state.objectives = [
        (objective, _optimizer(objective, plan)) for objective in model.objectives()
    ]
    return state


def _optimizer(objective: Objective, plan: Plan) -> torch.optim.Optimizer:
    return torch.optim.AdamW(
        objective.parameters, lr=plan.lr, betas=objective.betas, weight_decay=0.0, fused=True
    )


def tensors(state: TrainingState) -> dict[str, Tensor]:
    """Name all tensors beside the weights: optimisers' moments and the generator's state."""
    named = {"generator": state.generator.get_state()}
    for objective, optimizer in state.objectives:
        for number, parameter in enumerate(objective.parameters):
            for key, value in optimizer.state[parameter].items():
                named[f"optimizer.{objective.name}.{number}.{key}"] = value
    return named


def restore(state: TrainingState, saved: Mapping[str, Tensor], step: int) -> None:
    """Put what `tensors` named back into a state made by `begin`.

    On another kind of device the noise starts from the seed again.

    Raises:
        UserError: the checkpoint holds no training state to go on from, or one that does not fit.
    """
    if "generator" not in saved:
        raise UserError("this checkpoint holds weights only; train anew, or resume a run folder")
    if saved["generator"].shape == state.generator.get_state().shape:
        _set_generator(state.generator, saved["generator"])
    for objective, optimizer in state.objectives:
        entries = {
            number: _entries(saved, f"optimizer.{objective.name}.{number}.")
            for number in range(len(objective.parameters))
        }
        held = {number: entry for number, entry in entries.items() if entry}
        for number, entry in held.items():
            _check_entry(f"{objective.name}.{number}", entry, objective.parameters[number])
        optimizer.load_state_dict({**optimizer.state_dict(), "state": held})
    state.step = step


def _set_generator(generator: torch.Generator, value: Tensor) -> None:
    try:
        generator.set_state(value)
    except (RuntimeError, TypeError):
        raise UserError("the training state is damaged: its generator's; train anew") from None


def _check_entry(name: str, entry: Mapping[str, Tensor], parameter: Tensor) -> None:
    for key, value in entry.items():
        if value.ndim and value.shape != parameter.shape:
            raise UserError(
                f"the training state is damaged: optimizer.{name}.{key} is {tuple(value.shape)} "
                f"instead of {tuple(parameter.shape)}; train anew"
            )


def _entries(saved: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): value for name, value in saved.items() if name.startswith(prefix)
    }
