"""The layers of the map in the real window: their numbers, against the definitions."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.distributions import MultivariateNormal
from torch.func import jacrev, vmap

from aeviewer.app.flows.map import fields
from aeviewer.app.flows.map.flow import MapLayers
from aeviewer.app.kit.camera import Viewport
from aeviewer.app.models.placed import Placed
from aeviewer.app.views.map.heat import Heat
from aeviewer.app.views.map.layer_table import LAYERS
from aeviewer.data.sources import open_data
from aeviewer.latent.field import Grid
from aeviewer.latent.plane import Plane
from aeviewer.session.view import Camera
from tests.app.conftest import Desk, subject_of
from tests.app.making import save_trained

ALL = tuple(entry.name for entry in LAYERS)
SIZES = 2, 5
_EVERY = 23  # cells, from one that is looked at to the next


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder, plan = tmp_path_factory.mktemp("layers"), {"epochs": 5, "batch": 64}
    paths = {size: folder / f"digits-{size}.safetensors" for size in SIZES}
    for size, path in paths.items():
        save_trained(path, open_data("digits"), "vae", plan, hidden=(32,), latent=size)
    return paths


@pytest.fixture(params=SIZES)
def desk(desk: Desk, trained: dict[int, Path], request: pytest.FixtureRequest) -> Desk:
    """A map of two dimensions, or of the plane of more, with all layers."""
    desk.open(trained[request.param])
    desk.store.set(layers=ALL)
    desk.quiet()
    return desk


def layers_of(desk: Desk) -> MapLayers:
    return desk.flow(MapLayers)


def heat_of(desk: Desk, name: str) -> tuple[Heat, Grid]:
    heat = layers_of(desk).heats[name].heat
    assert heat is not None
    rows, columns = heat.values.shape[-2:]
    return heat, Grid(heat.bounds, columns, rows)


def placed_of(desk: Desk) -> tuple[Placed, Plane]:
    placed = subject_of(desk).placed
    assert placed is not None
    assert isinstance(placed.plane, Plane)
    return placed, placed.plane


def labels_of(desk: Desk) -> Tensor:
    labels = subject_of(desk).labels
    assert labels is not None
    return torch.from_numpy(labels)


def covariances(desk: Desk) -> Tensor:
    """(N, 2, 2) of the posteriors' marginals in the plane."""
    placed, plane = placed_of(desk)
    assert placed.stds is not None
    basis = plane.basis.double()
    return basis @ torch.diag_embed(placed.stds.double().square()) @ basis.T


def places(values: Tensor) -> Tensor:
    """Some of the cells of (..., rows, columns), over all of the map."""
    return values.flatten(-2)[..., ::_EVERY]


def seen_in(heat: Heat) -> Tensor:
    """At which of these places (K,) the colours are strong enough to be seen."""
    assert heat.weight is not None
    seen = places(torch.from_numpy(heat.weight)) > 0.2
    assert seen.float().mean() > 0.2
    return seen


def by_the_book(desk: Desk, grid: Grid) -> Tensor:
    """Each posterior's density at these places (N, K), blurred by half a cell of the grid."""
    placed, plane = placed_of(desk)
    means = (placed.latents.double() - plane.origin) @ plane.basis.double().T
    blur = torch.tensor([side / 2 for side in grid.cell]).double().square()
    each = MultivariateNormal(means, covariances(desk) + torch.diag(blur))
    logs = [each.log_prob(at) for at in grid.points[::_EVERY].double()]  # type: ignore[no-untyped-call]
    return torch.stack(logs, 1).exp()


def test_holes_are_the_aggregate_posterior_against_the_prior(desk: Desk) -> None:
    heat, grid = heat_of(desk, "holes")
    _, plane = placed_of(desk)
    zero = plane.project(torch.zeros(1, len(plane.origin)))
    away = (grid.points[::_EVERY].double() - zero).square().sum(1)
    expected = by_the_book(desk, grid).mean(0).log() + away / 2 + math.log(2 * math.pi)
    found = places(torch.from_numpy(heat.values).double())
    seen = seen_in(heat)
    torch.testing.assert_close(found[seen], expected[seen], rtol=1e-3, atol=1e-3)


