"""Scikit-learn's handwritten digits: 1,797 real images of 8 x 8 pixels that need no download.

Its file of them is read as it lies: to import scikit-learn takes a second or two, and many a first
picture waits for these images.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from aeviewer.data.images import DataSet, Images
from aeviewer.errors import UserError

_LEVELS = 16
_FILE = Path("datasets", "data", "digits.csv.gz")
_TEST = bytes.fromhex(
    "000004883524104000064100934205001a00080100240028062c12001000940a009019120420f8a0028110a000"
    "080a8820441524494240a00a0000004004d80000818020004805c400104008a0100005404800301000020ec409"
    "000224840083a8013c20a6980a0000000b08400804a0184802024041c1008004404684376a8102160044800040"
    "42a0a4180a5000840b8561c608108008004c80c02004068e00010882008100380803c008190000100e01008410"
    "a0210033282904c044c080680e0102830082008822a6402c24042108a860809081a00c02820242120138a41500"
)
"""A bit for each image, set for the 360 that are tested on: each digit in proportion, as drawn once
by `sklearn.model_selection.train_test_split(..., stratify=labels, random_state=0)`."""


def load() -> DataSet:
    """Read the digits, split once and for all into 1,437 and 360.

    Raises:
        UserError: scikit-learn is not installed, or without its data.
    """
    table = np.loadtxt(_path(), np.int64, delimiter=",")
    pixels = np.rint(table[:, :-1] * (255 / _LEVELS)).astype(np.uint8).reshape(-1, 8, 8)
    tested = np.unpackbits(np.frombuffer(_TEST, np.uint8), count=len(table)).astype(bool)
    train, test = (_part(pixels[among], table[among, -1]) for among in (~tested, tested))
    return DataSet("digits", train, test)


def _path() -> Path:
    found = find_spec("sklearn")
    path = None if found is None or found.origin is None else Path(found.origin).parent / _FILE
    if path is None or not path.exists():
        raise UserError("the digits are not here: install scikit-learn, whose data they are")
    return path


def _part(pixels: NDArray[np.uint8], labels: NDArray[np.int64]) -> Images:
    return Images(
        torch.from_numpy(pixels).unsqueeze(1), torch.from_numpy(labels), tuple("0123456789")
    )
