"""A data set and models small enough to be trained within a test."""

from collections.abc import Generator, Iterable, Mapping
from pathlib import Path
from typing import Any

import torch

from aeviewer.data.images import DataSet, Images
from aeviewer.training.events import Event, Report, Step
from aeviewer.training.loop import train
from aeviewer.training.plan import Plan
from aeviewer.training.recording import record
from aeviewer.training.state import TrainingState, begin
from aeviewer.zoo.registry import find

CPU = torch.device("cpu")
SHAPE = (1, 6, 5)
KNOBS: Mapping[str, Mapping[str, Any]] = {
    "vae": {"latent": 2, "hidden": (8,)},
    "vanilla": {"latent": 2, "hidden": (8,)},
    "pca": {"latent": 2},
}
FILE = "checkpoint.safetensors"


def images(count: int, shape: tuple[int, int, int] = SHAPE, seed: int = 0) -> Images:
    generator = torch.Generator().manual_seed(seed)
    pixels = torch.randint(0, 256, (count, *shape), generator=generator, dtype=torch.uint8)
    return Images(pixels, torch.arange(count) % 3, ("a", "b", "c"))


def data(count: int = 23) -> DataSet:
    return DataSet("small", images(count), images(7, seed=1))


def plan(**knobs: Any) -> Plan:
    return Plan.make("plan", {"epochs": 3, "batch": 4, "precision": "fp32", "seed": 1, **knobs})


def state(variant: str = "vae", **knobs: Any) -> TrainingState:
    config = find(variant).configure(KNOBS[variant])
    return begin(variant, config, plan(**knobs), SHAPE, CPU)


def recorded(folder: Path, training: TrainingState, of: DataSet) -> Generator[Event, None, None]:
    yield from record(folder, training, of, "small", train(training, of.train))


def finish(folder: Path, training: TrainingState, of: DataSet) -> list[Event]:
    return list(recorded(folder, training, of))


def steps(events: Iterable[Event]) -> list[Step]:
    return [event for event in events if isinstance(event, Step)]


def reports(events: Iterable[Event]) -> list[Report]:
    return [step.report for step in steps(events) if step.report is not None]
