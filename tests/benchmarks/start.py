"""How soon the window is there, and how alive while torch comes in; prints one JSON object.

    python tests/benchmarks/start.py [--rounds 7]

Each round starts four fresh processes in turn; a ratio is of the medians of all rounds.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from textwrap import dedent
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks import measure

_QT, _TORCH = "import PySide6.QtWidgets", "import torch"

# Nothing is imported that the window itself does not need, but `time`.
_WINDOW = """
    import sys, time
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
    from aeviewer.app.start.run import open_window

    heavy = {"torch", "torchvision", "sklearn", "scipy", "numpy"}
    at, ticks = {}, []

    class FirstPaint(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and watched is window and not at:
                at["paint"] = time.monotonic()
                QTimer.singleShot(0, on_frame)  # before whatever the paint itself sets off
            return False

    def on_frame():
        at["frame"] = time.monotonic()
        at["loaded by then"] = sorted(heavy & set(sys.modules))
        ticks.append(at["frame"])
        timer.start()
        window.filled.connect(on_filled)

    def on_filled():
        at["filled"] = time.monotonic()
        window.program.arrival.loading.connect(lambda: at.update(loading=time.monotonic()))
        window.program.loaded.connect(on_loaded)

    def on_loaded():
        at["loaded"] = time.monotonic()
        window.program.engine.wiring.answered.connect(on_answered)

    def on_answered(name):
        if name == "probe" and "decoded" not in at:
            at["decoded"] = time.monotonic()
            window.program.warm.connect(on_warm)

    def on_warm():
        at["warm"] = time.monotonic()
        QCoreApplication.exit()  # quit() would close the window first

    window = open_window([])
    watch = FirstPaint()
    window.installEventFilter(watch)
    timer = QTimer(interval=15, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    QCoreApplication.instance().exec()
    timer.stop()
    window.close()
    import json
    print(json.dumps({"at": at, "ticks": ticks}))
"""
_PHASES = {
    "filling": ("frame", "loading"),
    "loading": ("loading", "loaded"),
    "opening": ("loaded", "decoded"),
    "warming": ("decoded", "warm"),
}
_ELSEWHERE = """
    from pathlib import Path
    from aeviewer.training import bundled
    bundled.folder = lambda: Path({folder!r})
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with measure.models() as folder:
        window = _window_code(folder)
        _open(window)  # the files are in the page cache from here on: a warm start
        seen = [_round(window) for _ in range(rounds)]
    figures, met = _judge(seen)
    measure.report("start", {"rounds": rounds, **figures}, met)


def _window_code(makeshift: Path | None) -> str:
    elsewhere = "" if makeshift is None else _ELSEWHERE.format(folder=str(makeshift))
    return dedent(elsewhere) + dedent(_WINDOW)


def _round(window: str) -> dict[str, Any]:
    return {"qt": _lasts(_QT), "torch": _lasts(_TORCH), **_open(window)}


def _lasts(code: str) -> float:
    """Seconds that a Python with this code takes, from start to end."""
    start = time.monotonic()
    measure.fresh(code)
    return time.monotonic() - start


def _open(code: str) -> dict[str, Any]:
    """Seconds from the start of the process to each event, and the gaps of the event loop."""
    begun = time.monotonic()
    found = json.loads(measure.fresh(code))
    at = found["at"]
    modules = at.pop("loaded by then")
    between = {
        phase: _gaps(found["ticks"], at[start], at[end]) for phase, (start, end) in _PHASES.items()
    }
    return {
        "modules": modules,
        "gaps": between,
        **{name: moment - begun for name, moment in at.items()},
    }


def _gaps(ticks: Sequence[float], start: float, end: float) -> list[float]:
    """Gaps between ticks, of those that begin in an interval of time."""
    return [
        gap
        for gap, moment in zip(measure.gaps(ticks), ticks, strict=False)
        if start <= moment < end
    ]


def _judge(seen: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, bool]]:
    names = ("qt", "torch", "frame", "filled", "loaded", "decoded", "warm")
    seconds = {name: round(median(found[name] for found in seen), 3) for name in names}
    gaps = {phase: [gap for found in seen for gap in found["gaps"][phase]] for phase in _PHASES}
    all_gaps = [gap for found in gaps.values() for gap in found]
    ratios = {
        "frame/qt": round(seconds["frame"] / seconds["qt"], 2),
        "decoded/torch": round(seconds["decoded"] / seconds["torch"], 2),
    }
    loaded = sorted({name for found in seen for name in found["modules"]})
    figures = {
        "seconds": seconds,
        "ratios": ratios,
        "loaded at the first frame": loaded,
        "gaps": {name: measure.spread(found) for name, found in gaps.items() if found},
        "all gaps": measure.spread(all_gaps),
    }
    met = {
        "frame <= 2 x qt": ratios["frame/qt"] <= 2,
        "the first frame needs neither torch nor its like": set(loaded) <= {"numpy"},
        "gaps while torch loads: p99 <= 20 ms": measure.percentile(gaps["loading"], 0.99) <= 20,
        "all gaps: max <= 100 ms": max(all_gaps) <= 100,
        "decoded <= 1.5 x torch": ratios["decoded/torch"] <= 1.5,
        "decoded < 2.5 s": seconds["decoded"] < 2.5,
    }
    return figures, met


if __name__ == "__main__":
    main()
