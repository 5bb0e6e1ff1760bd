"""What a threshold does to anomaly scores: how many it catches, misses and takes for anomalies."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def _nothing() -> Scores:
    return np.empty(0, np.float32)


@dataclass(frozen=True)
class Counts:
    """Numbers of images on either side of a threshold.

    Attributes:
        caught: anomalies that score as high or higher.
        missed: anomalies that score lower.
        false_alarms: normal images that score as high or higher.
        passed: normal images that score lower.
    """

    caught: int
    missed: int
    false_alarms: int
    passed: int


@dataclass(frozen=True, eq=False)
class Groups:
    """Scores of two kinds of images, each rising.

    Attributes:
        normal: (N,) those of normal images; of all images where nobody says which are normal.
        others: (M,) those of anomalies.
        told: whether it is known which images are normal.
    """

    normal: Scores = field(default_factory=_nothing)
    others: Scores = field(default_factory=_nothing)
    told: bool = False

    @property
    def highest(self) -> float:
        """The highest score of all, 0 without any."""
        ends = [float(part[-1]) for part in (self.normal, self.others) if len(part)]
        return max(ends, default=0.0)

    def at(self, threshold: float) -> Counts:
        """Count what a threshold tells apart."""
        passed = int(np.searchsorted(self.normal, np.float32(threshold)))
        missed = int(np.searchsorted(self.others, np.float32(threshold)))
        return Counts(len(self.others) - missed, missed, len(self.normal) - passed, passed)


def grouped(scores: Scores, anomalous: NDArray[np.bool_] | None) -> Groups:
    """Sort scores (N,) by which images are anomalous (N,); None where that is not known."""
    if anomalous is None:
        return Groups(np.sort(scores))
    return Groups(np.sort(scores[~anomalous]), np.sort(scores[anomalous]), told=True)
