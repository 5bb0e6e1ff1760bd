"""Reads what a widget writes: every text that it paints, and how large."""

import math
from typing import Any

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPaintDevice, QPaintEngine, QTextItem
from PySide6.QtWidgets import QWidget

_METRIC = QPaintDevice.PaintDeviceMetric
_DPI = (_METRIC.PdmDpiX, _METRIC.PdmDpiY, _METRIC.PdmPhysicalDpiX, _METRIC.PdmPhysicalDpiY)


class _Reader(QPaintEngine):
    """Keeps texts and leaves out all else. It is no raster, so no text comes as a kept picture."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.found: dict[float, list[str]] = {}

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, _state: Any) -> None:
        pass

    def drawPath(self, _path: Any) -> None:
        pass

    def drawPolygon(self, *_args: Any) -> None:
        pass

    def drawPixmap(self, *_args: Any) -> None:
        pass

    def drawImage(self, *_args: Any) -> None:
        pass

    def drawTextItem(self, _at: Any, item: QTextItem) -> None:
        enlarged = math.sqrt(abs(self.painter().combinedTransform().determinant()))
        size = round(item.font().pixelSize() * enlarged, 2)
        self.found.setdefault(size, []).append(item.text())


class _Paper(QPaintDevice):
    """As large as a widget, with a pixel for each of its pixels."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self.reader, self._size = _Reader(), size

    def paintEngine(self) -> QPaintEngine:
        return self.reader

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        if metric in _DPI:
            return 96
        scaled = int(QPaintDevice.devicePixelRatioFScale())
        return {
            _METRIC.PdmWidth: self._size.width(),
            _METRIC.PdmHeight: self._size.height(),
            _METRIC.PdmDevicePixelRatio: 1,
            _METRIC.PdmDevicePixelRatioScaled: scaled,
            _METRIC.PdmNumColors: 2**31 - 1,
            _METRIC.PdmDepth: 32,
        }.get(metric, 0)


def written(widget: QWidget) -> dict[float, list[str]]:
    """All texts that a widget and its children paint, by the size of their letters in pixels."""
    paper = _Paper(widget.size())
    widget.render(paper, QPoint())
    return paper.reader.found
