"""A grid's cells fill its bounds, and its first row is the top one."""

import pytest
import torch

from aeviewer.latent.field import Grid

GRID = Grid((-1.0, 0.0, 3.0, 6.0), columns=4, rows=3)


def test_centres_run_to_the_right_and_from_the_top_down() -> None:
    assert GRID.cell == (1.0, 2.0)
    assert GRID.xs.tolist() == [-0.5, 0.5, 1.5, 2.5]
    assert GRID.ys.tolist() == [5.0, 3.0, 1.0]
    assert GRID.xs.dtype == GRID.ys.dtype == GRID.points.dtype == torch.float32


def test_points_are_in_the_order_of_reading() -> None:
    points = GRID.points.reshape(3, 4, 2)
    assert GRID.points.shape == (12, 2)
    for row in range(3):
        for column in range(4):
            assert points[row, column].tolist() == [GRID.xs[column], GRID.ys[row]]


def test_one_cell_has_its_centre_in_the_middle() -> None:
    assert Grid((0.0, 2.0, 1.0, 4.0), 1, 1).points.tolist() == [[0.5, 3.0]]


def test_a_view_far_zoomed_in_stays_even() -> None:
    left, width = 3.0, 1e-4
    xs = Grid((left, 0.0, left + width, 1.0), 10, 1).xs.double()
    expected = left + width * (torch.arange(10, dtype=torch.float64) + 0.5) / 10
    assert (xs - expected).abs().max() <= 2**-23  # half of the spacing of floats there


def test_equal_grids_are_equal() -> None:
    assert Grid((0.0, 0.0, 1.0, 1.0), 2, 2) == Grid((0.0, 0.0, 1.0, 1.0), 2, 2)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1)])
def test_cells_fill_the_bounds(shape: tuple[int, int]) -> None:
    grid = Grid((-2.0, -1.0, 5.0, 1.0), *shape)
    assert grid.cell[0] * grid.columns == pytest.approx(7)
    assert grid.cell[1] * grid.rows == pytest.approx(2)
    assert grid.xs[0].item() - grid.cell[0] / 2 == pytest.approx(-2)
    assert grid.ys[0].item() + grid.cell[1] / 2 == pytest.approx(1)
