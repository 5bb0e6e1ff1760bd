"""How fast the map repaints, beside a bare pixmap and pyqtgraph's scatter: prints one JSON object.

Run by hand: python tests/benchmarks/scatter.py
"""

import json
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aeviewer.app.look.dressing import apply
from aeviewer.app.look.theme import LIGHT
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.session.store import Store
from aeviewer.session.view import Camera

Points = NDArray[np.float32]
Labels = NDArray[np.intp]

_SIZE = 900, 700
_CLASSES = 10
_FRAME_MS = 1000 / 60


class _Pixmap(QWidget):
    """The floor: nothing is cheaper than to copy a picture of the same size."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._pixmap = QPixmap(*_SIZE)
        self._pixmap.fill(Qt.GlobalColor.white)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._pixmap)


def main() -> None:
    """Measure and print."""
    app = QApplication([])
    apply(app, LIGHT)
    result: dict[str, object] = {"unit": "milliseconds of CPU time, p50", "canvas": _SIZE}
    for count, repetitions in ((70_000, 60), (1_000_000, 20)):
        result[f"{count}"] = _compare(*_clusters(count), repetitions)
    print(json.dumps(result, indent=1))


def _compare(points: Points, labels: Labels, repetitions: int) -> dict[str, object]:
    floor = _floor(repetitions)
    ours = _map(points, labels, repetitions)
    large = len(points) > 100_000
    theirs = _pyqtgraph(points, labels, 3 if large else 10)
    return {
        "pixmap": floor,
        "map": ours,
        "pyqtgraph": theirs,
        "pan / pixmap": _ratio(ours["pan"], floor),
        "pyqtgraph / map, pan": _ratio(theirs["pan"], ours["pan"]),
        "pyqtgraph / map, move": _ratio(theirs["move"], ours["move"]),
        "met": _large_targets(ours, theirs) if large else _targets(ours, theirs, floor),
    }


def _targets(ours: dict[str, float], theirs: dict[str, float], floor: float) -> dict[str, bool]:
    return {
        "pan <= 30 pixmaps": ours["pan"] <= 30 * floor,
        "move <= 1/50 of pyqtgraph": ours["move"] <= theirs["move"] / 50,
        "pick <= 0.1 ms": ours["pick"] <= 0.1,
    }


def _large_targets(ours: dict[str, float], theirs: dict[str, float]) -> dict[str, bool]:
    return {
        "pan, zoom, move <= a frame": max(ours[k] for k in ("pan", "zoom", "move")) <= _FRAME_MS,
        "pan >= 12 times faster": theirs["pan"] >= 12 * ours["pan"],
        "move >= 200 times faster": theirs["move"] >= 200 * ours["move"],
        "pick <= 1 ms": ours["pick"] <= 1,
    }


def _floor(repetitions: int) -> float:
    widget = _Pixmap()
    _show(widget)
    time_ = _p50_painted(widget, lambda _: widget.repaint(), repetitions)
    widget.close()
    return time_


def _map(points: Points, labels: Labels, repetitions: int) -> dict[str, float]:
    store = Store()
    widget = LatentMap(store)
    widget.set_theme(LIGHT)
    _show(widget)
    classes = tuple(map(str, range(_CLASSES)))
    widget.set_points(points, labels, classes)
    home = widget.viewport.camera
    span = home.span
    moved = [points + np.float32(0.01 * step) for step in range(4)]

    def look(camera: Camera) -> None:
        store.set(camera=camera)
        widget.repaint()

    def place(step: int) -> None:
        widget.set_points(moved[step % 4], labels, classes)

    def move(step: int) -> None:
        place(step)
        widget.repaint()

    def point(step: int) -> None:
        store.set(cursor=(step * 0.01, 0.0))
        widget.repaint()

    def timed(call: Callable[[int], object]) -> float:
        return _p50_painted(widget, call, repetitions)

    times = {
        "pan": timed(lambda step: look(Camera((step * 0.01, 0.0), span))),
        "zoom": timed(lambda step: look(Camera((0.0, 0.0), span * 0.99**step))),
        "zoom, close up": timed(lambda step: look(Camera((0.0, 0.0), span / 8 * 0.99**step))),
    }
    look(home)
    store.set(camera=None)  # as while training: the map follows the points
    if widget.viewport.camera != home:
        raise SystemExit("the map is not where the points are")
    times |= {
        "move": timed(move),
        "cursor": timed(point),
        "set_points": _p50(place, repetitions),
        "pick": _p50(lambda step: widget.sample_at((100.0 + step, 350.0)), repetitions),
    }
    widget.close()
    return times


def _pyqtgraph(points: Points, labels: Labels, repetitions: int) -> dict[str, float]:
    plot = pg.PlotWidget()
    chosen = [labels == number for number in range(_CLASSES)]
    items = [pg.ScatterPlotItem(size=3, pen=None, brush=pg.intColor(n)) for n in range(_CLASSES)]
    for item, mine in zip(items, chosen, strict=True):
        item.setData(pos=points[mine])
        plot.addItem(item)
    _show(plot)
    plot.disableAutoRange()

    def pan(step: int) -> None:
        plot.setXRange(-8 + step * 0.01, 8 + step * 0.01, padding=0)
        plot.viewport().repaint()

    def move(step: int) -> None:
        for item, mine in zip(items, chosen, strict=True):
            item.setData(pos=points[mine] + np.float32(0.01 * step))
        plot.viewport().repaint()

    times = {
        "pan": _p50_painted(plot.viewport(), pan, repetitions),
        "move": _p50_painted(plot.viewport(), move, repetitions),
    }
    plot.close()
    return times


def _clusters(count: int) -> tuple[Points, Labels]:
    random = np.random.default_rng(0)
    centres = random.normal(size=(_CLASSES, 2)) * 2.2
    labels = random.integers(0, _CLASSES, count)
    points = centres[labels] + random.normal(size=(count, 2)) * 0.5
    return points.astype(np.float32), labels


class _Paints(QObject):
    """Counts what is painted: a window that is not on the screen yet repaints in no time."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def _show(widget: QWidget) -> None:
    widget.resize(*_SIZE)
    widget.show()
    if not QTest.qWaitForWindowExposed(widget):
        raise SystemExit("the window never came up")


def _p50_painted(widget: QWidget, call: Callable[[int], object], repetitions: int) -> float:
    """Median milliseconds of a call that must paint the widget each time."""
    paints = _Paints(widget)
    time_ = _p50(call, repetitions)
    if paints.count < repetitions:
        raise SystemExit(f"only {paints.count} of {repetitions} repaints took place")
    widget.removeEventFilter(paints)
    return time_


def _p50(call: Callable[[int], object], repetitions: int) -> float:
    """Median milliseconds of a call, after two that warm up.

    It is the time of this thread, which does all of the work here, so that neighbours on a busy
    machine do not count.
    """
    times = []
    for step in range(repetitions + 2):
        start = time.thread_time_ns()
        call(step)
        times.append(time.thread_time_ns() - start)
    return round(statistics.median(times[2:]) / 1e6, 4)


def _ratio(above: float, below: float) -> float:
    return round(above / below, 2)


if __name__ == "__main__":
    main()
