"""What the proofs of quality share: MNIST, models trained from seed 0, and figures with a bound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch

from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data
from aeviewer.training.loop import train
from aeviewer.training.metrics import classes, reconstruction
from aeviewer.training.metrics.encoding import Subject
from aeviewer.training.plan import Plan
from aeviewer.training.state import begin
from aeviewer.zoo.registry import find
from aeviewer.zoo.target import Target

_CPU = torch.device("cpu")
_scale = 1.0


@dataclass(frozen=True)
class Gate:
    """A figure, held to one of the zoo's targets.

    Attributes:
        variant: whose.
        target: what it must keep.
        figure: as it came out.
    """

    variant: str
    target: Target
    figure: float

    @property
    def what(self) -> str:
        """What is measured, of which model, after how many images."""
        knobs = [f"{name} {value}" for name, value in self.target.knobs.items()]
        over, way = self.target.over, self.target.way
        figure = f"{self.target.figure}{f' / {over}' * bool(over)}{f' ({way})' * bool(way)}"
        return f"{', '.join([self.variant, *knobs])}, {self.target.samples:,} images: {figure}"

    @property
    def holds(self) -> bool:
        return self.target.holds(self.figure)


def gates(variant: str, images: int, found: Mapping[str, float], **knobs: object) -> Iterator[Gate]:
    """Hold what was found after so many images to the gates that the zoo has for that.

    Raises:
        LookupError: it has none, or one whose figure was not found.
    """
    entry = find(variant)
    known = entry.configure(knobs).model_dump()
    meant = [each for each in entry.targets if each.samples == images and each.fits("mnist", known)]
    if not meant:
        raise LookupError(f"{variant} has no gate at {images:,} images with {knobs}")
    for target in meant:
        yield Gate(variant, target, target.value(found))


@cache
def mnist() -> DataSet:
    """The data of all proofs."""
    return open_data("mnist")


def trained(
    variant: str, images: int, precision: str = "auto", **given: object
) -> Any:  # what it can do is up to the variant
    """Train on so many images; what names no knob of the model is one of the plan."""
    known = {knob.name for knob in find(variant).knobs.knobs()}
    knobs = {name: value for name, value in given.items() if name in known}
    plan = {name: value for name, value in given.items() if name not in known}
    budget = max(1, round(images * _scale))
    return _trained(variant, tuple(knobs.items()), (("samples", budget), *plan.items()), precision)


def set_scale(scale: float) -> None:
    """Shrink all budgets, to see that the script runs; what it measures then says nothing."""
    global _scale  # noqa: PLW0603  (set once, before anything is trained)
    _scale = scale


@cache
def _trained(
    variant: str,
    knobs: tuple[tuple[str, object], ...],
    plan: tuple[tuple[str, object], ...],
    precision: str,
) -> Any:
    data = mnist()
    settled = Plan.make(
        "plan", {**dict(plan), "precision": "fp32" if precision == "auto" else precision}
    )
    state = begin(variant, find(variant).configure(dict(knobs)), settled, data.train.shape, _CPU)
    for _ in train(state, data.train):
        pass
    return state.model.eval()


def sse(model: Any) -> float:
    return reconstruction.measure(Subject(model, mnist()))["sse"]


def knn(model: Any) -> float:
    return classes.measure(Subject(model, mnist()))["knn10"]
