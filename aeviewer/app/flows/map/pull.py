"""Where the model pulls what it decodes: f(g(z)) - z over the plane.

A denoising autoencoder moves a point towards where the data is dense: Alain & Bengio 2014, r(x) - x
is the gradient of the data's log-density, times the noise's variance. Here in latent space, where
any autoencoder has such a field: it is zero where a latent is what its own picture encodes to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.flows.map.tiles import Chart, batch_of
from aeviewer.app.requests import decoded
from aeviewer.app.views.map.arrows import Arrows
from aeviewer.latent.field import Grid
from aeviewer.latent.plane import Plane
from aeviewer.zoo.capabilities import Conditional
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

CELLS = 18  # arrows along the canvas's shorter side


@dataclass
class Pull:
    """The field under way: some points are decoded and encoded at a time."""

    chart: Chart
    grid: Grid
    steps: list[Tensor] = field(default_factory=list)
    whole: float = 0.0  # squared lengths, summed

    def slices(self) -> Iterator[Slice]:
        """Walk over the grid, then answer with `Arrows`."""
        while (start := sum(map(len, self.steps))) < len(self.grid.points):
            yield partial(self._walk, start)
        yield lambda _: self.arrows()

    def arrows(self) -> Arrows:
        """What was found, in the plane."""
        steps = torch.cat(self.steps)
        within = steps.double().square().sum().item() / max(self.whole, 1e-30)
        apart = min(self.grid.cell)
        return Arrows(self.grid.points.numpy(), steps.numpy(), apart, min(within, 1.0))

    def _walk(self, start: int, model: Model) -> None:
        plane, base = self.chart.plane, self.chart.base
        assert isinstance(plane, Plane)
        batch = max(1, batch_of(model) // 2)  # decoded and encoded again
        latents = plane.lift(self.grid.points[start : start + batch], base)
        moves = pulled(model, latents, self.chart.condition)
        self.whole += moves.double().square().sum().item()
        self.steps.append(moves @ plane.basis.T)


def pulled(model: Model, latents: Tensor, condition: int | None = None) -> Tensor:
    """f(g(z)) - z of flat latents (N, D), of a class if one is told: (N, D)."""
    assert isinstance(model, Autoencoder)
    pictures = decoded(model, latents, condition)
    if condition is None or not isinstance(model, Conditional):
        found = model.encode(pictures).mean
    else:
        told = torch.full((len(pictures),), condition, device=pictures.device)
        found = model.encode_as(pictures, told).mean
    return found.flatten(1).cpu() - latents
