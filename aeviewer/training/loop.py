"""The training loop, as a generator: to pause is to stop reading, to stop is to close it.

What makes it quick: the images lie on the device as bytes and a batch is one gather; the optimiser
is fused; no figure is read from the device more than ten times a second.
"""

import contextlib
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from aeviewer.data.images import Images
from aeviewer.errors import UserError
from aeviewer.training.events import DivergedError, Event, Report, Snapshot, Step
from aeviewer.training.state import TrainingState
from aeviewer.zoo.contract import Batch, ClosedForm
from aeviewer.zoo.registry import Model

_REPORT_EVERY = 0.1  # seconds
_SNAPSHOTS = 24  # at most, for each training
_SNAPSHOT_BYTES = 256_000_000  # for all of them together


def train(state: TrainingState, images: Images) -> Iterator[Event]:
    """Train to the end of the plan, from wherever the state is.

    The same seed, data and device give the same weights, however often the training was stopped
    between two steps, saved, and taken up again.

    Raises:
        UserError: there are no images, or not of the model's shape.
        DivergedError: a loss is not finite; the model is back at its last finite weights.
    """
    _check(state.model, images)
    resident = images.to(state.device)
    if isinstance(state.model, ClosedForm):
        yield from _solve(state, resident)
        return
    total = state.plan.steps(len(images))
    due = snapshot_steps(total, _size(state.model))
    meter = _Meter(state, total)
    for index in _batches(state, len(images)):
        meter.resume()
        terms = _step(state, _batch(state, resident, index, total))
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


def _check(model: Model, images: Images) -> None:
    if not len(images):
        raise UserError("there are 0 training images; a training needs at least 1")
    if images.shape != tuple(model.image_shape):
        raise UserError(
            f"the images are {_size_text(images.shape)}, the model is for "
            f"{_size_text(model.image_shape)}; choose a fitting data set"
        )


def _size_text(shape: Sequence[int]) -> str:
    channels, height, width = shape
    return f"{height}x{width} with {channels} channel{'s' * (channels != 1)}"


def _batches(state: TrainingState, count: int) -> Iterator[Tensor]:
    """Yield the indices of each batch from the state's step on."""
    width = min(state.plan.batch, count)
    per_epoch = state.plan.steps_per_epoch(count)
    total = state.plan.steps(count)
    while state.step < total:
        epoch, place = divmod(state.step, per_epoch)
        permutation = order(state.plan.seed, epoch, count).to(state.device)
        for start in range(place, min(per_epoch, place + total - state.step)):
            yield permutation[start * width : (start + 1) * width]


def _batch(state: TrainingState, images: Images, index: Tensor, total: int) -> Batch:
    labels = None if images.labels is None else images.labels[index]
    return Batch(images.floats(index), labels, state.step / total, state.generator)


def _step(state: TrainingState, batch: Batch) -> Mapping[str, Tensor]:
    """Optimise each objective once; return the terms of all losses, on the device."""
    terms: dict[str, Tensor] = {}
    rate = state.plan.rate(batch.progress)
    for objective, optimizer in state.objectives:
        with _precision(state):
            loss = objective.loss(batch)
        optimizer.zero_grad()
        torch.autograd.backward(loss.total, inputs=list(objective.parameters))
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
        terms.update(loss.terms)
    return terms


def _precision(state: TrainingState) -> contextlib.AbstractContextManager[object]:
    if state.plan.precision == "bf16":
        return torch.autocast(state.device.type, torch.bfloat16)
    return contextlib.nullcontext()


def _solve(state: TrainingState, images: Images) -> Iterator[Event]:
    model = state.model
    assert isinstance(model, ClosedForm)
    if state.step:
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


@dataclass
class _Meter:
    """Sums the terms on the device, reads them when a report is due, keeps the finite weights.

    Only the time between `resume` and `step` counts: a training that is paused loses no pace.
    """

    state: TrainingState
    total: int
    sums: dict[str, Tensor] = field(default_factory=dict)
    steps: int = 0
    images: int = 0
    busy: float = 0.0
    resumed: float = 0.0
    good: dict[str, Tensor] = field(default_factory=dict)
    good_step: int = 0

    def __post_init__(self) -> None:
        self._keep()

    def resume(self) -> None:
        self.resumed = time.perf_counter()

    def step(self, terms: Mapping[str, Tensor], images: int) -> Step:
        for name, value in terms.items():
            detached = value.detach()
            self.sums[name] = self.sums[name] + detached if name in self.sums else detached
        self.steps += 1
        self.images += images
        self.busy += time.perf_counter() - self.resumed
        number = self.state.step
        due = self.busy >= _REPORT_EVERY or number in {1, self.total}
        return Step(number, self.total, number * images, self._report() if due else None)

    def _report(self) -> Report:
        means = {name: value.item() / self.steps for name, value in self.sums.items()}
        self._refuse_infinite(means)
        self._keep()
        report = Report(
            terms=means,
            lr=self.state.plan.rate((self.state.step - 1) / self.total),
            images_per_second=self.images / self.busy,
            remaining=(self.total - self.state.step) * self.busy / self.steps,
        )
        self.sums, self.steps, self.images, self.busy = {}, 0, 0, 0.0
        return report

    def _refuse_infinite(self, means: Mapping[str, float]) -> None:
        sums = {name: value.sum().item() for name, value in self.state.model.state_dict().items()}
        bad = [name for name, value in {**means, **sums}.items() if not math.isfinite(value)]
        if not bad:
            return
        self.state.model.load_state_dict(self.good)
        what = f"the loss term {bad[0]!r}" if bad[0] in means else f"the weight {bad[0]!r}"
        raise DivergedError(
            f"{what} is not finite at step {self.state.step}: the learning rate "
            f"{self.state.plan.lr:g} is too high, try a tenth of it; the weights of step "
            f"{self.good_step} are kept"
        )

    def _keep(self) -> None:
        live = self.state.model.state_dict()
        if not self.good:
            self.good = {name: value.detach().clone() for name, value in live.items()}
        elif live:
            torch._foreach_copy_(list(self.good.values()), list(live.values()))
        self.good_step = self.state.step
