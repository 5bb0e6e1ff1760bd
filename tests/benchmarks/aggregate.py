"""The aggregate posterior on a grid, beside the sum of it written plainly; prints one JSON object.

    python -m tests.benchmarks.aggregate [--samples 2000] [--side 96] [--rounds 9]

Milliseconds of CPU time on one thread, p50 of rounds in which all are measured in turn. The chart
along axes is the 2-D latent itself; the turned one shows a 16-D latent by its largest variance.
The metric's cost is that of a decoded grid of 784 pixels.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch
from torch import Tensor
from torch.distributions import Distribution, MultivariateNormal, Normal

from aeviewer.latent.aggregate import by_class, density
from aeviewer.latent.field import Grid
from aeviewer.latent.metric import metric
from aeviewer.latent.mixture import Mixture
from aeviewer.latent.plane import Plane

_CLASSES = 10
_SLICE = 10  # milliseconds that one part may take


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args()
    torch.set_num_threads(1)  # as the decoder does
    grid = Grid((-4.0, -4.0, 4.0, 4.0), chosen.side, chosen.side)
    charts = {
        "along axes": _compare(grid, 2, chosen.samples, chosen.rounds),
        "turned": _compare(grid, 16, chosen.samples, chosen.rounds),
    }
    pictures = torch.rand(chosen.side, chosen.side, 784)
    figures = {
        "benchmark": "aggregate",
        "machine": {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2)},
        "samples": chosen.samples,
        "grid": [chosen.side, chosen.side],
        **charts,
        "metric": _clocked({"of all rows": lambda: metric(pictures, grid)}, chosen.rounds),
    }
    met = {
        "along axes: naive/ours >= 100": charts["along axes"]["naive/ours"] >= 100,
        "along axes: a part <= 10 ms": charts["along axes"]["largest part"] <= _SLICE,
        "turned: a part <= 10 ms": charts["turned"]["largest part"] <= _SLICE,
    }
    print(json.dumps(figures | {"met": met}, indent=1))


@torch.no_grad()
def _compare(grid: Grid, size: int, samples: int, rounds: int) -> dict[str, float]:
    """Clock the whole, the whole by class, its largest part, and the plain sum."""
    generator = torch.Generator().manual_seed(0)
    means = torch.randn(samples, size, generator=generator) * torch.linspace(1.5, 0.7, size)
    stds = 0.05 + 0.3 * torch.rand(samples, size, generator=generator)
    labels = torch.arange(samples) % _CLASSES
    plane = Plane.fit(means)
    mixture = Mixture.in_plane(means, stds, plane, labels)
    largest = next(mixture.parts(grid))
    naive = _axes if mixture.slopes is None else _turned
    torch.testing.assert_close(
        density(mixture, grid).flatten(), naive(means, stds, plane, grid), rtol=1e-3, atol=1e-6
    )
    found = _clocked(
        {
            "ours": lambda: density(Mixture.in_plane(means, stds, plane), grid),
            "by class": lambda: by_class(mixture, grid, _CLASSES),
            "largest part": lambda: density(largest, grid),
            "naive": lambda: naive(means, stds, plane, grid),
        },
        rounds,
    )
    return found | {"naive/ours": round(found["naive"] / found["ours"], 1)}


def _axes(means: Tensor, stds: Tensor, _plane: Plane, grid: Grid) -> Tensor:
    return _log_prob(Normal(means, stds), grid).sum(-1).exp().mean(1)  # of (cells, N, 2)


def _turned(means: Tensor, stds: Tensor, plane: Plane, grid: Grid) -> Tensor:
    covariances = plane.basis @ torch.diag_embed(stds.square()) @ plane.basis.T
    return _log_prob(MultivariateNormal(plane.project(means), covariances), grid).exp().mean(1)


def _log_prob(distribution: Distribution, grid: Grid) -> Tensor:
    each: Tensor = distribution.log_prob(grid.points[:, None])
    return each


def _clocked(contenders: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Milliseconds of each, p50; the first round warms up."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, run in contenders.items():
            start = time.process_time()
            run()
            times[name].append(1000 * (time.process_time() - start))
    return {name: round(median(taken[1:]), 2) for name, taken in times.items()}


if __name__ == "__main__":
    main()
