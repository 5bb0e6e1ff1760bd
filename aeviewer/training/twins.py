"""Copies of a model that can be looked at while the model itself is trained on."""

import contextlib
import copy
import threading
from collections.abc import Iterator

import torch
from torch import Tensor

from aeviewer.training.history import Moment
from aeviewer.zoo.contract import ImageShape
from aeviewer.zoo.registry import Model


class Twins:
    """Three copies in evaluation mode: one is read, one is the newest, one is free to be written.

    A copy is made in place, parameter by parameter, without a word between the threads but the
    swap of one number. There is one writer; readers wait for each other, never for the writer.

    Readers can be held at an earlier moment; what is published meanwhile waits until they are let
    go. The copy for that is a fourth one, and the readers themselves fill it.
    """

    def __init__(self, model: Model, step: int = 0) -> None:
        self._models = [_twin(model) for _ in range(3)]
        self._tensors = [_tensors(twin) for twin in self._models]
        self._steps = [step, step, step]
        self._newest = 0
        self._read: int | None = None
        self._held: Moment | None = None
        self._past: Model | None = None
        self._recalling: Moment | None = None  # what that copy holds
        self._lock = threading.Lock()
        self._readers = threading.Lock()

    @property
    def image_shape(self) -> ImageShape:
        """Of the model's images, (C, H, W)."""
        return self._models[0].image_shape

    @property
    def kind(self) -> type[Model]:
        """The model's class, for what it can do."""
        return type(self._models[0])

    @property
    def step(self) -> int:
        """The step of the weights that are read: the newest ones, unless readers are held."""
        held = self._held
        return self.newest if held is None else held.step

    @property
    def newest(self) -> int:
        """The step of the newest copy."""
        return self._steps[self._newest]

    @property
    def held(self) -> Moment | None:
        """The moment that readers are held at."""
        return self._held

    def hold(self, moment: Moment | None) -> None:
        """Let readers see the weights of a moment, from the next reading on; None: the newest."""
        self._held = moment

    def publish(self, model: Model, step: int) -> None:
        """Copy the weights of the model, as they are after so many steps."""
        with self._lock:
            free = next(index for index in range(3) if index not in {self._newest, self._read})
        source = _tensors(model)
        if source:
            torch._foreach_copy_(self._tensors[free], source)
        self._steps[free] = step
        with self._lock:
            self._newest = free

    @contextlib.contextmanager
    def reading(self) -> Iterator[tuple[Model, int]]:
        """Have the weights to be read, and their step; nobody writes to them meanwhile."""
        with self._readers:
            if (held := self._held) is not None:
                yield self._recalled(held), held.step
                return
            with self._lock:
                index = self._read = self._newest
            try:
                yield self._models[index], self._steps[index]
            finally:
                with self._lock:
                    self._read = None

    def _recalled(self, moment: Moment) -> Model:
        """Fill the copy that is for looking back, unless it holds that moment already."""
        if self._past is None:
            self._past = _twin(self._models[0])
        if self._recalling is not moment:
            fill(self._past, moment)
            self._recalling = moment
        return self._past


def fill(model: Model, moment: Moment) -> None:
    """Put the weights of a moment into a model of the same kind."""
    tensors = _tensors(model)
    if tensors:
        torch._foreach_copy_(tensors, list(moment.weights))


def _twin(model: Model) -> Model:
    return copy.deepcopy(model).eval().requires_grad_(False)


def _tensors(model: Model) -> list[Tensor]:
    return [value.detach() for value in model.state_dict().values()]