def test_the_class_map_is_bayes_rule(desk: Desk) -> None:
    heat, grid = heat_of(desk, "classes")
    each, labels = by_the_book(desk, grid), labels_of(desk)
    expected = torch.stack([each[labels == number].sum(0) for number in range(10)])
    found = places(torch.from_numpy(heat.values).double())
    seen = seen_in(heat)
    found, expected = (each[:, seen] / each[:, seen].sum(0) for each in (found, expected))
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-3)


def test_contours_hold_the_shares_they_say(desk: Desk) -> None:
    _, grid = heat_of(desk, "holes")
    density = by_the_book(desk, grid).mean(0)
    for lines, share in zip(layers_of(desk).density._lines, (0.5, 0.8, 0.95), strict=True):
        corners = torch.cat([torch.from_numpy(line) for line in lines]).double()
        near = torch.cdist(grid.points[::_EVERY].double(), corners).min(1).values.argsort()
        level = density[near[:20]].mean()
        assert density[density >= level].sum() / density.sum() == pytest.approx(share, abs=0.05)


def test_the_metric_follows_the_decoder_s_derivative(desk: Desk) -> None:
    """The logarithm of sqrt(det J^T J), J by automatic differentiation."""
    heat, grid = heat_of(desk, "metric")
    _, plane = placed_of(desk)
    with subject_of(desk).twins.reading() as (model, _):
        jacobian = vmap(jacrev(lambda p: model.decode(plane.lift(p[None])).flatten()))(grid.points)
    jacobian = jacobian.detach().double()
    expected = torch.linalg.det(jacobian.mT @ jacobian).log() / 2
    pair = torch.stack([torch.from_numpy(heat.values).double().flatten(), expected])
    assert torch.corrcoef(pair)[0, 1] > 0.95


def test_ellipses_are_the_posteriors_covariances(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "_LINES", math.inf)  # as many as there are, however wide
    desk.store.set(layers=())
    desk.store.set(layers=ALL)
    desk.quiet()
    ovals = layers_of(desk).ovals["posteriors"]._ovals
    assert ovals is not None
    placed, _ = placed_of(desk)
    points = torch.from_numpy(placed.points)
    which = torch.cdist(torch.from_numpy(ovals.centres), points).argmin(1)
    assert len(which) > 50
    axes, angles = torch.from_numpy(ovals.axes).double(), torch.from_numpy(ovals.angles).double()
    turned = torch.stack([angles.cos(), -angles.sin(), angles.sin(), angles.cos()], 1).reshape(
        -1, 2, 2
    )
    found = turned @ torch.diag_embed(axes.square()) @ turned.mT
    torch.testing.assert_close(found, covariances(desk)[which], rtol=1e-3, atol=1e-5)


def test_rings_are_one_two_and_three_standard_deviations_away(desk: Desk) -> None:
    canvas, (_, plane) = desk.parts.map, placed_of(desk)
    zero = plane.project(torch.zeros(1, len(plane.origin)))[0]
    camera = Camera((zero[0].item(), zero[1].item()), 8.0)
    shots = []
    for layers in (("prior",), ()):
        desk.store.set(layers=layers, camera=camera, cursor=(100.0, 100.0))
        desk.quiet()
        shots.append(canvas.grab().toImage())
    for ring in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        turns = torch.arange(0, 2 * math.pi, 0.02)
        around = zero + ring * torch.stack([turns.cos(), turns.sin()], 1)
        pixels = [canvas.viewport.to_pixel((x, y)) for x, y in around.tolist()]
        colours = [[shot.pixelColor(int(x), int(y)) for x, y in pixels] for shot in shots]
        changed = sum(one != other for one, other in zip(*colours, strict=True)) / len(pixels)
        assert (changed > 0.4) == (ring in {1, 2, 3}), (ring, changed)
        assert changed < 0.1 or ring in {1, 2, 3}, (ring, changed)


def test_of_wide_ellipses_there_are_fewer_and_the_same_ones(desk: Desk) -> None:
    """So many as can be told apart: the nearer one looks, the longer are the lines."""
    subject = subject_of(desk)
    assert subject.placed is not None
    camera, samples = desk.parts.map.viewport.camera, torch.arange(len(subject.placed.points))
    sizes = (100, 400, 4000)
    shown = [fields._posteriors(subject, samples, Viewport(camera, n, n)) for n in sizes]
    counts = [len(ovals.centres) for ovals in shown]
    assert 300 >= counts[0] > counts[1] > counts[2] >= 1
    for ovals in shown:
        assert np.array_equal(ovals.centres, shown[0].centres[: len(ovals.centres)])
