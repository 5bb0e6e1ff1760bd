"""What the codebook page is given to show."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

Codes = NDArray[np.int64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Looked:
    """One sample in codes, as far as the stage on show.

    Attributes:
        sample: its number, or None for an even map that stands in for one.
        caption: what it is, in words.
        stage: the stage on show, from 0; the picture is of this one and those before.
        sizes: number of entries of each stage's codebook.
        codes: (h, w) of that stage, with what is painted.
        painted: (h, w) where codes of that stage are painted.
        touched: whether any stage in the picture is painted.
        input: the sample itself, or None where it is not at hand.
        picture: what the decoder makes of the codes.
        psnr: of that against the sample, in dB, or None without it.
    """

    sample: int | None
    caption: str
    stage: int
    sizes: tuple[int, ...]
    codes: Codes
    painted: NDArray[np.bool_]
    touched: bool
    input: QImage | None
    picture: QImage
    psnr: float | None

    @property
    def bits(self) -> Sequence[float]:
        """Bits of an image in codes of the first stage, of the first two, and so on."""
        cells = math.prod(self.codes.shape)
        return [
            cells * sum(map(math.log2, self.sizes[: stage + 1])) for stage in range(len(self.sizes))
        ]


@dataclass(frozen=True, eq=False)
class Rebuilt:
    """The sample from the first stage, from the first two, and so on; `psnrs` as in `Looked`."""

    pictures: Sequence[QImage]
    psnrs: Sequence[float | None]


@dataclass(frozen=True, eq=False)
class Entries:
    """Pictures of some entries of a stage's codebook, by their codes."""

    stage: int
    pictures: Mapping[int, QImage]


@dataclass(frozen=True, eq=False)
class Use:
    """How often codes stand for cells of the data, as far as it has been counted.

    Attributes:
        done: how many images were counted.
        total: how many there are.
        counts: (K,) of each stage.
        perplexities: exp of the entropy of each stage's codes.
        psnrs: of images rebuilt from the first stage, the first two and so on, the mean, in dB;
            empty where latents were counted, as the images are not at hand.
    """

    done: int
    total: int
    counts: Sequence[Counts]
    perplexities: Sequence[float]
    psnrs: Sequence[float]

    @property
    def whole(self) -> bool:
        """Whether all is counted: what was not seen until then is dead."""
        return self.done == self.total
