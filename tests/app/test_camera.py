import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeviewer.app.kit.camera import (
    Viewport,
    between,
    decimals,
    fitted,
    steady,
    ticks,
)
from aeviewer.session.view import NARROWEST, WIDEST, Camera

HOME = Viewport(Camera((1.0, -2.0), 4.0), 800, 400)
coordinates = st.floats(-1e6, 1e6)
pixels = st.tuples(st.floats(0, 800), st.floats(0, 400))


def test_the_centre_is_in_the_middle_and_y_points_up() -> None:
    assert HOME.to_pixel((1, -2)) == (400, 200)
    assert HOME.to_pixel((2, -1)) == (500, 100)
    assert HOME.bounds == (-3, -4, 5, 0)


@given(pixels)
def test_there_and_back_again(pixel: tuple[float, float]) -> None:
    assert HOME.to_pixel(HOME.to_plane(pixel)) == pytest.approx(pixel, abs=1e-6)


@given(pixels, st.floats(0.2, 5))
def test_zooming_keeps_what_is_under_the_mouse(pixel: tuple[float, float], factor: float) -> None:
    closer = Viewport(HOME.zoomed(factor, pixel), 800, 400)
    assert closer.scale == pytest.approx(HOME.scale * factor)
    assert closer.to_plane(pixel) == pytest.approx(HOME.to_plane(pixel), abs=1e-6)


def test_zooming_ends_somewhere() -> None:
    view = HOME
    for factor in (1e9, 1e9, 1e-30, 1e-30):
        view = Viewport(view.zoomed(factor, (0, 0)), 800, 400)
        assert NARROWEST <= view.camera.span <= WIDEST
        assert all(map(math.isfinite, view.camera.centre))


def test_panning_takes_the_plane_along() -> None:
    moved = Viewport(HOME.panned(30, -20), 800, 400)
    assert moved.to_pixel((1, -2)) == pytest.approx((430, 180))


@given(coordinates, coordinates, coordinates, coordinates)
def test_a_fit_shows_all_of_the_bounds(x0: float, y0: float, x1: float, y1: float) -> None:
    bounds = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    left, bottom, right, top = Viewport(fitted(bounds, 300, 200), 300, 200).bounds
    assert left <= bounds[0]
    assert bottom <= bounds[1]
    assert right >= bounds[2]
    assert top >= bounds[3]


def test_a_fit_leaves_room_for_what_lies_at_the_right() -> None:
    bounds = -3, -1, 3, 1
    camera = fitted(bounds, 400, 300, 100)
    view = Viewport(camera, 400, 300)
    left, right = view.to_pixel((-3, 0))[0], view.to_pixel((3, 0))[0]
    assert left == pytest.approx(300 - right)
    assert 0 < left < right < 300
    assert steady(camera, bounds, 400, 300, 100) is camera
    assert steady(camera, (-3, -1, 5, 1), 400, 300, 100) != camera


def test_one_point_is_fitted_with_room_around_it() -> None:
    assert fitted((5, 5, 5, 5), 300, 200) == Camera((5, 5), 2.0)


def test_a_steady_fit_stays_until_points_leave_or_shrink() -> None:
    now = fitted((-1, -1, 1, 1), 400, 400)
    assert steady(now, (-1.05, -0.9, 1, 1), 400, 400) is now
    grown = steady(now, (-2, -1, 1, 1), 400, 400)
    assert grown == fitted((-2, -1, 1, 1), 400, 400)
    assert steady(now, (-0.2, -0.2, 0.2, 0.2), 400, 400).span < now.span / 2


def test_the_way_between_two_cameras_begins_and_ends_there() -> None:
    start, end = Camera((0.0, 0.0), 1.0), Camera((2.0, 4.0), 4.0)
    assert between(start, end, 0) == start
    assert between(start, end, 0.5) == Camera((1.0, 2.0), 2.0)
    assert between(start, end, 1) is end


@pytest.mark.parametrize(
    ("low", "high", "count", "values"),
    [
        (-1, 1, 4, [-1, -0.5, 0, 0.5, 1]),
        (0.2, 9.9, 5, [2, 4, 6, 8]),
        (-3e4, 3e4, 3, [-20000, 0, 20000]),
        (1e9, 1e9 + 1e-5, 4, []),
        (1e9, 1e9, 4, []),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, count: int, values: list[float]) -> None:
    assert ticks(low, high, count) == pytest.approx(values)


def test_as_many_decimals_as_tell_steps_apart() -> None:
    assert [decimals(step) for step in (20, 1, 0.5, 0.02, 0.001)] == [0, 0, 1, 2, 3]
