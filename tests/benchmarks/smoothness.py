"""How smoothly the window lives while it trains, and what that costs; prints one JSON object.

    python tests/benchmarks/smoothness.py [--rounds 3] [--seconds 6]

Each round measures in turn the window alone, the window while it trains, and the same training in
a process without a window, on as many threads and as modest, so that neighbours on the machine
slow both alike. A light animation repaints at each tick of a timer.
A frame gap is the time between two of its paints; a stall is how late a tick comes.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aeviewer.app.program import Program
from aeviewer.app.trainings.studio import Order, prepare
from aeviewer.app.trainings.trainer import _NICENESS, _PUBLISH_EVERY, Training
from aeviewer.session.view import Scalar, View
from aeviewer.training.events import Step
from aeviewer.training.loop import train
from aeviewer.training.plan import Plan, training_threads
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import find
from tests.benchmarks import measure

_KNOBS: dict[str, Scalar] = {"latent": 20, "hidden": "400"}
_PLAN: dict[str, Scalar] = {"batch": 128, "epochs": 1000, "precision": "fp32"}
_BATCH = 128
_AT_FIRST = 2.0  # seconds after Start in which a long gap is forgiven


class _Animation(QWidget):
    """A dot that runs along the status bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(120, 12)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.ticks = measure.Ticks(self)
        self.ticks.timer.timeout.connect(self.update)
        self.paints: list[float] = []
        self._place = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._place = (self._place + 1) % self.width()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor("white"))
            painter.fillRect(self._place, 0, 12, 12, QColor("black"))
        self.paints.append(time.perf_counter())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--headless", metavar="FOLDER", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.headless:
        _train_headless(asked.headless, asked.seconds)
        return
    with measure.models(), measure.mnist_shaped() as folder:
        figures, met = _compare(folder, asked.rounds, asked.seconds)
    measure.report("smoothness", {"rounds": asked.rounds, **figures}, met)


def _compare(folder: str, rounds: int, seconds: float) -> tuple[dict[str, Any], dict[str, bool]]:
    knobs = _KNOBS | {f"plan.{name}": value for name, value in _PLAN.items()}
    window, program = measure.ready_window(View(data=folder, knobs=tuple(knobs.items())))
    gc.freeze()  # as the program does
    program.store.set(variant="vae", data=folder)
    animation = _Animation()
    window.statusBar().addWidget(animation)
    animation.show()
    alone, training, paces = _Seen(), _Seen(), []
    with _rival(folder, seconds) as rival:
        rival_pace = rival()  # both sides have trained once before it counts
        measure.start_training(program)
        measure.live(_AT_FIRST)
        for _ in range(rounds):
            _pause(program)
            alone.watch(animation, seconds)
            _pause(program)
            before = _steps(program)
            training.watch(animation, seconds)
            pace = (_steps(program) - before) / seconds
            _pause(program)
            rival_pace = rival()
            paces.append((pace, rival_pace))
            _pause(program)
            measure.live(0.2)
    trained = _training(program)
    measure.stop_training(program)
    window.close()
    return _judge(alone, training, paces, _snapshot_cost(trained))


class _Seen:
    """What was seen of frames, over all rounds."""

    def __init__(self) -> None:
        self.frames: list[float] = []
        self.stalls: list[float] = []

    def watch(self, animation: _Animation, seconds: float) -> None:
        """Let the window live, and keep the gaps."""
        animation.ticks.take()
        animation.paints.clear()
        measure.live(seconds)
        self.frames += measure.gaps(animation.paints)
        self.stalls += [
            max(0.0, gap - measure.EVERY) for gap in measure.gaps(animation.ticks.take())
        ]


def _pause(program: Program) -> None:
    program.actions["pause"].trigger()


def _training(program: Program) -> Training:
    assert program.engine is not None
    training = program.engine.studio.training
    assert training is not None
    return training


def _steps(program: Program) -> int:
    return _training(program).state.step


