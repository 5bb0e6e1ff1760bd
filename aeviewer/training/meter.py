"""What a training reports on the way, and the last state of it that was sound."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import torch
from torch import Tensor

from aeviewer.training.events import DivergedError, Report, Step
from aeviewer.training.state import TrainingState, restore, tensors

_REPORT_EVERY = 0.1  # seconds
_EXPLODED = 1000.0  # times the first report's loss


class Meter:
    """Sums the terms on the device, reads them when a report is due, keeps what was finite.

    A loss that has exploded is refused as one that is not finite: Adam walks on from 1e14 to the
    end of the plan, and what it ends with has learned nothing. The sum of the terms is compared
    with the first report's; single terms are not, as a KL term may start at 0. Trainings that
    learn stay below 3 times the first sum, those that explode reach 1e7 and more.

    Only the time between `resume` and `step` counts: a training that is paused loses no pace.
    """

    def __init__(self, state: TrainingState, total: int):
        self._state = state
        self._total = total
        self._kept = _Kept(state)
        self._resumed = 0.0
        self._first: float | None = None
        self._start_anew()

    def _start_anew(self) -> None:
        self._sums: dict[str, Tensor] = {}
        self._counts: dict[str, int] = {}  # an objective may have its turn in some steps only
        self._steps, self._images, self._busy = 0, 0, 0.0

    def resume(self) -> None:
        """Start the clock of a step."""
        self._resumed = time.perf_counter()

    def step(self, terms: Mapping[str, Tensor], images: int) -> Step:
        """Take in the terms of a step on so many images, all of them scalars on the device.

        Raises:
            DivergedError: a report is due, and a figure in it or a weight is not finite, or the
                loss has exploded.
        """
        for name, value in terms.items():
            detached = value.detach().float()
            self._sums[name] = self._sums[name] + detached if name in self._sums else detached
            self._counts[name] = self._counts.get(name, 0) + 1
        self._steps += 1
        self._images += images
        self._busy += time.perf_counter() - self._resumed
        number = self._state.step
        due = self._busy >= _REPORT_EVERY or number in {1, self._total}
        return Step(number, self._total, number * images, self._report() if due else None)

    def _report(self) -> Report:
        means = {name: value.item() / self._counts[name] for name, value in self._sums.items()}
        self._refuse_infinite(means)
        self._refuse_exploded(means)
        self._kept.renew()
        report = Report(
            terms=means,
            lr=self._state.plan.rate((self._state.step - 1) / self._total),
            images_per_second=self._images / self._busy,
            remaining=(self._total - self._state.step) * self._busy / self._steps,
        )
        self._start_anew()
        return report

    def _refuse_infinite(self, means: Mapping[str, float]) -> None:
        weights = self._state.model.state_dict()
        sums = {name: value.sum().item() for name, value in weights.items()}
        bad = [name for name, value in {**means, **sums}.items() if not math.isfinite(value)]
        if not bad:
            return
        what = f"the loss term {bad[0]!r}" if bad[0] in means else f"the weight {bad[0]!r}"
        self._give_up(f"{what} is not finite")

    def _refuse_exploded(self, means: Mapping[str, float]) -> None:
        loss = sum(map(abs, means.values()))
        if self._first is None:
            self._first = loss
        if loss > _EXPLODED * max(1.0, self._first):  # a first loss may be almost 0
            self._give_up(f"the loss has grown from {self._first:.3g} to {loss:.3g}")

    def _give_up(self, what: str) -> NoReturn:
        step, lr = self._state.step, self._state.plan.lr
        self._kept.bring_back()
        raise DivergedError(
            f"{what} at step {step}: the learning rate {lr:g} is too high, try a tenth of it; "
            f"the weights of step {self._state.step} are kept"
        )


@dataclass
class _Kept:
    """A copy of a whole training, to go back to."""

    state: TrainingState
    step: int = 0
    weights: dict[str, Tensor] = field(default_factory=dict)
    training: dict[str, Tensor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self.step = self.state.step
        self.weights = _copied(self.state.model.state_dict(), self.weights)
        self.training = _copied(tensors(self.state), self.training)

    def bring_back(self) -> None:
        self.state.model.load_state_dict(self.weights)
        restore(self.state, self.training, self.step)


def _copied(live: Mapping[str, Tensor], into: dict[str, Tensor]) -> dict[str, Tensor]:
    """Copy in place where the same tensors were copied before."""
    if into.keys() != live.keys():
        return {name: value.detach().clone() for name, value in live.items()}
    if live:
        torch._foreach_copy_(list(into.values()), list(live.values()))
    return into
