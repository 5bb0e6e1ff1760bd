"""What the keys of the map's layers say."""

import math

import pytest

from aeviewer.app.flows.map.magnification import times


@pytest.mark.parametrize(
    ("factor", "said"),
    [(1, "x1"), (0.1, "x0.1"), (12, "x12"), (346, "x346"), (6.5e-10, "<x0.001"), (1e7, ">x1,000")],
)
def test_a_factor_is_written_within_bounds(factor: float, said: str) -> None:
    assert times(math.log(factor)) == said.replace("x", "\N{MULTIPLICATION SIGN}")
