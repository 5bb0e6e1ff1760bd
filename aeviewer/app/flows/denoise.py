"""The flow of the denoising page: samples are spoilt, sent through the model and compared."""

import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import torch
from PySide6.QtCore import QObject
from torch import Tensor

from aeviewer.app.decoder import Answer, Request, Slice
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.pictures import picture, pictures
from aeviewer.app.requests import PAIR, SHEET, decoded
from aeviewer.app.subject import Subject
from aeviewer.app.views.denoise import Denoised, DenoisePage, Likeness, Many
from aeviewer.app.views.denoise_controls import MOST_REPEATS, Offer
from aeviewer.app.views.rubbing import hole
from aeviewer.data.images import Images
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.session.view import Spoil, View
from aeviewer.training.bundled import bundled
from aeviewer.training.header import read_header
from aeviewer.training.metrics.denoising import denoised, psnr
from aeviewer.training.metrics.reconstruction import similarity, window
from aeviewer.zoo.capabilities import Denoising
from aeviewer.zoo.contract import Autoencoder, ImageShape
from aeviewer.zoo.noise import KINDS, MIXED, Noise
from aeviewer.zoo.registry import Model, find

PAGE = "denoise"
_BLOCK = 24  # samples that are shown small: more than fit beside each other
_LARGEST_MIXED = 2.0
_UNTRAINED = "This model was not trained on noisy images"
_REBUILT = "Its images are not at hand: what is called clean is a reconstruction."

OFFERS = (
    *(
        Offer(name, name.replace("-", " and ").capitalize(), kind.usual, kind.largest, kind.level)
        for name, kind in KINDS.items()
    ),
    Offer(MIXED, "Mixed", 1.0, _LARGEST_MIXED, "times the usual level of the kind drawn"),
)


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


