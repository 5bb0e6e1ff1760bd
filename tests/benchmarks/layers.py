"""The map with every layer switched on, and many points; prints one JSON object.

    python tests/benchmarks/layers.py [--points 70000 1000000] [--seconds 6]

The bundled two-dimensional VAE is put on show with so many samples (its own, spread a little), in
the real window, first idle and then while the same architecture trains. What is measured:

- a repaint while panning and zooming, in milliseconds of this thread, beside a bare pixmap;
- while a hand pans at each tick of a timer: frame gaps of the map, and stalls of the event loop;
- from a mouse event to the painted picture, as `decode.py` does.
"""

import argparse
import gc
import sys
import time
from dataclasses import replace
from itertools import count as numbers
from math import sin
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from aeviewer.app.models import shelf
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.program import Program
from aeviewer.app.screenshot import wait_until_quiet
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.map.layer_table import LAYERS
from aeviewer.session.view import Camera, View
from tests.benchmarks import measure
from tests.benchmarks.hand import Hand, Watch, latencies

_SPREAD = 0.02  # of the copies of a sample
_REPAINTS = 40


class _Pixmap(QWidget):
    """The floor: nothing is cheaper than to copy a picture of the same size."""

    def __init__(self, like: QWidget) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(like.size())
        self._pixmap = QPixmap(like.size())
        self._pixmap.fill(Qt.GlobalColor.white)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._pixmap)


class _Paints(QObject):
    """Keeps the moments at which a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times: list[float] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times.append(time.perf_counter())
        return False


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, nargs="+", default=[70_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=6.0)
    asked = parser.parse_args()
    figures: dict[str, Any] = {"unit": "milliseconds"}
    met: dict[str, bool] = {}
    watch = Watch()
    with measure.models(), measure.mnist_shaped() as folder, watch.watching():
        for count in asked.points:
            found = _measure(folder, count, watch, asked.seconds)
            figures[f"{count} points"] = found
            met |= {f"{count} points, {name}": ok for name, ok in _judge(found, count).items()}
    measure.report("layers", figures, met)


def _measure(folder: str, count: int, watch: Watch, seconds: float) -> dict[str, Any]:
    layers = tuple(layer.name for layer in LAYERS)
    view = View(data=folder, knobs=(("plan.epochs", 1000),), layers=layers)
    window, program = measure.ready_window(view)
    assert program.engine is not None
    gc.freeze()  # as the program does
    _put(program, count)
    wait_until_quiet(program)
    found = {"idle": _look(program, watch, seconds)}
    program.store.set(variant="vae", data=folder)
    measure.start_training(program)
    measure.live(3.0)
    _put(program, count)
    measure.live(3.0)
    found["training"] = _look(program, watch, seconds)
    training = program.engine.studio.training
    assert training is not None
    program.engine.wiring._subject = None  # or the crowd would go for its own samples
    program.engine.wiring.show(shelf.live(training))
    measure.stop_training(program)
    window.close()
    return found


def _put(program: Program, count: int) -> None:
    """Put the model on show with so many samples."""
    assert program.engine is not None
    wiring = program.engine.wiring
    assert wiring.subject is not None
    wiring.show(_crowd(wiring.subject, count))


def _crowd(subject: Subject, count: int) -> Subject:
    """Repeat the samples, each a little beside itself, until there are so many."""
    assert subject.placed is not None
    old, generator = subject.placed, torch.Generator().manual_seed(0)
    which = torch.arange(count) % len(old.latents)
    latents = old.latents[which]
    latents = latents + _SPREAD * torch.randn(latents.shape, generator=generator)
    stds = None if old.stds is None else old.stds[which]
    labels = None if subject.labels is None else subject.labels[which.numpy() % len(subject.labels)]
    return replace(subject, placed=Placed.of(latents, stds=stds), labels=labels, images=None)


def _look(program: Program, watch: Watch, seconds: float) -> dict[str, Any]:
    canvas = program.parts.map
    canvas.repaint()
    figures: dict[str, Any] = {"pixmap": _floor(canvas)}
    home = canvas.viewport.camera
    figures["pan"] = _repaints(
        program, [Camera((0.002 * n * home.span, 0.0), home.span) for n in range(_REPAINTS)]
    )
    figures["zoom"] = _repaints(
        program, [Camera((0.0, 0.0), home.span * 0.99**n) for n in range(_REPAINTS)]
    )
    program.store.set(camera=home)
    figures |= _swing(program, home, seconds)
    program.store.set(camera=home)
    hand = Hand(canvas)
    hand.drag(1.0)
    figures["mouse to picture"] = measure.spread(latencies(hand, watch, seconds))
    return figures


def _floor(canvas: LatentMap) -> float:
    floor = _Pixmap(canvas)
    floor.show()
    measure.live(0.1)
    times = [_clock(floor.repaint) for _ in range(_REPAINTS)]
    floor.close()
    return round(median(times), 3)


def _repaints(program: Program, cameras: list[Camera]) -> dict[str, float]:
    def look(camera: Camera) -> None:
        program.store.set(camera=camera)
        program.parts.map.repaint()

    return measure.spread([_clock(lambda camera=camera: look(camera)) for camera in cameras])


def _clock(call: Any) -> float:
    start = time.thread_time_ns()
    call()
    return (time.thread_time_ns() - start) / 1e6


def _swing(program: Program, home: Camera, seconds: float) -> dict[str, Any]:
    """Pan at each tick for a while: when the map is painted, and how late the ticks come."""
    ticks, paints = measure.Ticks(program), _Paints(program.parts.map)
    steps = (0.1 * home.span * sin(0.015 * step) for step in numbers())

    def swing() -> None:
        program.store.set(camera=Camera((home.centre[0] + next(steps), 0.0), home.span))

    ticks.timer.timeout.connect(swing)
    measure.live(seconds)
    ticks.timer.stop()
    program.parts.map.removeEventFilter(paints)
    stalls = [max(0.0, gap - measure.EVERY) for gap in measure.gaps(ticks.take())]
    return {"frames": measure.spread(measure.gaps(paints.times)), "stalls": measure.spread(stalls)}


def _judge(found: dict[str, Any], count: int) -> dict[str, bool]:
    met = {}
    for name, figures in found.items():
        few = count <= 100_000
        bound = 30 * figures["pixmap"] if few else measure.FRAME
        met[f"{name}: pan <= {'30 pixmaps' if few else 'a frame'}"] = figures["pan"]["p50"] <= bound
        met[f"{name}: zoom <= a frame"] = figures["zoom"]["p50"] <= measure.FRAME
        met[f"{name}: frame gap p99 <= 2 frames"] = figures["frames"]["p99"] <= 2 * measure.FRAME
        bound = measure.FRAME if name == "idle" else 2 * measure.FRAME
        met[f"{name}: mouse to picture p99 <= {bound:.1f}"] = (
            figures["mouse to picture"]["p99"] <= bound
        )
    return met


if __name__ == "__main__":
    main()
