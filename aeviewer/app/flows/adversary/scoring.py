"""What the adversary page asks of a model: samples of fixed noise, and what is said of them.

All in slices, by one copy of the model: its weights move on between two of them.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

import torch
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.pictures import pictures
from aeviewer.app.requests import SHEET, decoded
from aeviewer.app.views.adversary.samples import COLUMNS, ROWS
from aeviewer.app.views.adversary.scores import Verdicts
from aeviewer.data.images import DataSet, Images
from aeviewer.training.judge import SHAPE, Judge, judge_of
from aeviewer.zoo.aae import AAE
from aeviewer.zoo.capabilities import Adversarial, Conditional
from aeviewer.zoo.gan import GAN
from aeviewer.zoo.registry import Model

NAME = "adversary"
SHOWN = COLUMNS * ROWS
JUDGED = 240  # images of either kind


@dataclass(frozen=True, eq=False)
class Judged:
    """Samples, and what was said of them.

    Attributes:
        samples: pictures of the first of them.
        verdicts: the adversary's; of nothing where there is none.
        shares: of the samples, that each class has as a classifier sees it; empty without one.
    """

    samples: Sequence[QImage]
    verdicts: Verdicts
    shares: Sequence[float]


@dataclass(frozen=True, eq=False)
class Real:
    """What the samples are held against.

    Attributes:
        images: real ones, or None where none are at hand.
        latents: (N, D) of real images, which an adversary that looks at latents is asked about
            where the images are not at hand; or None.
    """

    images: Images | None = None
    latents: Tensor | None = None


def judge(slot: str, seed: int, real: Real, condition: int | None, judge_name: str) -> Request:
    """Ask for a `Judged`.

    Args:
        slot: the slot of the model.
        seed: of the noise.
        real: what the samples are held against.
        condition: the class that a conditional model is told; None for each in turn.
        judge_name: the data set whose judge tells the classes; empty for none.
    """
    return Request(NAME, slot, _Judging(seed, real, condition, judge_name).slices(), SHEET)


def noise(model: Model, seed: int) -> Tensor:
    """Draw the page's noise from the prior, (JUDGED, D); the samples shown are of its beginning."""
    z = model.prior(JUDGED, torch.Generator(model.device).manual_seed(seed))
    return z.flatten(1)


def made(model: Model, z: Tensor, first: int, condition: int | None) -> Tensor:
    """Decode some of the noise (B, D), from this number on: (B, C, H, W).

    A `Conditional` model is told the class, or, without one, each class in turn.
    """
    if condition is None and isinstance(model, Conditional):
        turns = torch.arange(first, first + len(z), device=model.device) % model.classes
        return model.decode_as(z.reshape(-1, *model.latent_shape), turns)
    return decoded(model, z, condition)


@dataclass
class _Judging:
    """Samples on their way."""

    seed: int
    against: Real
    condition: int | None
    judge_name: str
    model: Model | None = None
    samples: list[QImage] = field(default_factory=list)
    real: list[Tensor] = field(default_factory=list)
    fake: list[Tensor] = field(default_factory=list)
    seen: list[Tensor] = field(default_factory=list)

    def slices(self) -> Iterator[Slice]:
        yield self._begin
        assert self.model is not None
        size = max(1, batch_of(self.model) // 2)  # each is decoded, scored and classified
        for start in range(0, JUDGED, size):
            yield partial(self._make, slice(start, min(start + size, JUDGED)))
        images, latents = self.against.images, self.against.latents
        if isinstance(self.model, Adversarial) and images is not None:
            for part in torch.split(_spread(len(images)), size):
                yield partial(self._look_at, images, part)
        elif isinstance(self.model, AAE) and latents is not None and len(latents):
            yield partial(self._look_into, latents[_spread(len(latents))])
        yield self._judged

    def _begin(self, model: Model) -> None:
        self.model = copy.deepcopy(model)
        self._noise = noise(self.model, self.seed)

    def _make(self, which: slice, _model: Model) -> None:
        assert self.model is not None
        x = made(self.model, self._noise[which], which.start, self.condition)
        self.samples += pictures(x[: max(0, SHOWN - which.start)])
        if isinstance(self.model, Adversarial):
            self.fake.append(self.model.realness(x).cpu())
        if self.judge_name and (known := _judge(self.judge_name)) is not None:
            self.seen.append(known(x.cpu()).argmax(1))

    def _look_at(self, images: Images, index: Tensor, _model: Model) -> None:
        assert self.model is not None
        x = images.floats(index.to(images.pixels.device)).to(self._noise.device)
        if isinstance(self.model, Adversarial):
            self.real.append(self.model.realness(x).cpu())

    def _look_into(self, latents: Tensor, _model: Model) -> None:
        if isinstance(self.model, AAE):
            self.real.append(self.model.verdict(latents.to(self._noise)).cpu())

    def _judged(self, _model: Model) -> Judged:
        probable = not (isinstance(self.model, GAN) and self.model.config.loss == "wasserstein")
        parts = [torch.cat(part) if part else torch.empty(0) for part in (self.real, self.fake)]
        real, fake = ((p.sigmoid() if probable else p).float().numpy() for p in parts)
        shares: list[float] = []
        if self.seen:
            counts = torch.bincount(torch.cat(self.seen), minlength=10)
            shares = (counts / counts.sum()).tolist()
        return Judged(self.samples, Verdicts(real, fake, probable), shares)


def _spread(count: int) -> Tensor:
    """Choose as many of them as are judged, from the first to the last."""
    return torch.linspace(0, count - 1, min(JUDGED, count)).long()


@cache
def _judge(name: str) -> Judge | None:
    """Load the judge of a data set, once; it asks for its name and its images' shape alone."""
    nothing = Images(torch.empty(0, *SHAPE, dtype=torch.uint8))
    return judge_of(DataSet(name, nothing, nothing))
