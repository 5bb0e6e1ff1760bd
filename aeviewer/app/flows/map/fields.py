"""What is computed for the part of the plane in sight: densities, the metric, ellipses.

All of it in slices that fit half a frame, from one request: a newer view replaces it as a whole.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import contourpy
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.map import magnification, pull
from aeviewer.app.flows.map.magnification import Metric
from aeviewer.app.flows.map.tiles import Chart
from aeviewer.app.kit.camera import Viewport
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import LAYER
from aeviewer.app.views.map.heat import Heat
from aeviewer.app.views.map.outlines import Ovals
from aeviewer.latent import aggregate
from aeviewer.latent.aggregate import Aggregate
from aeviewer.latent.field import Grid
from aeviewer.latent.mixture import Mixture
from aeviewer.latent.plane import Plane
from aeviewer.words import _
from aeviewer.zoo.capabilities import Discrete
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

NAMES = ("classes", "holes", "density", "metric", "steps", "pull", "posteriors")
_OF_SAMPLES = frozenset({"classes", "holes", "density", "posteriors"})
_OF_PLANE = frozenset({"holes", "metric", "steps", "prior", "posteriors", "pull"})
_CELLS = 96  # along the canvas's shorter side, for what takes no decoding
_MOST = 10_000  # samples that a density is made of; of Gaussians that lie askew, fewer
_MOST_ASKEW = 3_000
_NATS = 4.0  # at the ends of the key of the holes
_OVALS, _LINES = 300, 40_000  # posteriors, and pixels around them all: more are a thicket


@dataclass(frozen=True)
class Made:
    """What came of one layer: its name, and what it shows."""

    name: str
    value: object


def missing(subject: Subject) -> dict[str, str]:
    """Say of each layer that a model cannot have, what is missing."""
    lacks: dict[str, str] = {}
    placed = subject.placed
    if placed is None or not len(placed.points):
        lacks |= dict.fromkeys(_OF_SAMPLES, _("no samples lie here"))
    else:
        if subject.labels is None or not subject.classes:
            lacks["classes"] = _("no labels")
        if placed.stds is None:
            lacks["posteriors"] = _("the encoder is deterministic")
    if placed is not None and not isinstance(placed.plane, Plane):
        lacks |= dict.fromkeys(_OF_PLANE, _("on a plane only, as PCA's"))
    if issubclass(subject.twins.kind, Discrete):
        lacks |= dict.fromkeys(("holes", "prior"), _("the prior is one of codes"))
    if not issubclass(subject.twins.kind, Autoencoder):
        lacks["pull"] = _("no encoder")
    return lacks


def request(
    slot: str,
    subject: Subject,
    chart: Chart,
    names: Collection[str],
    viewport: Viewport,
    hidden: frozenset[int],
) -> Request:
    """Ask for layers, each answered by a `Made` as soon as it is there."""
    lacks = missing(subject)
    wanted = [name for name in names if name not in lacks]
    return Request("fields", slot, _slices(subject, chart, wanted, viewport, hidden), LAYER)


def _slices(
    subject: Subject,
    chart: Chart,
    names: Sequence[str],
    viewport: Viewport,
    hidden: frozenset[int],
) -> Iterator[Slice]:
    if _OF_SAMPLES & set(names):
        shown = _shown(subject, hidden)
        if "posteriors" in names:
            yield lambda _: Made("posteriors", _posteriors(subject, shown, viewport))
        if {"classes", "holes", "density"} & set(names):
            yield from _densities(subject, shown, names, viewport)
    if {"metric", "steps"} & set(names):
        metric = Metric(chart, _grid(viewport, magnification.CELLS))
        yield from metric.slices()
        if "metric" in names:
            yield lambda _: Made("metric", metric.heat())
        if "steps" in names:
            yield lambda _: Made("steps", metric.ovals())
    if "pull" in names:
        yield from _named("pull", pull.Pull(chart, _grid(viewport, pull.CELLS)).slices())


def _named(name: str, slices: Iterator[Slice]) -> Iterator[Slice]:
    """Say of which layer the answer is."""
    for part in slices:
        yield partial(_answer, name, part)


def _answer(name: str, part: Slice, model: Model) -> Made | None:
    value = part(model)
    return None if value is None else Made(name, value)


def _grid(viewport: Viewport, cells: int) -> Grid:
    short = min(viewport.width, viewport.height)
    columns, rows = (max(1, round(cells * side / short)) for side in _sides(viewport))
    return Grid(viewport.bounds, columns, rows)


def _sides(viewport: Viewport) -> tuple[float, float]:
    return viewport.width, viewport.height


def _shown(subject: Subject, hidden: frozenset[int]) -> Tensor:
    """Numbers of the samples of classes that are not hidden."""
    assert subject.placed is not None
    count = len(subject.placed.latents)
    if subject.labels is None or not hidden:
        return torch.arange(count)
    return torch.from_numpy(np.flatnonzero(~np.isin(subject.labels[:count], list(hidden))))


def _mixture(subject: Subject, which: Tensor) -> Mixture:
    placed, labels = subject.placed, subject.labels
    assert placed is not None
    stds = None if placed.stds is None else placed.stds[which]
    known = None if labels is None else torch.from_numpy(labels)[which]
    if not isinstance(placed.plane, Plane):
        return Mixture.of_points(torch.from_numpy(placed.points)[which], known)
    return Mixture.in_plane(placed.latents[which], stds, placed.plane, known)


def _densities(
    subject: Subject, shown: Tensor, names: Sequence[str], viewport: Viewport
) -> Iterator[Slice]:
    grid = _grid(viewport, _CELLS)
    mixture = _mixture(subject, shown[:_MOST])
    if mixture.slopes is not None:
        mixture = mixture.taken(slice(_MOST_ASKEW))
    found = Aggregate(grid, len(subject.classes))
    for part in mixture.softened(grid).parts(grid):
        yield partial(_add, found, part)
    if "classes" in names:
        yield lambda _: Made("classes", _class_map(found, grid))
    if "holes" in names:
        yield lambda _: Made("holes", _holes(found, grid, subject))
    if "density" in names:
        yield lambda _: Made("density", _contours(found, grid))


def _add(found: Aggregate, part: Mixture, _model: Model) -> None:
    found.add(part)


def _class_map(found: Aggregate, grid: Grid) -> Heat:
    density = found.density
    return Heat(found.shares.numpy(), grid.bounds, _weight(density, density.max()))


def _holes(found: Aggregate, grid: Grid, subject: Subject) -> Heat:
    """Where there is neither prior nor sample, there is nothing to miss."""
    assert subject.placed is not None
    assert isinstance(subject.placed.plane, Plane)
    density = found.density
    ratio = aggregate.log_ratio(density, grid, subject.placed.plane)
    prior = (density.clamp(min=1e-30).log() - ratio).exp()
    weight = _weight(torch.maximum(density, prior), torch.tensor(1 / (2 * math.pi)))
    ends = f"\N{MINUS SIGN}{_NATS:g} nats", f"+{_NATS:g}"
    return Heat(ratio.numpy(), grid.bounds, weight, -_NATS, _NATS, ends)


def _weight(density: Tensor, full: Tensor) -> NDArray[np.float32]:
    """From 1 at the full density down to 0 at the ten-thousandth part of it."""
    share = density / full.clamp(min=1e-30)
    weight: NDArray[np.float32] = (1 + share.clamp(min=1e-9).log10() / 4).clamp(0, 1).numpy()
    return weight


def _contours(found: Aggregate, grid: Grid) -> list[list[NDArray[np.float32]]]:
    """Lines around the densest regions that hold a half, 80 and 95 % of what is in sight."""
    values = found.density
    if min(values.shape) < 2 or not values.any():
        return []
    generator = contourpy.contour_generator(grid.xs.numpy(), grid.ys.numpy(), values.numpy())
    thresholds = aggregate.levels(values).tolist()
    return [
        [np.asarray(line, np.float32) for line in generator.lines(threshold)]
        for threshold in thresholds
    ]


def _posteriors(subject: Subject, shown: Tensor, viewport: Viewport) -> Ovals:
    """One standard deviation around up to 300 samples in sight, of wide ones fewer.

    The first samples are the first to be shown, so that always the same ones are.
    """
    placed = subject.placed
    assert placed is not None
    left, bottom, right, top = viewport.bounds
    x, y = torch.from_numpy(placed.points)[shown].unbind(1)
    inside = shown[(x > left) & (x < right) & (y > bottom) & (y < top)][:_OVALS]
    mixture = _mixture(subject, inside)
    axes, angles = _axes(mixture)
    around = math.pi * viewport.scale * axes.sum(1)  # nearly; pixels
    few = max(1, int((around.cumsum(0) <= _LINES).sum()))
    labels = None if mixture.labels is None else mixture.labels[:few].numpy()
    return Ovals(mixture.means[:few].numpy(), axes[:few].numpy(), angles[:few].numpy(), labels)


def _axes(mixture: Mixture) -> tuple[Tensor, Tensor]:
    """Half axes (N, 2) and angles (N,) of Gaussians from the factors of their covariances."""
    slopes = torch.zeros(len(mixture)) if mixture.slopes is None else mixture.slopes
    across, given = mixture.stds.unbind(1)
    factor = torch.stack([across, torch.zeros_like(across), slopes * across, given], 1)
    covariance = factor.reshape(-1, 2, 2) @ factor.reshape(-1, 2, 2).mT
    variances, directions = torch.linalg.eigh(covariance)
    longest = directions[:, :, 1]
    return variances.clamp(min=0).sqrt().flip(1), torch.atan2(longest[:, 1], longest[:, 0])
