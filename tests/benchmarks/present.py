"""How soon a lecture can begin, from a cold start: prints one JSON object.

    python tests/benchmarks/present.py [LESSON] [--rounds 5]

Each round starts `aeviewer present LESSON` anew, offscreen: from the start of the process to the
first painted frame, to the whole screen with the words of the first step, and to its picture, as
the model decodes it. The network is shut: whoever asks for it fails.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from textwrap import dedent

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks import measure

_LECTURE = """
    import json, socket, sys, time

    def refuse(*_):
        raise OSError("a lecture asked for the network")

    socket.socket.connect = socket.getaddrinfo = refuse

    from PySide6.QtCore import QCoreApplication
    from aeviewer.app.start import run as running
    from aeviewer.cli import main

    at = {{}}

    def mark(name):
        at.setdefault(name, time.monotonic())

    def on_filled(window):
        program = window.program
        if program.lecture.presenting and program.parts.lesson.isVisible():
            mark("step")
        program.lecture.changed.connect(
            lambda: mark("step") if program.lecture.presenting else None
        )
        program.loaded.connect(lambda: program.engine.wiring.answered.connect(on_answered))

    def on_answered(name):
        if name == "probe" and "picture" not in at:
            mark("picture")
            QCoreApplication.exit()  # quit() would close the window first

    opening = running.open_window

    def open_and_watch(*given, **named):
        window = opening(*given, **named)
        window.painted.connect(lambda: mark("frame"))
        window.filled.connect(lambda: on_filled(window))
        return window

    running.open_window = open_and_watch
    code = main(["present", {lesson!r}])
    print(json.dumps(at))
    sys.stdout.flush()
    import os
    os._exit(code)
"""
_BOUND = 5.0  # seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lesson", nargs="?", default="01-what-an-autoencoder-is")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    seen = [_begin(given.lesson) for _ in range(given.rounds)]
    figures = {
        "lesson": given.lesson,
        "rounds": given.rounds,
        "first": _rounded(seen[0]),  # its files may come from the disk
        "median": {name: round(median(one[name] for one in seen), 3) for name in seen[0]},
        "slowest": {name: round(max(one[name] for one in seen), 3) for name in seen[0]},
    }
    met = {"step and picture < 5 s, each time": _slowest(seen) < _BOUND}
    measure.report("present", figures, met)


def _begin(lesson: str) -> dict[str, float]:
    """Seconds from the start of the process to each event."""
    begun = time.monotonic()
    at = json.loads(measure.fresh(dedent(_LECTURE.format(lesson=lesson))))
    return {name: moment - begun for name, moment in at.items()}


def _slowest(seen: Sequence[dict[str, float]]) -> float:
    return max(max(one.values()) for one in seen)


def _rounded(one: dict[str, float]) -> dict[str, float]:
    return {name: round(seconds, 3) for name, seconds in one.items()}


if __name__ == "__main__":
    main()
