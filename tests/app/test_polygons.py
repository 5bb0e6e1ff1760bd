"""Corners from arrays arrive in Qt as they are."""

import numpy as np

from aeviewer.app.kit.polygons import polygons


def test_each_row_of_corners_is_a_polygon() -> None:
    corners = np.random.default_rng(0).normal(0, 1e3, (3, 5, 2))
    made = [[point.toTuple() for point in polygon.toList()] for polygon in polygons(corners)]
    assert made == [[tuple(corner) for corner in one] for one in corners.tolist()]


def test_without_rows_there_is_none() -> None:
    assert list(polygons(np.empty((0, 7, 2), np.float32))) == []
