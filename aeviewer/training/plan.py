"""How long, how fast and on what to train: the knobs that no model owns."""

import math
import os
import time
from typing import Literal

import torch

from aeviewer.data.images import Images
from aeviewer.errors import UserError
from aeviewer.zoo.capabilities import ClosedForm
from aeviewer.zoo.knobs import ClassNumbers, Knobs, knob
from aeviewer.zoo.registry import find

_WARMUP = 0.1  # of all steps: the learning rate rises
_START, _END = 1 / 25, 1e-4  # of the peak
_UNITS = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
_CLEARLY = 0.75  # of the time in fp32


class Plan(Knobs):
    """The knobs of a training."""

    epochs: int = knob(20, "Passes over the training images", ge=0, le=100_000, log=True)
    samples: int | None = knob(
        None, "Images to train on in all; overrides the epochs", ge=1, le=10**12, rare=True
    )
    batch: int = knob(256, "Images in a step", ge=1, le=65_536, log=True)
    lr: float = knob(2e-3, "Peak of the one-cycle learning rate", gt=0, le=10, log=True)
    seed: int = knob(0, "Seed of the weights, the order and the noise", ge=0, le=2**31 - 1)
    warp: float = knob(
        0.0,
        "Strength of random warps of the images; 1: 2 pixels of 28, 0.15 rad, 10 %, 0.15 of shear",
        ge=0,
        le=3,
    )
    warped: float = knob(0.8, "Share of each batch that is warped", ge=0, le=1, rare=True)
    contrast: float = knob(
        1.0,
        "Contrast of the warped images; 1.2 sharpens the edges of ink that warping blurs",
        ge=1,
        le=3,
        rare=True,
    )
    normal: ClassNumbers = knob(
        (),
        "Numbers of the classes to train on alone, such as 3,5, the others then being anomalies; "
        "empty: all",
        rare=True,
    )
    precision: Literal["auto", "fp32", "bf16"] = knob(
        "auto",
        "Type of the products; auto takes bf16 where the CPU is quicker with it",
        rare=True,
    )

    def chosen(self, images: Images) -> Images:
        """Keep the images of the `normal` classes, in their order; all, if none is named.

        Raises:
            UserError: there is no image of one of them, no other class, or no label at all.
        """
        return images.of_classes(self.normal) if self.normal else images

    def count(self, images: Images) -> int:
        """Number of the images that `chosen` keeps, without a copy of them."""
        if not self.normal or images.labels is None:
            return len(images)
        return int(torch.isin(images.labels.cpu(), torch.tensor(self.normal)).sum())

    def steps_per_epoch(self, images: int) -> int:
        """Full batches in so many images; a batch larger than the data is cut to it."""
        return images // max(1, min(self.batch, images))

    def steps(self, images: int) -> int:
        """All steps of the training on so many images."""
        if self.samples is not None:
            return max(1, self.samples // max(1, min(self.batch, images)))
        return self.epochs * self.steps_per_epoch(images)

    def rate(self, progress: float) -> float:
        """Return the learning rate at a place in the training, from 0 to 1.

        One cycle (Smith 2018): a cosine up to the peak over the first tenth, a cosine down.
        """
        if progress < _WARMUP:
            return self.lr * _cosine(_START, 1.0, progress / _WARMUP)
        return self.lr * _cosine(1.0, _END, (progress - _WARMUP) / (1 - _WARMUP))


def _cosine(start: float, end: float, part: float) -> float:
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * part))


def pick_device(name: str) -> torch.device:
    """Find the device called auto, cpu, cuda, cuda:1, mps; auto takes the first GPU there is.

    Raises:
        UserError: this machine has no such device; the sentence lists those it has.
    """
    known = devices()
    if name == "auto":
        return torch.device(known[1] if len(known) > 1 else "cpu")
    wanted = "cuda:0" if name == "cuda" else name
    if wanted not in known:
        raise UserError(f"device {name!r} is not on this machine; it has: auto, {', '.join(known)}")
    return torch.device(wanted)


def devices() -> tuple[str, ...]:
    """Names of the devices on this machine, the CPU first."""
    names = ["cpu"]
    names += [f"cuda:{number}" for number in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        names.append("mps")
    return tuple(names)


def training_threads() -> int:
    """Cores but one: at a full count, any other program stalls the barriers between threads."""
    return max(1, (os.cpu_count() or 2) - 1)


def settle_precision(plan: Plan, device: torch.device, variant: str = "") -> Plan:
    """Replace "auto" by the type to train in, the same on one machine each time.

    bf16 is for CPUs that multiply in it: with matrix units a product took 0.13 of its time in fp32,
    with AVX512-BF16 0.45, without either 1.7 to 5 times as long. A resumed run keeps the answer.

    Args:
        plan: as it was asked for.
        device: to train on.
        variant: of the model; one that is solved, not trained, takes fp32.
    """
    if plan.precision != "auto":
        return plan
    fast = device.type == "cpu" and not _is_solved(variant) and _bf16_pays()
    return plan.model_copy(update={"precision": "bf16" if fast else "fp32"})


def _is_solved(variant: str) -> bool:
    model = find(variant).model if variant else None
    return isinstance(model, type) and issubclass(model, ClosedForm)


def _bf16_pays() -> bool:
    """Ask for the units where torch can tell, and time a product: a kernel may deny them."""
    probes = [getattr(torch.cpu, name, None) for name in _UNITS]
    answers = [probe() for probe in probes if probe is not None]
    if answers and not any(answers):
        return False
    return _product_time(torch.bfloat16) < _CLEARLY * _product_time(torch.float32)


def _product_time(dtype: torch.dtype) -> float:
    matrix = torch.ones(512, 512, dtype=dtype)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        torch.mm(matrix, matrix)
        times.append(time.perf_counter() - start)
    return min(times)