class DenoiseFlow(QObject):
    """Feeds the denoising page."""

    def __init__(self, store: Store, view: DenoisePage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._view, self._ask = store, view, ask
        self._subject: Subject | None = None
        self._fitting: dict[tuple[ImageShape, tuple[str, ...]], str] = {}
        self.answers: Answers = {"denoise": self._on_one, "denoise-many": self._on_many}
        view.controls.offer(OFFERS)
        end = store.watch(self._on_view, "page", "spoil", "sample", "rubbed", "repeats")
        self.destroyed.connect(lambda *_: end())

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if before is None or before.twins is not subject.twins:
            self._view.clear()
        self._view.controls.set_count(len(Samples.of(subject)))
        self._look()

    def refresh(self) -> None:
        """Denoise anew by newer weights."""
        self._look()

    def _on_view(self, _view: View) -> None:
        self._look()

    def _look(self) -> None:
        """Ask for all that is on the page, while it is on show."""
        subject = self._subject
        if subject is None or self._store.view.page != PAGE:
            return
        samples = Samples.of(subject)
        lack = _lack(subject, samples)
        self._view.set_empty(lack, self._model_for(subject) if lack else "")
        if lack:
            return
        work = _Work(samples, self._store.view)
        self._ask(Request("denoise", SLOT, work.one(), PAIR))
        self._ask(Request("denoise-many", SLOT, iter([work.many]), SHEET))

    def _on_one(self, answer: Answer) -> None:
        assert isinstance(answer.value, _One)
        self._view.show_one(answer.value.shown)
        self._view.set_note(*self._note(answer.value.trained))

    def _on_many(self, answer: Answer) -> None:
        assert isinstance(answer.value, Many)
        self._view.show_many(answer.value)

    def _note(self, trained: Noise | None) -> tuple[str, str]:
        """Say what the model learned to remove, or which one learned it."""
        subject = self._subject
        assert subject is not None
        rebuilt = f" {_REBUILT}" if subject.images is None else ""
        if trained is not None:
            return f"Trained on {trained.kind} noise of level {trained.level:g}.{rebuilt}", ""
        model = self._model_for(subject)
        other = "; a denoising autoencoder was" if model else ""
        return f"{_UNTRAINED}{other}.{rebuilt}", model

    def _model_for(self, subject: Subject) -> str:
        """Name a bundled denoising model of such images, of the same classes if there is one."""
        kind = subject.twins.image_shape, subject.classes
        if kind not in self._fitting:
            self._fitting[kind] = _bundled_denoiser(*kind)
        return self._fitting[kind]


@dataclass(frozen=True)
class _One:
    shown: Denoised
    trained: Noise | None


class _Work:
    """What is computed for one view of the page, on the decoder's thread."""

    def __init__(self, samples: Samples, view: View) -> None:
        self._samples, self._view = samples, view
        self._sample = min(max(view.sample or 0, 0), len(samples) - 1)

    def one(self) -> Iterator[Slice]:
        """Make the large pictures; before SSIM's library is there, first without it."""
        if "torchmetrics" not in sys.modules:  # a second or two
            yield partial(self._one, thorough=False)
        yield partial(self._one, thorough=True)

    def many(self, model: Model) -> Many:
        """Make the block of samples in which the chosen one is."""
        first = self._sample // _BLOCK * _BLOCK
        rows = self._made(model, first, first + _BLOCK)
        clean, noisy, mended = (pictures(row) for row in rows)
        return Many(first, self._sample - first, clean, noisy, mended)

    def _one(self, model: Model, thorough: bool) -> _One:
        clean, noisy, mended = self._made(model, self._sample, self._sample + 1)
        shown = Denoised(
            picture(clean[0]),
            picture(noisy[0]),
            picture(mended[0]),
            (mended - clean)[0].mean(0).numpy(),
            self._hole(clean).numpy(),
            _likeness(noisy, clean, thorough),
            _likeness(mended, clean, thorough),
        )
        return _One(shown, model.noise if isinstance(model, Denoising) else None)

    def _made(self, model: Model, start: int, stop: int) -> tuple[Tensor, Tensor, Tensor]:
        """Clean, noisy and denoised images, (B, C, H, W) each."""
        assert isinstance(model, Autoencoder)
        clean = self._samples.clean(model, slice(start, stop))
        noisy = spoilt(clean, start, self._view.spoil)
        if start <= self._sample < stop:
            chosen = noisy[self._sample - start]
            noisy[self._sample - start] = chosen.masked_fill(self._hole(clean), 0.0)
        mended = noisy.to(model.device)
        for _ in range(min(self._view.repeats, MOST_REPEATS)):
            mended = denoised(model, mended)
        return clean, noisy, mended.cpu()

    def _hole(self, x: Tensor) -> Tensor:
        height, width = x.shape[2:]
        return torch.from_numpy(hole(self._view.rubbed, (width, height)))


def _lack(subject: Subject, samples: Samples) -> str:
    """Say what the page is missing, or nothing."""
    if not issubclass(subject.twins.kind, Autoencoder):
        return "This model has no encoder that could read a noisy image, so it cannot mend one."
    if not len(samples) and subject.placed is not None:
        return "No images are at hand, and no latents that could be decoded in their place."
    return "" if len(samples) else "The samples are being placed."


def _likeness(x: Tensor, clean: Tensor, thorough: bool) -> Likeness:
    """Compare one image (1, C, H, W) with the clean one."""
    ratio = math.inf if torch.equal(x, clean) else psnr(x, clean).item()
    channels, height, width = clean.shape[1:]
    reach = window((channels, height, width))
    return Likeness(ratio, similarity(clean, x, reach) if thorough and reach else None)


def _bundled_denoiser(shape: ImageShape, classes: tuple[str, ...]) -> str:
    found = ""
    for name, path in bundled().items():
        with suppress(UserError):  # a damaged one cannot be recommended
            header = read_header(path)
            if header.image_shape == shape and issubclass(find(header.variant).model, Denoising):
                if header.classes == classes:
                    return name
                found = name
    return found
