"""What is ranked: images with their scores, and what is known of their samples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Rated:
    """One image of the ranking.

    Attributes:
        sample: its number.
        score: its anomaly score.
        pictures: itself, its reconstruction, and the squared error of each pixel.
    """

    sample: int
    score: float
    pictures: tuple[QImage, QImage, QImage]


@dataclass(frozen=True, eq=False)
class Shelf:
    """What is ranked.

    Attributes:
        worst: the images that score highest, the highest first.
        best: those that score lowest, the lowest first; none is in both.
        error: the squared error at the bright end of the colours.
        ramp: the colours from 0 to there, '#rrggbb'.
    """

    worst: Sequence[Rated] = ()
    best: Sequence[Rated] = ()
    error: float = 0.0
    ramp: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Known:
    """What each sample is, by its number.

    Attributes:
        classes: the classes' names.
        labels: (N,) class numbers; None without labels.
        normal: the classes that are normal; none where nobody said.
    """

    classes: tuple[str, ...] = ()
    labels: Labels | None = None
    normal: frozenset[int] = frozenset()
