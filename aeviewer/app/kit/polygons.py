"""Corners from an array to Qt in one piece: a QPointF for each is most of what a layer costs."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath, QPolygonF

_HANDLE = 4 * (2**0.5 - 1) / 3  # of the radius: four curves with it differ from a circle by 0.03 %
_QUARTER = np.array([(1, 0), (1, _HANDLE), (_HANDLE, 1)])
_TURNED = np.array([(0, 1), (-1, 0)])
_CIRCLE = np.concatenate([_QUARTER @ np.linalg.matrix_power(_TURNED, n) for n in range(5)])[:13]
_ELEMENTS = np.array([0, *4 * (2, 3, 3)])  # as Qt calls them: go there; a curve, its other points


def polygons(corners: NDArray[np.floating]) -> Iterator[QPolygonF]:
    """Yield a polygon for each of (N, K, 2), written as Qt reads them from a stream."""
    count, each = corners.shape[:2]
    records = np.empty(count, np.dtype([("count", ">u4"), ("corners", ">f8", (each, 2))]))
    records["count"], records["corners"] = each, corners
    stream = QDataStream(QByteArray(records.tobytes()))
    for _ in range(count):
        polygon = QPolygonF()
        stream >> polygon
        yield polygon


def ellipses(
    centres: NDArray[np.floating], axes: NDArray[np.floating], angles: NDArray[np.floating]
) -> QPainterPath:
    """Make one path of N ellipses, written as Qt reads it from a stream.

    Args:
        centres: (N, 2).
        axes: (N, 2) lengths of the half axes.
        angles: (N,) radians by which the first axis is turned from x towards y.
    """
    cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
    u, v = (_CIRCLE * axes[:, None]).transpose(2, 0, 1)  # (N, 13) along either axis
    points = np.stack((u * cos - v * sin, u * sin + v * cos), 2) + centres[:, None]
    records = np.empty(points.shape[:2], np.dtype([("element", ">i4"), ("point", ">f8", 2)]))
    records["element"], records["point"] = _ELEMENTS, points
    count, begun_and_filled = np.array(records.size, ">i4"), np.array((0, 0), ">i4")
    data = count.tobytes() + records.tobytes() + begun_and_filled.tobytes()
    path = QPainterPath()
    QDataStream(QByteArray(data)) >> path
    return path
