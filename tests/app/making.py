"""Small data sets, checkpoints and trainings to drive the application with."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from aeviewer.app.trainings.trainer import Training
from aeviewer.data.images import DataSet, Images
from aeviewer.training import checkpoint
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.events import Event, Report, Snapshot, Step
from aeviewer.training.loop import train
from aeviewer.training.plan import Plan
from aeviewer.training.run import describe
from aeviewer.training.state import TrainingState, begin
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import Model, find

SHAPE = (1, 6, 5)
CPU = torch.device("cpu")
Shape = tuple[int, int, int]


def images(count: int = 40, shape: Shape = SHAPE, labelled: bool = True) -> Images:
    generator = torch.Generator().manual_seed(count)
    pixels = torch.randint(0, 256, (count, *shape), generator=generator, dtype=torch.uint8)
    if not labelled:
        return Images(pixels)
    return Images(pixels, torch.arange(count) % 3, ("a", "b", "c"))


def data_set(name: str = "small", shape: Shape = SHAPE, labelled: bool = True) -> DataSet:
    return DataSet(name, images(60, shape, labelled), images(40, shape, labelled))


def state_of(
    data: DataSet, variant: str = "vae", plan: Mapping[str, Any] | None = None, **knobs: Any
) -> TrainingState:
    chosen: dict[str, Any] = {"epochs": 2, "batch": 20, "precision": "fp32", **(plan or {})}
    own = knobs if variant in {"pca", "gan", "vq"} else {"hidden": (8,), **knobs}
    config = find(variant).configure(own)
    return begin(variant, config, Plan.make("plan", chosen), data.train.shape, CPU)


def resting(state: TrainingState, data: DataSet) -> Training:
    """A training without a step, for the model that it holds."""
    return Training(state, data, data.name, iter(()), Twins(state.model))


def small_model(variant: str = "vae", **knobs: Any) -> Model:
    return state_of(data_set(), variant, **knobs).model


def level(model: Model, value: float) -> Model:
    """Set all weights to one number: a copy that mixes two moments gives itself away."""
    with torch.no_grad():
        for tensor in model.state_dict().values():
            tensor.fill_(value)
    return model


def levels(model: Model) -> set[float]:
    return {float(value) for tensor in model.state_dict().values() for value in tensor.unique()}


def save_trained(
    path: Path,
    data: DataSet,
    variant: str = "vae",
    plan: Mapping[str, Any] | None = None,
    **knobs: Any,
) -> Checkpoint:
    """Train for a moment and save, with the latents of the test images."""
    state = state_of(data, variant, plan, **knobs)
    for _ in train(state, data.train):
        pass
    found = describe(state, data, with_latents=True)
    checkpoint.save(Checkpoint(found.header, found.weights, {}, found.latents), path)
    return found


@dataclass
class Bench:
    """Makes trainings whose steps are counted, and tells how many ran at once.

    Step n sets all weights to n / 1000, and every third step is followed by a snapshot.
    """

    alive: int = 0
    most_alive: int = 0
    made: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    def making(
        self, name: str, total: int = 10**9, fault: Callable[[], Exception] | None = None
    ) -> Callable[[], Training]:
        """A function that prepares a training; `fault` ends it after its last step."""

        def make() -> Training:
            data = data_set(name)
            state = state_of(data)
            self.made.append(name)
            events = self._events(name, state, total, fault)
            return Training(state, data, name, events, Twins(state.model))

        return make

    def _events(
        self, name: str, state: TrainingState, total: int, fault: Callable[[], Exception] | None
    ) -> Iterator[Event]:
        self.alive += 1
        self.most_alive = max(self.most_alive, self.alive)
        try:
            for number in range(1, total + 1):
                level(state.model, number / 1000)
                state.step = self.done[name] = number
                yield Step(number, total, number, Report({"n": number}, 0.1, 1.0, 1.0))
                if number % 3 == 0:
                    yield Snapshot(number, {})
            if fault is not None:
                raise fault()
        finally:
            self.alive -= 1
