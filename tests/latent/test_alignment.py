"""A chart laid over another: what was turned, mirrored and scaled comes back to where it was."""

import math
from typing import Any

import numpy as np
import pytest

from aeviewer.latent.alignment import Points, paired, spread_alike


def turned(points: Points, angle: float, scale: float, mirror: bool) -> Points:
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    turn = turn @ np.diag([1, -1]) if mirror else turn
    made: Points = (scale * points @ turn.T + [3, -1]).astype(np.float32)
    return made


@pytest.mark.parametrize("mirror", [False, True])
def test_a_plane_that_was_turned_and_scaled_is_laid_where_it_was(mirror: bool) -> None:
    drawn = np.random.default_rng(0).normal(size=(40, 2)) * [3, 1]
    goal: Points = drawn.astype(np.float32)
    found = turned(goal, 0.8, 12.0, mirror)
    found[7] = np.nan  # a sample without a place says nothing
    laid = paired(found, goal)
    there = laid.over(found)
    np.testing.assert_allclose(np.delete(there, 7, 0), np.delete(goal, 7, 0), atol=1e-4)
    point = tuple(found[3].tolist())
    assert laid.under(tuple(there[3].tolist())) == pytest.approx(point, abs=1e-3)


def test_what_does_not_agree_keeps_its_size() -> None:
    generator = np.random.default_rng(1)
    here, goal = (generator.normal(size=(500, 2)).astype(np.float32) for _ in range(2))
    for lay in (paired, spread_alike):
        there = lay(9 * here, goal).over(9 * here)
        np.testing.assert_allclose(there.std(), goal.std(), rtol=0.05)
        np.testing.assert_allclose(there.mean(0), goal.mean(0), atol=1e-4)


@pytest.mark.parametrize("lay", [paired, spread_alike])
def test_a_heap_and_nothing_at_all_stay_where_they_are(lay: Any) -> None:
    none, heap = np.empty((0, 2), np.float32), np.ones((5, 2), np.float32)
    assert lay(none, none).under((1.0, 2.0)) == (1.0, 2.0)
    np.testing.assert_allclose(lay(heap, heap).over(heap), heap)
    flat = np.stack([np.arange(5), np.zeros(5)], 1).astype(np.float32)  # of one dimension
    np.testing.assert_allclose(lay(3 * flat, flat).over(3 * flat), flat, atol=1e-5)
