"""What the denoising page is given: a sample before and after, and many at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


@dataclass(frozen=True)
class Likeness:
    """How like an image is to the clean one.

    Attributes:
        psnr: peak signal-to-noise ratio in dB; infinite where they are the same.
        ssim: structural similarity; None where it is not known.
    """

    psnr: float
    ssim: float | None


@dataclass(frozen=True, eq=False)
class Denoised:
    """What becomes of one sample.

    Attributes:
        clean: as it was.
        noisy: what the model is given.
        denoised: what it makes of that.
        error: (H, W) denoised - clean, the mean of the channels, in [-1, 1].
        hole: (H, W), the pixels rubbed out.
        before: how like the noisy image is.
        after: how like the denoised one is.
    """

    clean: QImage
    noisy: QImage
    denoised: QImage
    error: NDArray[np.float32]
    hole: NDArray[np.bool_]
    before: Likeness
    after: Likeness


@dataclass(frozen=True, eq=False)
class Many:
    """Some samples, clean, noisy and denoised, in the order of their numbers.

    Attributes:
        first: the number of the first.
        chosen: which of them is the one shown large.
        clean: as they were.
        noisy: what the model is given.
        denoised: what it makes of that.
        before: PSNR of each noisy image in dB, as `Likeness` has it.
        after: that of each denoised one.
    """

    first: int
    chosen: int
    clean: Sequence[QImage]
    noisy: Sequence[QImage]
    denoised: Sequence[QImage]
    before: Sequence[float]
    after: Sequence[float]
