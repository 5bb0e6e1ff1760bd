"""A chart that is fitted: what of, what came of it, and how its inverse is measured in slices."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.kit.axes import ChartName
from aeviewer.latent.embedding import Embedding, relative_error
from aeviewer.zoo.registry import Model

_MOST = 5_000  # samples that are fitted: half a minute of t-SNE on one core
_CHUNK = 125  # samples: some milliseconds of distances
_NUMBERS = 16_000  # of latents that are placed in one slice


@dataclass(frozen=True)
class Key:
    """What a fit is a function of: the chart's name, its seed and the latents."""

    kind: ChartName
    seed: int
    count: int
    bits: bytes


@dataclass(frozen=True, eq=False)
class Fitted:
    """A chart that was fitted.

    Attributes:
        chart: of the samples that it was fitted to.
        points: (N, 2) of all samples.
        error: of its inverse, in spreads of the latents.
    """

    key: Key
    chart: Embedding
    points: NDArray[np.float32]
    error: float


@dataclass(eq=False)
class Job:
    """A fit under way, and what came of it: the chart waits to be measured."""

    key: Key
    latents: Tensor
    which: Tensor
    chart: Embedding | None = None
    errors: list[Tensor] = field(default_factory=list)
    points: list[Tensor] = field(default_factory=list)

    def slices(self) -> Iterator[Slice]:
        """Measure the inverse and place all samples, some at a time."""
        self.errors, self.points = [], []
        for start in range(0, len(self.which), _CHUNK):
            yield partial(self._measure, slice(start, start + _CHUNK))
        others, batch = self._others(), max(1, min(_CHUNK, _NUMBERS // self.latents.shape[1]))
        for start in range(0, len(others), batch):
            yield partial(self._place, others[start : start + batch])
        yield lambda _: self._fitted()

    def _measure(self, which: slice, _model: Model) -> None:
        assert self.chart is not None
        self.errors.append(self.chart.errors(which))

    def _others(self) -> Tensor:
        """Numbers of the samples that were not fitted."""
        left = torch.ones(len(self.latents), dtype=torch.bool)
        left[self.which] = False
        return left.nonzero().flatten()

    def _place(self, which: Tensor, _model: Model) -> None:
        assert self.chart is not None
        self.points.append(self.chart.project(self.latents[which]))

    def _fitted(self) -> Fitted:
        assert self.chart is not None
        points = torch.empty(len(self.latents), 2)
        points[self.which] = self.chart.points
        points[self._others()] = torch.cat([self.chart.points[:0], *self.points])
        error = relative_error(self.chart, torch.cat(self.errors))
        return Fitted(self.key, self.chart, points.numpy(), error)


def some(count: int, seed: int) -> Tensor:
    """Which samples are fitted: all, or a fair draw of as many as there is time for."""
    if count <= _MOST:
        return torch.arange(count)
    drawn = torch.randperm(count, generator=torch.Generator().manual_seed(seed % 2**32))
    return drawn[:_MOST].sort().values
