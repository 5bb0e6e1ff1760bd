"""Copies of a model that can be looked at while the model itself is trained on."""

import contextlib
import copy
import threading
from collections.abc import Iterator

import torch
from torch import Tensor

from aeviewer.zoo.contract import ImageShape
from aeviewer.zoo.registry import Model


class Twins:
    """Three copies in evaluation mode: one is read, one is the newest, one is free to be written.

    A copy is made in place, parameter by parameter, without a word between the threads but the
    swap of one number. There is one writer; readers wait for each other, never for the writer.
    """

    def __init__(self, model: Model) -> None:
        self._models = [copy.deepcopy(model).eval().requires_grad_(False) for _ in range(3)]
        self._tensors = [_tensors(twin) for twin in self._models]
        self._steps = [0, 0, 0]
        self._newest = 0
        self._read: int | None = None
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
        """The step of the newest copy."""
        return self._steps[self._newest]

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
        """Hold the newest copy and its step; nobody writes to it meanwhile."""
        with self._readers:
            with self._lock:
                index = self._read = self._newest
            try:
                yield self._models[index], self._steps[index]
            finally:
                with self._lock:
                    self._read = None


def _tensors(model: Model) -> list[Tensor]:
    return [value.detach() for value in model.state_dict().values()]
