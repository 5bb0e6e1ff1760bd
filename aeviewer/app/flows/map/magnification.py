"""How far the picture moves where the latent does: the decoder's metric over the plane."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.flows.map.tiles import Chart, batch_of
from aeviewer.app.views.map.heat import Heat
from aeviewer.app.views.map.outlines import Ovals
from aeviewer.latent.field import Grid
from aeviewer.latent.metric import ellipses, log_magnification, metric
from aeviewer.zoo.registry import Model

CELLS = 40  # along the canvas's shorter side: each is decoded
_FURTHEST = math.log(1000)  # from the median: where codes switch, the metric is 0 or a leap
_WHOLE = 100  # factors from here on are whole numbers
_EVERY = 5  # cells from one ellipse to the next
_ROWS = 8  # of the grid, compared in one slice
_REACH = 0.4  # of their distance, the longest half axis of an ellipse


@dataclass
class Metric:
    """The metric under way: a grid is decoded, then compared with itself."""

    chart: Chart
    grid: Grid
    parts: list[Tensor] = field(default_factory=list)
    found: list[Tensor] = field(default_factory=list)

    def slices(self) -> Iterator[Slice]:
        """Walk over the grid, and over it again."""
        while (start := sum(map(len, self.parts))) < len(self.grid.points):
            yield partial(self._decode, start)
        for row in range(0, self.grid.rows, _ROWS):
            yield partial(self._compare, slice(row, row + _ROWS))

    def heat(self) -> Heat:
        """Logarithms of the magnification, from the 2nd to the 98th of a hundred."""
        values = log_magnification(torch.cat(self.found))
        low, high = torch.quantile(values, torch.tensor([0.02, 0.98])).tolist()
        middle = values.median().item()
        low, high = max(low - middle, -_FURTHEST), min(high - middle, _FURTHEST)
        ends = times(low), times(high)
        return Heat((values - middle).numpy(), self.grid.bounds, None, low, high, ends)

    def ovals(self) -> Ovals:
        """One ellipse for each fifth cell; the median one is drawn a third of their distance."""
        rows = slice(_EVERY // 2, None, _EVERY)
        g = torch.cat(self.found)[rows, rows]
        points = self.grid.points.reshape(self.grid.rows, self.grid.columns, 2)[rows, rows]
        apart = _EVERY * min(self.grid.cell)
        typical = g.diagonal(dim1=-2, dim2=-1).mean(-1).median().item()
        error = max(typical, 1e-12) * (apart / 4) ** 2
        axes, angles = ellipses(g, error, longest=_REACH * apart)
        flat = points.reshape(-1, 2), axes.reshape(-1, 2), angles.flatten()
        return Ovals(*(values.numpy() for values in flat))

    def _decode(self, start: int, model: Model) -> None:
        points = self.grid.points[start : start + batch_of(model)]
        self.parts.append(self.chart.decode(model, points).flatten(1).cpu())

    def _compare(self, rows: slice, _model: Model) -> None:
        pictures = torch.cat(self.parts).reshape(self.grid.rows, self.grid.columns, -1)
        self.found.append(metric(pictures, self.grid, rows))


def times(nats: float) -> str:
    """Write a logarithm as a factor: 2.3 is x10, -2.3 is x0.1; none beyond a thousand."""
    beyond = "" if abs(nats) < _FURTHEST else "<" if nats < 0 else ">"
    factor = math.exp(min(max(nats, -_FURTHEST), _FURTHEST))
    return f"{beyond}\N{MULTIPLICATION SIGN}{factor:{',.0f' if factor >= _WHOLE else '.2g'}}"
