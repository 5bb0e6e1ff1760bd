"""How long pictures and films to take away take: python -m tests.benchmarks.export [MODEL].

Prints JSON: seconds from the order to the file, and the longest from a cancellation to the end.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from aeviewer.app.export.easel import Look
from aeviewer.app.export.job import Job
from aeviewer.app.export.motifs import MOTIFS
from aeviewer.app.export.order import Order
from aeviewer.app.look import dressing, theme
from aeviewer.session.view import Anchor, Slot, View

_LAYERS = ("manifold", "density", "points")
_ANCHORS = (Anchor((-1.0, -1.0)), Anchor((1.0, 1.0)))
_STOPS = 12  # moments of a film, from its beginning to its end, at which it is cancelled


def carry_out(order: Order, view: View, stop_after: float | None = None) -> float:
    """Seconds from the beginning, or from the cancellation after so many, to the end.

    A film that is ready before it is cancelled took no time to be.
    """
    job, loop, began = Job(order, view), QEventLoop(), time.perf_counter()
    outcome: list[object] = []

    def stop() -> None:
        nonlocal began
        began = time.perf_counter()
        job.cancel()

    if stop_after is not None:
        QTimer.singleShot(round(1000 * stop_after), loop, stop)
    job.ended.connect(outcome.append)
    job.ended.connect(lambda _: loop.quit())
    job.start()
    loop.exec()
    ready = stop_after is not None and outcome != [None]
    took = 0.0 if ready else time.perf_counter() - began
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return took


def stills(view: View, folder: Path) -> dict[str, float]:
    """Seconds of the map and of the window in each format, at twice their size."""
    found = {}
    for what in ("map", "window"):
        for form in ("png", "svg", "pdf"):
            order = Order(Look(what, MOTIFS[what].size, 2), folder / f"{what}.{form}")
            found[f"{what}.{form}"] = carry_out(order, view)
    return found


def films(view: View, folder: Path) -> dict[str, dict[str, float]]:
    """Seconds and bytes of 90 frames of the map, and the slowest end of those cancelled."""
    found = {}
    for form in ("gif", "webp", "mp4"):
        order = Order(Look("map", (800, 600)), folder / f"path.{form}", frames=90)
        took = carry_out(order, view)
        size = order.target.stat().st_size
        moments = (took * (number + 0.5) / _STOPS for number in range(_STOPS))
        ends = [carry_out(order, view, moment) for moment in moments]
        found[form] = {"seconds": took, "bytes": size, "slowest_cancel": max(ends)}
    return found


def main(model: str) -> None:
    """Measure, and print."""
    app = QApplication([])
    dressing.apply(app, theme.LIGHT)
    view = View(slots=(Slot(model=model),), layers=_LAYERS, anchors=_ANCHORS, theme="light")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts: dict[str, Callable[[View, Path], object]] = {"stills": stills, "films": films}
        carry_out(Order(Look("map", (300, 220)), folder / "warm.png"), view)
        result = {part: measure(view, folder) for part, measure in parts.items()}
    print(json.dumps({"model": model, **result}, indent=2))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "mnist-vae-2d")
