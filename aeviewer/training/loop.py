"""The training loop, as a generator: to pause is to stop reading, to stop is to close it.

What makes it quick: the images lie on the device as bytes and a batch is one gather; the optimiser
is fused; no figure is read from the device more than ten times a second.
"""

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from aeviewer.data.images import Images
from aeviewer.errors import UserError
from aeviewer.training.augment import warp
from aeviewer.training.events import Event, Report, Snapshot, Step
from aeviewer.training.meter import Meter
from aeviewer.training.state import TrainingState, check_shape
from aeviewer.zoo.capabilities import ClosedForm, Evolving
from aeviewer.zoo.contract import Batch, Objective
from aeviewer.zoo.registry import Model

_SNAPSHOTS = 24  # at most, for each training
_SNAPSHOT_BYTES = 256_000_000  # for all of them together


@dataclass
class Turn:
    """Whose turn the next step is; whoever reads a training may say so between two steps.

    Attributes:
        only: name of the one objective to be optimised; empty for all that are due.
    """

    only: str = ""


def train(state: TrainingState, images: Images, turn: Turn | None = None) -> Iterator[Event]:
    """Train to the end of the plan, from wherever the state is, on the images the plan chooses.

    The same seed, data and device give the same weights, however often the training was stopped
    between two steps, saved, and taken up again.

    A step of one objective alone counts like any other: it takes the next batch and noise, and the
    learning rate moves on. So a run with such steps is still saved and taken up again to the bit;
    but its seed, data and knobs alone do not give its weights any more: to have them again, the
    same turns must be taken at the same steps, and no file says which they were.

    Raises:
        UserError: there are no images, not of the model's shape, or none of a class asked for.
        DivergedError: a loss is not finite or has exploded; the state is back where it was sound.
    """
    if not len(images):
        raise UserError("there are 0 training images; a training needs at least 1")
    check_shape(images.shape, state.model.image_shape)
    images, turn = state.plan.chosen(images), turn or Turn()
    resident = images.to(state.device)
    if isinstance(state.model, ClosedForm):
        yield from _solve(state, resident)
        return
    total = state.total(len(images))
    due = snapshot_steps(total, _size(state.model))
    meter = Meter(state, total)
    for index in _batches(state, len(images)):
        meter.resume()
        terms = _step(state, _batch(state, resident, index, total), turn.only)
        state.step += 1
        yield meter.step(terms, len(index))
        if state.step in due:
            yield snapshot(state)


def snapshot(state: TrainingState) -> Snapshot:
    """Copy the weights as they are."""
    weights = {
        name: value.detach().to("cpu", copy=True)
        for name, value in state.model.state_dict().items()
    }
    return Snapshot(state.step, weights)


def snapshot_steps(total: int, size: int) -> frozenset[int]:
    """Choose log-spaced steps, the last among them, whose copies of so many bytes fit the cap."""
    count = min(_SNAPSHOTS, max(1, _SNAPSHOT_BYTES // max(1, size)))
    ratios = [1.0] if count == 1 else [place / (count - 1) for place in range(count)]
    return frozenset(round(total**ratio) for ratio in ratios) if total else frozenset()


def order(seed: int, epoch: int, count: int) -> Tensor:
    """Draw the order of an epoch, (count,), from its arguments alone: nothing needs saving."""
    generator = torch.Generator().manual_seed((seed * 1_000_003 + epoch) % 2**63)
    return torch.randperm(count, generator=generator)


def _batches(state: TrainingState, count: int) -> Iterator[Tensor]:
    """Yield the indices of each batch from the state's step on."""
    width = min(state.plan.batch, count)
    per_epoch = state.plan.steps_per_epoch(count)
    total = state.total(count)
    while state.step < total:
        epoch, place = divmod(state.step, per_epoch)
        permutation = order(state.plan.seed, epoch, count).to(state.device)
        for start in range(place, min(per_epoch, place + total - state.step)):
            yield permutation[start * width : (start + 1) * width]


def _batch(state: TrainingState, images: Images, index: Tensor, total: int) -> Batch:
    plan, generator = state.plan, state.generator
    labels = None if images.labels is None else images.labels[index]
    x = warp(images.floats(index), plan.warp, plan.warped, generator, plan.contrast)
    return Batch(x, labels, state.step / total, generator, state.step, len(images))


def _step(state: TrainingState, batch: Batch, only: str) -> Mapping[str, Tensor]:
    """Optimise each objective whose turn it is; return the terms of their losses, on the device.

    What follows a rule follows the model's own loss: a step of the adversary alone leaves it.
    """
    terms: dict[str, Tensor] = {}
    due = _due(state, batch.step, only)
    if isinstance(state.model, Evolving) and not batch.step:
        state.model.start(batch)
    for objective, optimizer in due:
        terms.update(_optimise(state, objective, optimizer, batch))
    own = any(objective.loss == state.model.loss for objective, _ in due)
    if isinstance(state.model, Evolving) and (own or not only):
        state.model.advance(batch)
    return terms


def _due(
    state: TrainingState, step: int, only: str
) -> Sequence[tuple[Objective, torch.optim.Optimizer]]:
    """Choose the objectives of a step: the one that has it alone, or all whose turn it is."""
    if only:
        return [pair for pair in state.objectives if pair[0].name == only]
    return [pair for pair in state.objectives if step % pair[0].every == 0]


def _optimise(
    state: TrainingState, objective: Objective, optimizer: torch.optim.Optimizer, batch: Batch
) -> Mapping[str, Tensor]:
    with _precision(state):
        loss = objective.loss(batch)
    optimizer.zero_grad()
    torch.autograd.backward(loss.total, inputs=list(objective.parameters))
    for group in optimizer.param_groups:
        group["lr"] = objective.rate * state.plan.rate(batch.progress)
    optimizer.step()
    return loss.terms


def _precision(state: TrainingState) -> contextlib.AbstractContextManager[object]:
    if state.plan.precision == "bf16":
        return torch.autocast(state.device.type, torch.bfloat16)
    return contextlib.nullcontext()


def _solve(state: TrainingState, images: Images) -> Iterator[Event]:
    model = state.model
    assert isinstance(model, ClosedForm)
    if state.step >= state.total(len(images)):
        return
    start = time.perf_counter()
    model.fit(images.floats(slice(None)))
    state.step = 1
    with torch.no_grad():
        loss = model.loss(Batch(images.floats(slice(4096)), None, 1.0, state.generator))
    terms = {name: value.item() for name, value in loss.terms.items()}
    pace = len(images) / (time.perf_counter() - start)
    yield Step(1, 1, len(images), Report(terms, 0.0, pace, 0.0))
    yield snapshot(state)


def _size(model: Model) -> int:
    return sum(value.numel() * value.element_size() for value in model.state_dict().values())
