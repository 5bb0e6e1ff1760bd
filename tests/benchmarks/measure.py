"""What the benchmarks of the living window share: clocks, figures, a model and data to open.

The machine is shared: what is compared is measured in turn, and ratios are of medians.
"""

import gc
import json
import math
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, SignalInstance

from aeviewer.app.program import Program
from aeviewer.app.screenshot import wait_for, wait_until_quiet
from aeviewer.app.start.collecting import Collecting
from aeviewer.app.start.run import open_window
from aeviewer.app.window import Window
from aeviewer.session.view import View
from aeviewer.training import bundled

EVERY = 15  # milliseconds between two ticks: what stands for a frame
FRAME = 1000 / 60
MODEL = "mnist-vae-2d"
ROOT = Path(__file__).parents[2]
_SIDE = 28


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that so large a part of all does not exceed."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum."""
    p50, p99 = median(values), percentile(values, 0.99)
    return {"p50": round(p50, 2), "p99": round(p99, 2), "max": round(max(values), 2)}


def gaps(times: Sequence[float]) -> list[float]:
    """Milliseconds between moments given in seconds."""
    return [1000 * (after - before) for before, after in pairwise(times)]


def report(name: str, figures: Mapping[str, Any], met: Mapping[str, bool]) -> None:
    """Print one JSON object."""
    gc.unfreeze()  # what is never collected would be told of as leaks
    machine = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2)}
    print(json.dumps({"benchmark": name, "machine": machine, **figures, "met": met}, indent=1))


class Ticks(QObject):
    """A precise timer that keeps the moment of each tick: the pulse of the event loop."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.times: list[float] = []
        self.timer = QTimer(self, interval=EVERY, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._on_tick)
        self.timer.start()

    def take(self) -> list[float]:
        """The moments since the last call, in seconds."""
        times, self.times = self.times, []
        return times

    def _on_tick(self) -> None:
        self.times.append(time.perf_counter())


def live(seconds: float) -> None:
    """Let the event loop run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


@contextmanager
def models() -> Iterator[Path | None]:
    """Put a makeshift model where the program looks, if none is bundled: its folder, or None."""
    if MODEL in bundled.bundled():
        yield None
        return
    with tempfile.TemporaryDirectory() as made:
        _make_model(Path(made))
        with patch.object(bundled, "folder", lambda: Path(made)):
            yield Path(made)


def _make_model(folder: Path) -> None:
    """Write an untrained model of the bundled one's size."""
    import torch

    from aeviewer.training import checkpoint
    from aeviewer.training.header import Header
    from aeviewer.zoo.registry import find

    entry = find("vae")
    knobs = entry.configure({})
    shape = (1, _SIDE, _SIDE)
    model = entry.build(shape, knobs)
    classes = tuple(map(str, range(10)))
    header = Header(
        variant="vae",
        knobs=knobs.model_dump(),
        image_shape=shape,
        data="mnist",
        classes=classes,
        plan={},
        step=0,
        total=0,
    )
    latents = {"mean": torch.randn(10_000, 2), "labels": torch.arange(10_000) % 10}
    weights = model.state_dict()
    made = checkpoint.Checkpoint(header, weights, {}, latents)
    checkpoint.save(made, folder / f"{MODEL}.safetensors")


@contextmanager
def mnist_shaped(train: int = 60_000, test: int = 10_000) -> Iterator[str]:
    """A folder of images like MNIST's to a machine: 28 x 28 bytes, four of five black."""
    with tempfile.TemporaryDirectory() as made:
        random = np.random.default_rng(0)
        for prefix, count in (("train", train), ("t10k", test)):
            pixels = random.integers(0, 256, (count, _SIDE, _SIDE), np.uint8)
            pixels *= random.random(pixels.shape, np.float32) < 0.2
            labels = random.integers(0, 10, count, np.uint8)
            _write_idx(Path(made) / f"{prefix}-images-idx3-ubyte", pixels)
            _write_idx(Path(made) / f"{prefix}-labels-idx1-ubyte", labels)
        yield made


def _write_idx(path: Path, values: NDArray[np.uint8]) -> None:
    head = bytes((0, 0, 8, values.ndim)) + struct.pack(f">{values.ndim}I", *values.shape)
    path.write_bytes(head + values.tobytes())


def ready_window(view: View | None = None) -> tuple[Window, Program]:
    """Open the window and wait until all is imported, and all that it asks for on the screen."""
    window = open_window([], view)
    wait_for(window.filled)
    program = window.program
    assert program is not None
    wait_for(program.warm)
    assert program.engine is not None
    wait_until_quiet(program)
    Collecting(window).begin()  # as the program does
    return window, program


def start_training(program: Program) -> None:
    """Press Start and wait until the training runs."""
    assert program.engine is not None
    program.actions["start"].trigger()
    wait_for(program.engine.studio.began)


def stop_training(program: Program) -> None:
    """Press Stop and wait until the training has ended."""
    assert program.engine is not None
    program.actions["stop"].trigger()
    wait_for(program.engine.studio.ended)


def heard(signal: SignalInstance) -> list[Any]:
    """A list that grows with what a signal brings."""
    found: list[Any] = []
    signal.connect(found.append)
    return found


def fresh(code: str) -> str:
    """What a Python of its own prints that runs this code."""
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT
    )
    return done.stdout
