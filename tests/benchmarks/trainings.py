"""What the proofs of quality share: MNIST, models trained from seed 0, and figures with a bound."""

import operator
from collections.abc import Callable, Mapping
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

_CPU = torch.device("cpu")
_RELATIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_scale = 1.0


@dataclass(frozen=True)
class Gate:
    """A figure and what it must keep.

    Attributes:
        what: is measured.
        figure: as it came out.
        must: the relation and the bound, such as "<= 4.2".
    """

    what: str
    figure: float
    must: str

    @property
    def holds(self) -> bool:
        relation, bound = self.must.split()
        return _RELATIONS[relation](self.figure, float(bound))


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
