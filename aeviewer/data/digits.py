"""Scikit-learn's handwritten digits: 1,797 real images of 8 x 8 pixels that need no download."""

import numpy as np
import torch
from numpy.typing import NDArray

from aeviewer.data.images import DataSet, Images

_TEST = 360
_LEVELS = 16


def load() -> DataSet:
    """Read the digits, split once and for all into 1,437 and 360, each digit in proportion."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    train, test = train_test_split(
        np.arange(len(digits.target)), test_size=_TEST, stratify=digits.target, random_state=0
    )
    pixels = np.rint(digits.images * (255 / _LEVELS)).astype(np.uint8)
    return DataSet(
        "digits",
        _part(pixels, digits.target, np.sort(train)),
        _part(pixels, digits.target, np.sort(test)),
    )


def _part(pixels: NDArray[np.uint8], labels: NDArray[np.int64], index: NDArray[np.int64]) -> Images:
    return Images(
        torch.from_numpy(pixels[index]).unsqueeze(1),
        torch.from_numpy(labels[index]).long(),
        tuple("0123456789"),
    )
