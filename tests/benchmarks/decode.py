"""From a mouse event on the map to the decoded picture on the screen; prints one JSON object.

    python tests/benchmarks/decode.py [--seconds 6]

The mouse drags at 250 Hz. The latency of an event is the time until a picture is painted that is
at least as new as it: what was passed over in haste counts too, until its successor is there.
"""

import argparse
import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from aeviewer.session.view import View
from tests.benchmarks import measure
from tests.benchmarks.hand import Hand, Watch, latencies


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    seconds = parser.parse_args().seconds
    watch = Watch()
    with measure.models(), measure.mnist_shaped() as folder, watch.watching():
        window, program = measure.ready_window(View(data=folder, knobs=(("plan.epochs", 1000),)))
        gc.freeze()  # as the program does
        program.store.set(variant="vae", data=folder)
        hand = Hand(program.parts.map)
        hand.drag(1.0)
        idle = latencies(hand, watch, seconds)
        measure.start_training(program)
        measure.live(3.0)
        training = latencies(hand, watch, seconds)
        measure.stop_training(program)
        window.close()
    calm, busy = measure.spread(idle), measure.spread(training)
    figures = {
        "unit": "milliseconds",
        "idle": calm | {"events": len(idle)},
        "training": busy | {"events": len(training)},
    }
    met = {
        "idle: p50 <= 3 ms": calm["p50"] <= 3,
        "idle: p99 <= a frame": calm["p99"] <= measure.FRAME,
        "training: p99 <= two frames": busy["p99"] <= 2 * measure.FRAME,
    }
    measure.report("decode", figures, met)


if __name__ == "__main__":
    main()
