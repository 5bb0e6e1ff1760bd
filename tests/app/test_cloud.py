import numpy as np
import pytest

from aeviewer.app.views.map.cloud import Cloud, Floats

NAN, INF = np.nan, np.inf


def cloud_of(points: object, labels: list[int] | None = None, classes: int = 0) -> Cloud:
    cloud = Cloud()
    marks = None if labels is None else np.array(labels)
    cloud.place(np.array(points, np.float32).reshape(-1, 2), marks, classes)
    return cloud


def test_without_points_there_is_nothing_to_pick() -> None:
    cloud = cloud_of([])
    assert cloud.bounds is None
    assert cloud.pick((0, 0), 1, 5) == -1
    assert cloud.point_of(0) is None


def test_points_without_a_finite_place_are_counted_and_left_out() -> None:
    cloud = cloud_of([(0, 1), (NAN, 0), (2, 3), (INF, 1), (1e30, 1), (1, -INF)])
    assert cloud.undrawn == 4
    assert cloud.numbers.tolist() == [0, 2]
    assert cloud.bounds == (0.0, 1.0, 2.0, 3.0)
    assert cloud.point_of(1) is None
    assert cloud.point_of(2) == (2.0, 3.0)


def test_points_come_back_when_they_are_finite_again() -> None:
    cloud = cloud_of([(0, 0), (NAN, 0)])
    assert cloud.numbers.tolist() == [0]
    cloud.place(np.array([(0, 0), (1, 1)], np.float32))
    assert not cloud.undrawn
    assert cloud.x.tolist() == [0, 1]
    assert cloud.point_of(1) == (1.0, 1.0)


def test_nothing_but_faults_shows_nothing() -> None:
    cloud = cloud_of([(NAN, 0), (0, INF)])
    assert (cloud.undrawn, cloud.x.size, cloud.bounds) == (2, 0, None)


def test_hidden_classes_are_not_shown_and_not_picked() -> None:
    cloud = cloud_of([(0, 0), (0.1, 0), (5, 5)], [0, 1, 1], 2)
    cloud.hide(frozenset({1, 7}))
    assert cloud.numbers.tolist() == [0]
    assert cloud.pick((0.1, 0), 0.05, 1) == 0
    assert cloud.point_of(2) == (5.0, 5.0)
    cloud.hide(frozenset())
    assert cloud.pick((0.1, 0), 0.05, 1) == 1


def test_hidden_classes_stay_hidden_while_points_move() -> None:
    labels, cloud = np.array([0, 1]), Cloud()
    cloud.hide(frozenset({0}))
    for shift in (0, 1):
        cloud.place(np.array([(0, 0), (shift, 2)], np.float32), labels, 2)
        assert cloud.numbers.tolist() == [1]
        assert cloud.x.tolist() == [shift]


def test_labels_that_are_no_class_have_a_style_of_their_own() -> None:
    cloud = cloud_of([(0, 0)] * 4, [1, -1, 2, 0], 2)
    assert cloud.styles.tolist() == [1, 2, 2, 0]


def test_of_dots_that_cover_the_mouse_the_last_drawn_is_in_front() -> None:
    cloud = cloud_of([(0, 0), (0.5, 0), (3, 0)])
    assert cloud.pick((0, 0), 1, 2) == 1
    assert cloud.pick((-0.9, 0), 1, 2) == 0


def test_where_no_dot_is_the_nearest_within_reach_is_meant() -> None:
    cloud = cloud_of([(0, 0), (3, 0)])
    assert cloud.pick((1.4, 0), 0.5, 2) == 0
    assert cloud.pick((1.6, 0), 0.5, 2) == 1
    assert cloud.pick((0, 2.1), 0.5, 2) == -1
    assert cloud.pick((1.9, 1.9), 0.5, 2) == -1  # in the square around (0, 0), not in the circle


@pytest.mark.parametrize("count", [1, 65_536, 150_000])
def test_picking_finds_what_a_plain_search_finds(count: int) -> None:
    random = np.random.default_rng(count)
    points: Floats = random.normal(size=(count, 2)).astype(np.float32)
    cloud = cloud_of(points)
    for place in random.normal(size=(5, 2)):
        distances = np.hypot(*(points - place.astype(np.float32)).T)
        nearest = int(distances.argmin())
        expected = nearest if distances[nearest] <= 0.05 else -1
        assert cloud.pick((float(place[0]), float(place[1])), 0, 0.05) == expected


def test_moving_points_does_not_dress_them_anew() -> None:
    labels, cloud = np.array([0, 1]), Cloud()
    cloud.place(np.zeros((2, 2), np.float32), labels, 2)
    dressing, version = cloud.dressing, cloud.version
    cloud.place(np.ones((2, 2), np.float32), labels, 2)
    assert cloud.dressing == dressing
    assert cloud.version > version
    cloud.place(np.ones((2, 2), np.float32), np.array([1, 1]), 2)
    assert cloud.dressing > dressing
