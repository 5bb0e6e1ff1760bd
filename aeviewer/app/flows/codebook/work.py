"""What the codebook page shows of a sample and of the entries, computed on the decoder's thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.pictures import picture, pictures
from aeviewer.app.requests import PAIR, SHEET
from aeviewer.app.views.codebook.painting import Painted
from aeviewer.app.views.codebook.values import Entries, Looked, Rebuilt
from aeviewer.training.metrics.denoising import psnr
from aeviewer.zoo.capabilities import Discrete
from aeviewer.zoo.registry import Model

LOOK, ENTRIES = "codebook", "codebook entries"
_SHARE = 4  # of what other models do in one slice: all those with codebooks are convolutional
_LOOKED_AT = 256  # entries among which the greyest is sought
_SCALED_BY = 64  # entries that say how much those of a stage add


def discrete(model: Model) -> Discrete:
    """The model, of which it is known that it has codebooks."""
    assert isinstance(model, Discrete)
    return model


def handful(model: Model) -> int:
    """How many pictures are encoded or decoded in one slice."""
    return max(1, batch_of(model) // _SHARE)


def rounded(model: Model, latents: Tensor) -> Tensor:
    """Round flat latents (B, D) to codes (B, S, h, w)."""
    return discrete(model).quantise(latents.reshape(-1, *model.latent_shape).to(model.device))


@dataclass(frozen=True)
class Source:
    """A sample: an image (1, C, H, W) in [0, 1], or else a latent (1, D), or nothing at all."""

    sample: int | None = None
    caption: str = ""
    image: Tensor | None = None
    latent: Tensor | None = None

    def codes(self, model: Model) -> Tensor:
        """Find its codes (1, S, h, w); of nothing, the first entry everywhere."""
        if self.image is not None:
            return discrete(model).codes(self.image.to(model.device))
        if self.latent is not None:
            return rounded(model, self.latent)
        stages = len(discrete(model).codebooks())
        shape = 1, stages, *discrete(model).grid
        return torch.zeros(shape, dtype=torch.int64, device=model.device)


def look(slot: str, source: Source, painted: Sequence[Painted], stages: int) -> Request:
    """Ask for a sample in codes: a `Looked` of its first stages, then, of several, a `Rebuilt`."""
    return Request(LOOK, slot, _looking(_Reading(source, painted, stages)), PAIR)


def _looking(reading: "_Reading") -> Iterator[Slice]:
    yield reading.look
    stages = reading.codes.shape[1]
    if stages > 1:
        for stage in range(stages):
            yield partial(reading.rebuild, stage)
        yield lambda _: Rebuilt(reading.pictures, reading.psnrs)


@dataclass
class _Reading:
    """A sample under way."""

    source: Source
    painted: Sequence[Painted]
    stages: int
    codes: Tensor = field(default_factory=lambda: torch.empty(0))
    pictures: list[QImage] = field(default_factory=list)
    psnrs: list[float | None] = field(default_factory=list)

    def look(self, model: Model) -> Looked:
        codes = self.source.codes(model)
        sizes = tuple(len(book) for book in discrete(model).codebooks())
        over = _paint(codes, self.painted, sizes)
        self.codes = codes
        stage = min(max(self.stages, 1), len(sizes)) - 1
        image, ratio = self._decoded(model, stage)
        return Looked(
            self.source.sample,
            self.source.caption,
            stage,
            sizes,
            codes[0, stage].cpu().numpy(),
            over[stage],
            bool(over[: stage + 1].any()),
            None if self.source.image is None else picture(self.source.image[0]),
            image,
            ratio,
        )

    def rebuild(self, stage: int, model: Model) -> None:
        image, ratio = self._decoded(model, stage)
        self.pictures.append(image)
        self.psnrs.append(ratio)

    def _decoded(self, model: Model, stage: int) -> tuple[QImage, float | None]:
        """The sample from the stages up to one, and its PSNR."""
        made = discrete(model).decode_codes(self.codes[:, : stage + 1])
        x = self.source.image
        ratio = None if x is None else psnr(made, x.to(made.device)).item()
        return picture(made[0]), ratio


def _paint(codes: Tensor, painted: Sequence[Painted], sizes: Sequence[int]) -> NDArray[np.bool_]:
    """Paint over codes (1, S, h, w) what fits them, and say where, (S, h, w)."""
    over = np.zeros(codes.shape[1:], np.bool_)
    for stage, row, column, code in painted:
        place = stage, row, column
        inside = all(0 <= at < end for at, end in zip(place, over.shape, strict=True))
        if inside and 0 <= code < sizes[stage]:
            codes[(0, *place)] = code
            over[place] = True
    return over


def entries(slot: str, stage: int, wanted: Sequence[int]) -> Request:
    """Ask for pictures of entries, those of these codes: `Entries`, some at a time.

    Each entry fills the whole grid and is decoded. One of a later stage is laid over the greyest
    of the first and the smallest of those between, and shown by what it changes: mid-grey where
    that is nothing, to one scale for all of a stage.
    """
    return Request(ENTRIES, slot, _picturing(stage, wanted), SHEET)


def _picturing(stage: int, wanted: Sequence[int]) -> Iterator[Slice]:
    ground = _Ground(stage)
    yield ground.begin
    if stage:
        for part in ground.parts(range(ground.candidates)):
            yield partial(ground.weigh, part)
        yield ground.lay
        for part in ground.parts(range(ground.samples)):
            yield partial(ground.stretch, part)
    for part in ground.parts(wanted):
        yield partial(ground.pictures, part)


@dataclass
class _Ground:
    """What entries of a stage are laid over: codes of the stages before, to be found first."""

    stage: int
    batch: int = 1
    candidates: int = 0  # entries of the first stage, for the greyest among them
    samples: int = 0  # entries of the stage, for how much they add at most
    brightness: list[Tensor] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    plain: Tensor | None = None
    scale: float = 1e-6

    def parts(self, codes: Sequence[int]) -> list[Sequence[int]]:
        """Share work out over slices."""
        return [codes[at : at + self.batch] for at in range(0, len(codes), self.batch)]

    def begin(self, model: Model) -> None:
        """See how large all is."""
        books = discrete(model).codebooks()
        self.batch = handful(model)
        self.candidates = min(len(books[0]), _LOOKED_AT)
        self.samples = min(len(books[self.stage]), _SCALED_BY)

    def weigh(self, part: Sequence[int], model: Model) -> None:
        """Find how bright some entries of the first stage are."""
        self.brightness.append(self._even(model, [[code] for code in part]).flatten(1).mean(1))

    def lay(self, model: Model) -> None:
        """Take the greyest, and of the stages between those entries that add least."""
        grey = torch.cat(self.brightness).sub(0.5).abs().argmin()
        between = discrete(model).codebooks()[1 : self.stage]
        smallest = [book.norm(dim=1).argmin() for book in between]
        self.below = [int(code.item()) for code in (grey, *smallest)]
        self.plain = self._even(model, [self.below])

    def stretch(self, part: Sequence[int], model: Model) -> None:
        """Let the scale reach to what some entries add."""
        self.scale = max(self.scale, self._added(model, part).abs().max().item())

    def pictures(self, part: Sequence[int], model: Model) -> Entries:
        """Make the pictures of some entries."""
        if self.plain is None:
            made = self._even(model, [[code] for code in part])
        else:
            made = 0.5 + 0.5 * self._added(model, part) / self.scale
        return Entries(self.stage, dict(zip(part, pictures(made), strict=True)))

    def _added(self, model: Model, part: Sequence[int]) -> Tensor:
        assert self.plain is not None
        return self._even(model, [[*self.below, code] for code in part]) - self.plain

    def _even(self, model: Model, codes: Sequence[Sequence[int]]) -> Tensor:
        """Decode grids that are the same everywhere: (B, S) codes to images (B, C, H, W)."""
        height, width = discrete(model).grid
        cells = torch.tensor(codes, device=model.device)[:, :, None, None]
        return discrete(model).decode_codes(cells.expand(-1, -1, height, width))
