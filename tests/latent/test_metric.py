"""The metric by differences is J^T J."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.func import jacrev, vmap

from aeviewer.latent.field import Grid
from aeviewer.latent.metric import ellipses, log_magnification, magnification, metric

GRID = Grid((-2.0, -1.0, 2.0, 2.0), columns=9, rows=7)
FINE = Grid((-3.0, -3.0, 3.0, 3.0), columns=64, rows=64)
seeds = st.integers(0, 2**31 - 1)


def linear(seed: int = 0) -> Tensor:
    return torch.randn(30, 2, generator=torch.Generator().manual_seed(seed))


def pictures(grid: Grid, jacobian: Tensor) -> Tensor:
    return (grid.points @ jacobian.T).reshape(grid.rows, grid.columns, -1)


def smooth() -> nn.Module:
    generator = torch.Generator().manual_seed(4)
    decoder = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 50), nn.Sigmoid())
    for weight in decoder.parameters():
        weight.data = torch.randn(weight.shape, generator=generator) / math.sqrt(weight.shape[-1])
    return decoder.requires_grad_(False)


def exact(decoder: nn.Module, grid: Grid) -> Tensor:
    jacobians = vmap(jacrev(decoder))(grid.points)
    squared: Tensor = jacobians.mT @ jacobians
    return squared.reshape(grid.rows, grid.columns, 2, 2)


@given(seeds)
def test_of_a_linear_decoder_it_is_exact(seed: int) -> None:
    jacobian = linear(seed)
    with torch.no_grad():
        found = metric(pictures(GRID, jacobian), GRID)
    expected = (jacobian.T @ jacobian).expand(7, 9, 2, 2)
    assert found.dtype == torch.float32
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(
        magnification(found), torch.linalg.det(expected).sqrt(), rtol=1e-4, atol=1e-4
    )


def test_it_is_near_to_automatic_differentiation() -> None:
    decoder = smooth()
    decoded = decoder(FINE.points).reshape(64, 64, -1)
    found, expected = (
        log_magnification(each) for each in (metric(decoded, FINE), exact(decoder, FINE))
    )
    assert torch.corrcoef(torch.stack([found.flatten(), expected.flatten()]))[0, 1] > 0.98


def test_the_error_falls_with_the_square_of_the_cell() -> None:
    decoder = smooth()
    errors = []
    for cells in (16, 32, 64):
        grid = Grid(FINE.bounds, cells, cells)
        found = metric(decoder(grid.points).reshape(cells, cells, -1), grid)
        inside = (found - exact(decoder, grid))[1:-1, 1:-1]
        errors.append(inside.abs().max().item())
    assert errors[0] > 3 * errors[1] > 9 * errors[2]


def test_rows_are_those_of_the_whole() -> None:
    decoded = smooth()(GRID.points).reshape(7, 9, -1)
    whole = metric(decoded, GRID)
    bands = [metric(decoded, GRID, slice(start, start + 3)) for start in (0, 3, 6)]
    assert torch.equal(torch.cat(bands), whole)


def test_a_constant_decoder_stays_finite() -> None:
    found = metric(torch.full((7, 9, 5), 0.5), GRID)
    axes, angles = ellipses(found, longest=0.7)
    assert not magnification(found).any()
    torch.testing.assert_close(log_magnification(found), torch.full((7, 9), math.log(1e-6)))
    torch.testing.assert_close(axes, torch.full((7, 9, 2), 0.7))
    assert torch.isfinite(angles).all()


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 6), (6, 1), (2, 2), (1, 2)])
def test_small_grids(rows: int, columns: int) -> None:
    grid, jacobian = Grid((-1.0, -1.0, 1.0, 1.0), columns, rows), linear()
    found = metric(pictures(grid, jacobian), grid)
    known = torch.tensor([columns > 1, rows > 1]).float()
    expected = (jacobian.T @ jacobian) * known * known[:, None]
    torch.testing.assert_close(found, expected.expand(rows, columns, 2, 2), rtol=1e-4, atol=1e-4)
    assert torch.isfinite(log_magnification(found)).all()
    assert all(torch.isfinite(part).all() for part in ellipses(found))


@given(seeds)
def test_a_step_to_the_ellipse_changes_the_picture_by_the_error(seed: int) -> None:
    jacobian = linear(seed)
    axes, angles = ellipses((jacobian.T @ jacobian)[None], error=4.0, longest=100.0)
    longer, shorter, angle = *axes[0].tolist(), angles.item()
    assert longer >= shorter
    assert 0 <= angle <= math.pi + 1e-6
    for length, turn in ((longer, angle), (shorter, angle + math.pi / 2)):
        step = length * torch.tensor([math.cos(turn), math.sin(turn)])
        assert (jacobian @ step).square().sum().item() == pytest.approx(4, rel=1e-3)


@pytest.mark.parametrize(
    ("g", "expected"),
    [
        ([[4.0, 0.0], [0.0, 25.0]], (0.5, 0.2, 0.0)),  # y changes more: the long axis is x
        ([[25.0, 0.0], [0.0, 4.0]], (0.5, 0.2, math.pi / 2)),
        ([[14.5, -10.5], [-10.5, 14.5]], (0.5, 0.2, math.pi / 4)),
        ([[14.5, 10.5], [10.5, 14.5]], (0.5, 0.2, 3 * math.pi / 4)),
        ([[4.0, 0.0], [0.0, 0.0]], (3.0, 0.5, math.pi / 2)),  # along y nothing changes
    ],
)
def test_the_long_axis_is_where_little_changes(
    g: list[list[float]], expected: tuple[float, float, float]
) -> None:
    axes, angle = ellipses(torch.tensor(g), longest=3.0)
    assert (*axes.tolist(), angle.item()) == pytest.approx(expected, abs=1e-6)


def test_one_direction_alone_has_no_area() -> None:
    jacobian = torch.outer(torch.linspace(-1, 1, 30), torch.tensor([0.6, 0.7]))
    g = jacobian.T @ jacobian
    assert magnification(g) < 1e-2 * g[0, 0]
    assert magnification(torch.tensor([[1.0, 1.1], [1.1, 1.0]])) == 0  # rounded below zero
