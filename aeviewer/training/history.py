"""The history of a training: its weights at many moments, exact, within so much memory."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from aeviewer.zoo.registry import Model

CAP = 256_000_000
"""Bytes that a history takes at most, unless it is told otherwise."""

_MOST = 1000  # of a tiny model; nobody finds his way among more
_EARLY = frozenset(round(2 ** (half / 2)) for half in range(80))
"""Steps beside the epochs' ends: 1, 2, 3, 4, 6, 8, 11, 16 and so on; most happens at first."""


@dataclass(frozen=True, eq=False)
class Moment:
    """What a model was after so many steps.

    Attributes:
        step: steps done.
        weights: parameters and buffers on the CPU, in the order of the model's `state_dict`.
        epoch: number of the epoch that ended there, 0 for the start; None within one.
    """

    step: int
    weights: Sequence[Tensor]
    epoch: int | None = None


class History:
    """Keeps the start, the ends of epochs, and steps between them, denser the earlier.

    One thread keeps; any thread may look: what it is handed never changes. A model of which two
    copies do not fit the cap has no history.

    Attributes:
        cap: bytes that are never exceeded.
        per_epoch: steps of an epoch.
        total: steps planned.
    """

    def __init__(self, per_epoch: int = 1, total: int = 0, cap: int = CAP) -> None:
        self.cap, self.per_epoch, self.total = cap, max(1, per_epoch), total
        self._moments: tuple[Moment, ...] = ()  # replaced whole, so that readers need no lock
        self._size = 0  # bytes of one moment
        self._stride = 1  # of the epochs' ends, only every so manieth is kept

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All that is kept, the oldest first."""
        return self._moments

    @property
    def bytes(self) -> int:
        """How much memory that takes."""
        return self._size * len(self._moments)

    def at(self, step: int) -> Moment | None:
        """Find the moment after so many steps, if it is kept."""
        return next((moment for moment in self._moments if moment.step == step), None)

    def is_due(self, step: int) -> bool:
        """Whether the weights after so many steps are to be kept."""
        return step % self.per_epoch == 0 or step in _EARLY

    def keep(self, model: Model, step: int) -> None:
        """Copy the weights as they are; a step that is not later than the newest is passed over.

        Where there is no room, every second moment between the first and this one is dropped,
        and the ends of epochs only when nothing else is left.
        """
        if self._moments and step <= self._moments[-1].step:
            return
        tensors = [value.detach() for value in model.state_dict().values()]
        self._size = sum(value.numel() * value.element_size() for value in tensors)
        room = min(self.cap // max(1, self._size), _MOST)
        if room < 2:
            return
        ends = step % self.per_epoch == 0
        epoch = step // self.per_epoch if ends else None
        self._make_room(room)
        self._moments = (*self._moments, Moment(step, _copied(tensors), epoch))

    def end(self, model: Model, step: int) -> None:
        """Keep the last weights of a training; what is kept of later steps was not sound."""
        self._moments = tuple(moment for moment in self._moments if moment.step < step)
        self.keep(model, step)

    def clear(self) -> None:
        """Forget everything."""
        self._moments = ()

    def _make_room(self, room: int) -> None:
        """Drop moments, never the first, until there is room for one more."""
        if len(self._moments) > 1 and not self._stays(self._moments[-1]):
            self._moments = self._moments[:-1]  # it was there for being the newest
        while len(self._moments) >= room:
            first, *later = self._moments
            between = [moment.step for moment in later if moment.epoch is None]
            if between:
                later = [moment for moment in later if moment.step not in between[::2]]
            else:
                self._stride *= 2
                later = [*filter(self._stays, later)]
            self._moments = (first, *later)

    def _stays(self, moment: Moment) -> bool:
        return moment.epoch is None or moment.epoch % self._stride == 0


def _copied(tensors: Sequence[Tensor]) -> Sequence[Tensor]:
    made = [torch.empty(value.shape, dtype=value.dtype) for value in tensors]
    if made:
        torch._foreach_copy_(made, list(tensors))
    return made
