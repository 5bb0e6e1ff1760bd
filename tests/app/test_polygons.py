"""Corners from arrays arrive in Qt as they are."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QTransform

from aeviewer.app.kit.polygons import ellipses, polygons


def test_each_row_of_corners_is_a_polygon() -> None:
    corners = np.random.default_rng(0).normal(0, 1e3, (3, 5, 2))
    made = [[point.toTuple() for point in polygon.toList()] for polygon in polygons(corners)]
    assert made == [[tuple(corner) for corner in one] for one in corners.tolist()]


def test_without_rows_there_is_none() -> None:
    assert list(polygons(np.empty((0, 7, 2), np.float32))) == []


def test_ellipses_are_those_that_qt_makes() -> None:
    centres = np.array([(10.0, 20.0), (100.0, -40.0)])
    axes, angles = np.array([(5.0, 2.0), (30.0, 10.0)]), np.array([0.0, 0.7])
    made, wanted = ellipses(centres, axes, angles), QPainterPath()
    for (x, y), (a, b), angle in zip(centres, axes, angles, strict=True):
        one = QPainterPath()
        one.addEllipse(QPointF(0, 0), a, b)
        wanted.addPath((QTransform.fromTranslate(x, y).rotateRadians(angle)).map(one))
    assert made.length() == pytest.approx(wanted.length())
    assert made.boundingRect().getRect() == pytest.approx(wanted.boundingRect().getRect())
    outline = (made.elementAt(number) for number in range(made.elementCount()))
    assert all(_near(QPointF(point.x, point.y), wanted) for point in outline)


def _near(point: QPointF, path: QPainterPath) -> bool:
    others = (path.elementAt(number) for number in range(path.elementCount()))
    return any((QPointF(o.x, o.y) - point).manhattanLength() < 1e-6 for o in others)


def test_no_ellipse_is_no_path() -> None:
    assert ellipses(np.empty((0, 2)), np.empty((0, 2)), np.empty(0)).isEmpty()
