"""How often codes are used, counted over all images at hand, a handful at a time."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.codebook.work import discrete, handful, rounded
from aeviewer.app.requests import LAYER
from aeviewer.app.views.codebook.values import Use
from aeviewer.data.images import Images
from aeviewer.training.metrics.codebook import perplexity
from aeviewer.training.metrics.denoising import psnr
from aeviewer.zoo.registry import Model

USE = "codebook use"
_REPORTS = 20  # while it is counted


def count(slot: str, samples: Images | Tensor) -> Request:
    """Ask for the use of codes over images, or over flat latents (N, D): a `Use` now and then."""
    return Request(USE, slot, _counting(_Counting(samples)), LAYER)


def _counting(work: "_Counting") -> Iterator[Slice]:
    told = 0
    while work.done < len(work.samples):
        yield work.read
        for stage in range(work.compared):
            yield partial(work.compare, stage)
        part = work.done * _REPORTS // len(work.samples)
        if part > told:
            told = part
            yield lambda _: work.use()


@dataclass
class _Counting:
    """Counts under way, by one copy of the model: its weights move on between two slices."""

    samples: Images | Tensor
    done: int = 0
    counts: list[Tensor] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    model: Model | None = None
    x: Tensor | None = None
    codes: Tensor = field(default_factory=lambda: torch.empty(0))

    @property
    def compared(self) -> int:
        """Number of stages to compare with the images that were read last."""
        return 0 if self.x is None else len(self.counts)

    def read(self, model: Model) -> None:
        """Read some samples, and count their codes."""
        self._begin(model)
        which = slice(self.done, self.done + handful(model))
        if isinstance(self.samples, Images):
            self.x = self.samples.floats(which).to(model.device)
            self.codes = discrete(self._own).codes(self.x)
        else:
            self.codes = rounded(self._own, self.samples[which])
        for stage, total in enumerate(self.counts):
            found = self.codes[:, stage].flatten().cpu()
            total.add_(torch.bincount(found, minlength=len(total)))
        self.done += len(self.codes)

    def compare(self, stage: int, _model: Model) -> None:
        """Rebuild them from the stages up to one, and compare."""
        assert self.x is not None
        made = discrete(self._own).decode_codes(self.codes[:, : stage + 1])
        self.ratios[stage] += psnr(made, self.x).sum().item()

    def use(self) -> Use:
        """Say what has been found so far."""
        return Use(
            self.done,
            len(self.samples),
            [total.numpy().copy() for total in self.counts],
            [perplexity(total) for total in self.counts],
            [] if self.x is None else [ratio / self.done for ratio in self.ratios],
        )

    @property
    def _own(self) -> Model:
        assert self.model is not None
        return self.model

    def _begin(self, model: Model) -> None:
        if self.model is None:
            self.model = copy.deepcopy(model)
            sizes = [len(book) for book in discrete(model).codebooks()]
            self.counts = [torch.zeros(size, dtype=torch.int64) for size in sizes]
            self.ratios = [0.0] * len(sizes)
