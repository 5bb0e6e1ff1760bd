"""Images a second of our training loop beside the tutorials' and pythae's; prints one JSON object.

    python -m tests.benchmarks.throughput [--model vae|conv|vq] [--rounds 7] [--threads N]
        [--data PATH] [--pythae PATH]

Every round runs all contenders in turn, and a ratio is the median of the rounds' ratios, so that
another program on the machine slows both sides alike. All have as many threads as there are
cores, unless told otherwise. `cpu` counts processor time instead of the wall's, which is fair on
one thread only.
"""

import argparse
import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median

import torch

from aeviewer.data.images import Images
from aeviewer.data.sources import open_data
from tests.benchmarks import contenders

_STEPS = 100  # in a round, of each contender
_TARGETS = {
    "fp32/tutorial": 2.2,
    "bf16/tutorial": 3.0,
    "fp32/pythae": 1.5,
    "bf16/pythae": 2.3,
    "fp32/products": 0.65,
}


_ARCHITECTURES = {
    "vae": "784-400-20 VAE",
    "conv": "convolutional autoencoder, 32 and 64 channels, 256, 20",
    "vq": "VQ-VAE, 32 and 64 channels, 256 codes of width 16",
}


@dataclass
class Clocked:
    """Runs steps of a contender and keeps the seconds of each round."""

    run: Iterator[object]
    items: int  # that make a round
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def round(self) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in islice(self.run, self.items):
            pass
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)

    def forget(self) -> None:
        self.wall, self.cpu = [], []


def synthetic(count: int = 20_000) -> Images:
    """Images like MNIST's to a machine: 28 x 28 bytes, four of five black."""
    generator = torch.Generator().manual_seed(0)
    pixels = torch.randint(0, 256, (count, 1, 28, 28), generator=generator, dtype=torch.uint8)
    ink = torch.rand(pixels.shape, generator=generator) < 0.2
    return Images(pixels * ink)


def line_up(name: str, images: Images, steps: int) -> tuple[dict[str, Clocked], str | None]:
    """Make all contenders, and say why pythae is not among them if it is not."""
    field_of = {
        "tutorial": Clocked(contenders.tutorial(name, images), steps),
        "fp32": Clocked(contenders.ours(name, images, "fp32"), steps),
        "bf16": Clocked(contenders.ours(name, images, "bf16"), steps),
    }
    if name == "vae":
        field_of["products"] = Clocked(contenders.products(), steps)
    rival, reason = Clocked(contenders.pythae(name, images, steps), 1), None
    try:
        rival.round()
        field_of["pythae"] = rival
    except ImportError as error:
        reason = f"skipped: {error}"
    return field_of, reason


def measure(field_of: Mapping[str, Clocked], rounds: int) -> None:
    for clocked in field_of.values():
        clocked.round()
        clocked.forget()  # the first pays for what is made once
    for _ in range(rounds):
        for clocked in field_of.values():
            clocked.round()


def ratios(
    field_of: Mapping[str, Clocked], clock: Callable[[Clocked], list[float]]
) -> dict[str, float]:
    """How many times quicker the first is than the second, for each target at hand."""
    found = {}
    for pair in _TARGETS:
        ours, other = pair.split("/")
        if other in field_of:
            rounds = zip(clock(field_of[ours]), clock(field_of[other]), strict=True)
            found[pair] = round(median(theirs / own for own, theirs in rounds), 3)
    return found


def report(
    name: str, field_of: Mapping[str, Clocked], reason: str | None, steps: int
) -> dict[str, object]:
    images = steps * contenders.BATCH
    wall, cpu = ratios(field_of, lambda c: c.wall), ratios(field_of, lambda c: c.cpu)
    return {
        "benchmark": "throughput",
        "architecture": f"{_ARCHITECTURES[name]}, batch {contenders.BATCH}",
        "threads": torch.get_num_threads(),
        "cores": os.cpu_count(),
        "images_per_second": {n: round(images / median(c.wall)) for n, c in field_of.items()},
        "images_per_cpu_second": {n: round(images / median(c.cpu)) for n, c in field_of.items()},
        "ratios": wall,
        "ratios_cpu": cpu,
        "targets": {pair: _TARGETS[pair] for pair in wall},
        "met": {pair: value >= _TARGETS[pair] for pair, value in wall.items()},
        "pythae": reason or "measured",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=contenders.MODELS, default="vae")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=_STEPS)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--data", help="a name or a folder of real images, 28 x 28")
    parser.add_argument("--pythae", type=Path, help="a folder that pythae was installed into")
    asked = parser.parse_args()
    if asked.pythae:
        sys.path.append(str(asked.pythae))
    warnings.simplefilter("ignore")  # the rivals'
    torch.set_num_threads(asked.threads)
    images = open_data(asked.data).train if asked.data else synthetic()
    field_of, reason = line_up(asked.model, images, asked.steps)
    measure(field_of, asked.rounds)
    print(json.dumps(report(asked.model, field_of, reason, asked.steps), indent=1))


if __name__ == "__main__":
    main()
