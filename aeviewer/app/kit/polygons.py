"""Corners from an array to Qt in one piece: a QPointF for each is most of what a layer costs."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPolygonF


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
