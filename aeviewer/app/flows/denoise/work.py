"""What the denoising page shows of a model, computed on the decoder's thread."""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture, pictures
from aeviewer.app.requests import decoded
from aeviewer.app.views.denoise.controls import MOST_REPEATS
from aeviewer.app.views.denoise.rubbing import hole
from aeviewer.app.views.denoise.values import Denoised, Likeness, Many
from aeviewer.data.images import Images
from aeviewer.session.view import Spoil, View
from aeviewer.training.metrics.denoising import denoised, psnr
from aeviewer.training.metrics.reconstruction import similarity, window
from aeviewer.zoo.capabilities import Denoising
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.noise import Noise
from aeviewer.zoo.registry import Model

_BLOCK = 24  # samples that are shown small: more than fit beside each other


@dataclass(frozen=True)
class Samples:
    """Clean images: those at hand, or what the model makes of the latents that came with it."""

    images: Images | None
    latents: Tensor | None

    @classmethod
    def of(cls, subject: Subject) -> "Samples":
        """Take those of a subject."""
        return cls(subject.images, subject.placed.latents if subject.placed else None)

    def __len__(self) -> int:
        if self.images is not None:
            return len(self.images)
        return 0 if self.latents is None else len(self.latents)

    def clean(self, model: Model, which: slice) -> Tensor:
        """Read some as (B, C, H, W) in [0, 1], on the CPU: noise is drawn alike on any device."""
        if self.images is not None:
            return self.images.floats(which).cpu()
        assert self.latents is not None
        return decoded(model, self.latents[which]).cpu()


def spoilt(x: Tensor, first: int, spoil: Spoil) -> Tensor:
    """Spoil images (B, C, H, W), each by a draw of its own that its number and the seed decide.

    Raises:
        UserError: there is no such noise.
    """
    noise = Noise(spoil.kind, spoil.level)
    seeds = ((spoil.seed * 1_000_003 + first + place) % 2**63 for place in range(len(x)))
    return torch.cat([
        noise(x[place : place + 1], torch.Generator().manual_seed(seed))
        for place, seed in enumerate(seeds)
    ])


@dataclass(frozen=True)
class One:
    """One sample, and the noise that the model was trained on; None for none."""

    shown: Denoised
    trained: Noise | None


class Work:
    """What is computed for one view of the page, in slices."""

    def __init__(self, samples: Samples, view: View) -> None:
        self._samples, self._view = samples, view
        self._sample = min(max(view.looked_at, 0), len(samples) - 1)
        self._repeats = min(max(view.repeats, 1), MOST_REPEATS)

    def one(self) -> Iterator[Slice]:
        """Make a `One`; before SSIM's library is there, a second or two, first without it."""
        if "torchmetrics" not in sys.modules:
            yield partial(self._one, thorough=False)
        yield partial(self._one, thorough=True)

    def many(self) -> Iterator[Slice]:
        """Make the `Many` in which the chosen sample is; each pass through the model is a slice."""
        first = self._sample // _BLOCK * _BLOCK
        batch = _Batch(self._samples, self._view, self._sample, slice(first, first + _BLOCK))
        for _ in range(self._repeats - 1):
            yield batch.mend
        yield partial(self._many, batch)

    def _one(self, model: Model, thorough: bool) -> One:
        which = slice(self._sample, self._sample + 1)
        batch = _Batch(self._samples, self._view, self._sample, which)
        for _ in range(self._repeats):
            batch.mend(model)
        clean, noisy, mended = batch.images
        shown = Denoised(
            picture(clean[0]),
            picture(noisy[0]),
            picture(mended[0]),
            (mended - clean)[0].mean(0).numpy(),
            batch.hole.numpy(),
            _likeness(noisy, clean, thorough),
            _likeness(mended, clean, thorough),
        )
        return One(shown, model.noise if isinstance(model, Denoising) else None)

    def _many(self, batch: "_Batch", model: Model) -> Many:
        batch.mend(model)
        clean, noisy, mended = batch.images
        return Many(
            batch.first,
            self._sample - batch.first,
            pictures(clean),
            pictures(noisy),
            pictures(mended),
            _ratios(noisy, clean),
            _ratios(mended, clean),
        )


class _Batch:
    """Some samples on their way through the model, again and again."""

    def __init__(self, samples: Samples, view: View, sample: int, which: slice) -> None:
        self._samples, self._view, self._which = samples, view, which
        self.first: int = which.start
        self._chosen = sample - self.first
        self._clean = self._noisy = self._mended = torch.empty(0)

    @property
    def images(self) -> tuple[Tensor, Tensor, Tensor]:
        """Clean, noisy and denoised, (B, C, H, W) each."""
        return self._clean, self._noisy, self._mended.cpu()

    @property
    def hole(self) -> Tensor:
        """The pixels, (H, W), that are rubbed out of the chosen sample."""
        height, width = self._clean.shape[2:]
        return torch.from_numpy(hole(self._view.rubbed, (width, height)))

    def mend(self, model: Model) -> None:
        """Spoil the samples, the first time, and send them through the model."""
        assert isinstance(model, Autoencoder)
        if not len(self._clean):
            self._clean = self._samples.clean(model, self._which)
            self._noisy = spoilt(self._clean, self.first, self._view.spoil)
            self._noisy[self._chosen].masked_fill_(self.hole, 0.0)
            self._mended = self._noisy.to(model.device)
        self._mended = denoised(model, self._mended)


def _likeness(x: Tensor, clean: Tensor, thorough: bool) -> Likeness:
    """Compare one image (1, C, H, W) with the clean one."""
    channels, height, width = clean.shape[1:]
    reach = window((channels, height, width))
    return Likeness(
        _ratios(x, clean)[0], similarity(clean, x, reach) if thorough and reach else None
    )


def _ratios(x: Tensor, clean: Tensor) -> list[float]:
    """PSNR of images (B, C, H, W) in dB; infinite for those that are the clean ones."""
    same = (x == clean).flatten(1).all(1)
    found: list[float] = psnr(x, clean).masked_fill(same, math.inf).tolist()
    return found
