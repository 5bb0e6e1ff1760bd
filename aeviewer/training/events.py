"""What the training generator yields."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from aeviewer.errors import UserError


@dataclass(frozen=True)
class Report:
    """Figures since the report before, at most ten a second.

    Attributes:
        terms: the loss by term, averaged over the images since then; nats or squared error each.
        lr: the learning rate at this step.
        images_per_second: over the same time.
        remaining: seconds to the end at this pace.
    """

    terms: Mapping[str, float]
    lr: float
    images_per_second: float
    remaining: float


@dataclass(frozen=True)
class Step:
    """One step of the optimiser is done.

    Attributes:
        number: steps done, from 1.
        total: steps planned.
        seen: images seen, counting each time anew.
        report: figures, where it was time for them.
    """

    number: int
    total: int
    seen: int
    report: Report | None = None


@dataclass(frozen=True)
class Snapshot:
    """Weights copied for viewing.

    Attributes:
        step: steps done when they were copied.
        weights: parameters and buffers on the CPU, by name.
    """

    step: int
    weights: Mapping[str, Tensor]


Event = Step | Snapshot


class DivergedError(UserError):
    """A loss is not finite or has exploded; the model holds the last weights that were sound."""