@contextmanager
def _rival(folder: str, seconds: float) -> Iterator[Any]:
    """Another process that trains without a window, so many seconds each time it is called."""
    command = [sys.executable, __file__, "--headless", folder, "--seconds", str(seconds)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=measure.ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        to, back = process.stdin, process.stdout

        def run() -> float:
            to.write("go\n")
            to.flush()
            pace: float = json.loads(back.readline())
            return pace

        yield run
        to.close()


def _train_headless(folder: str, seconds: float) -> None:
    torch.set_num_threads(training_threads())
    os.nice(_NICENESS)
    plan = Plan.make("plan", _PLAN)
    training = prepare(Order("vae", find("vae").configure(_KNOBS), plan, folder, "cpu"))
    for _ in sys.stdin:
        start, before = time.perf_counter(), training.state.step
        while time.perf_counter() - start < seconds:
            next(training.events)
        took = time.perf_counter() - start
        print(json.dumps((training.state.step - before) / took), flush=True)


def _snapshot_cost(training: Training) -> dict[str, float]:
    """Milliseconds of a step and of a snapshot, by turns on this thread."""
    torch.set_num_threads(training_threads())
    steps = (e for e in train(training.state, training.data.train) if isinstance(e, Step))
    twins = Twins(training.state.model)
    step_times, copy_times = [], []
    for _ in range(300):
        start = time.perf_counter()
        next(steps)
        middle = time.perf_counter()
        twins.publish(training.state.model, training.state.step)
        step_times.append(1000 * (middle - start))
        copy_times.append(1000 * (time.perf_counter() - middle))
    step, copy = median(step_times), median(copy_times)
    return {
        "step": round(step, 3),
        "snapshot": round(copy, 4),
        "snapshot/step": round(copy / step, 4),
        "bare copy of as many bytes": round(_bare_copy(training), 4),
        "share of all time": round(copy / (1000 * _PUBLISH_EVERY), 4),
    }


def _bare_copy(training: Training) -> float:
    """Milliseconds to copy one tensor as large as the model: no snapshot is quicker."""
    count = sum(value.numel() for value in training.state.model.state_dict().values())
    source, target = torch.ones(2, count)
    times = []
    for _ in range(100):
        start = time.perf_counter()
        target.copy_(source)
        times.append(1000 * (time.perf_counter() - start))
    return median(times)


def _judge(
    alone: _Seen, training: _Seen, paces: Sequence[tuple[float, float]], snapshot: dict[str, float]
) -> tuple[dict[str, Any], dict[str, bool]]:
    ratio = round(median(ours / theirs for ours, theirs in paces), 3)
    figures = {
        "unit": "milliseconds",
        "threads": training_threads(),
        "window alone": {
            "frames": measure.spread(alone.frames),
            "stalls": measure.spread(alone.stalls),
        },
        "training": {
            "frames": measure.spread(training.frames),
            "stalls": measure.spread(training.stalls),
            "gaps over 50 ms": sum(gap > 50 for gap in training.frames),
        },
        "steps a second": {
            "window": round(median(ours for ours, _ in paces), 1),
            "headless": round(median(theirs for _, theirs in paces), 1),
        },
        "window/headless": ratio,
        "snapshot": snapshot,
    }
    met = {
        "frame gap p99 <= 1.11 x the timer": measure.percentile(training.frames, 0.99)
        <= 1.11 * measure.EVERY,
        "stall p99 <= 2 ms": measure.percentile(training.stalls, 0.99) <= 2,
        "no gap over 50 ms": max(training.frames) <= 50,
        "snapshot <= 2 % of a step": snapshot["snapshot/step"] <= 0.02,
        "snapshots <= 2 % of the time": snapshot["share of all time"] <= 0.02,
        "window/headless >= 0.9": ratio >= 0.9,
    }
    return figures, met


if __name__ == "__main__":
    main()
