"""What the window holds in memory, and whether it grows; prints one JSON object.

    python tests/benchmarks/memory.py [--cycles 30]

Resident memory is read after the collector ran and the allocator gave back what it could. A cycle
opens a window on the bundled model, trains for a moment, opens the model again, closes the window.
"""

import argparse
import ctypes
import gc
import mmap
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from statistics import median
from textwrap import dedent

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QCoreApplication, QEvent

from aeviewer.app.screenshot import wait_for, wait_until_quiet
from aeviewer.session.view import View
from tests.benchmarks import measure

_AT_FIRST = 10  # cycles in which caches fill

_BARE = """
    import mmap
    import torch
    from pathlib import Path
    pixels = torch.full((70_000, 28, 28), 1, dtype=torch.uint8)
    print(int(Path("/proc/self/statm").read_text().split()[1]) * mmap.PAGESIZE)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=30)
    cycles = parser.parse_args().cycles
    bare = int(measure.fresh(dedent(_BARE)))
    with measure.models():
        with measure.mnist_shaped() as folder:
            opened, training = _resident_with(folder)
        sizes = [_cycle() for _ in range(_AT_FIRST + cycles)][_AT_FIRST:]
    growth = slope(sizes)
    figures = {
        "megabytes": {
            "import torch and the data": round(bare / 1e6, 1),
            "window on the bundled model": round(opened / 1e6, 1),
            "window that trains on the data": round(training / 1e6, 1),
        },
        "window/bare": round(training / bare, 3),
        "cycles": cycles,
        "bytes a cycle": round(growth),
        "megabytes after the first and the last cycle": [
            round(size / 1e6, 2) for size in (sizes[0], sizes[-1])
        ],
    }
    met = {
        "window <= 1.6 x (torch and the data)": training <= 1.6 * bare,
        "growth < 20 kB a cycle": growth < 20_000,
    }
    measure.report("memory", figures, met)


def resident() -> int:
    """Bytes that are resident, when all that can be given back was."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
    statm = Path("/proc/self/statm").read_text(encoding="ascii")
    return int(statm.split()[1]) * mmap.PAGESIZE


def slope(values: Sequence[float]) -> float:
    """Growth from one value to the next: the median of all pairs' (Theil 1950, Sen 1968)."""
    pairs = combinations(enumerate(values), 2)
    return median((later - before) / (j - i) for (i, before), (j, later) in pairs)


def _resident_with(folder: str) -> tuple[int, int]:
    """Bytes with the bundled model on show, and while a training on the data is paused."""
    window, program = measure.ready_window(View(data=folder, knobs=(("plan.epochs", 1000),)))
    opened = resident()
    program.store.set(variant="vae", data=folder)
    measure.start_training(program)
    measure.live(3.0)
    program.actions["pause"].trigger()
    measure.live(0.5)
    training = resident()
    measure.stop_training(program)
    window.close()
    window.deleteLater()
    return opened, training


def _cycle() -> int:
    window, program = measure.ready_window(View(data="digits", knobs=(("plan.epochs", 1000),)))
    assert program.engine is not None
    program.store.set(variant="vae", data="digits")
    measure.start_training(program)
    measure.live(0.3)
    program.open(measure.MODEL)
    wait_for(program.engine.studio.ended)
    wait_until_quiet(program)
    window.close()
    window.deleteLater()
    return resident()


if __name__ == "__main__":
    main()
