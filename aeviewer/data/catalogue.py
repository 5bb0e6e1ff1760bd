"""The data sets known by name. Importing this needs neither torch nor sklearn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aeviewer.data import idx

if TYPE_CHECKING:
    from aeviewer.data.images import DataSet


@dataclass(frozen=True)
class Source:
    """A data set known by name.

    Attributes:
        name: the word of the command line.
        title: how the window calls it.
        about: what it holds, who made it, under which licence.
        load: reads it from its own folder; what is built in looks at no folder.
        folder: what its folder is called, which is as torchvision calls it; empty if built in.
        files: what must lie in the folder or in its `raw`, with or without `.gz`.
    """

    name: str
    title: str
    about: str
    load: "Callable[[Path], DataSet]"
    folder: str = ""
    files: tuple[str, ...] = ()

    @property
    def remote(self) -> bool:
        """Whether it has to be downloaded once."""
        return bool(self.files)

    def lies_in(self, folder: Path) -> bool:
        """Whether all of its files are in a folder."""
        return all(idx.find(folder, file) for file in self.files)


def sources() -> Mapping[str, Source]:
    """All data sets known by name: first those that are built in."""
    return {source.name: source for source in _SOURCES}


def _digits(_: Path) -> "DataSet":
    from aeviewer.data import digits

    return digits.load()


def _shapes(_: Path) -> "DataSet":
    from aeviewer.data import shapes

    return shapes.load()


def _cifar10(folder: Path) -> "DataSet":
    from aeviewer.data import vision

    return vision.load_cifar10(folder)


def _idx(
    folder: Path,
    *,
    name: str,
    classes: tuple[str, ...],
    prefixes: tuple[str, str],
    transposed: bool,
) -> "DataSet":
    from aeviewer.data import idx_folder

    return idx_folder.load(folder, name, classes, prefixes, transposed=transposed)


def _like_mnist(
    name: str,
    title: str,
    about: str,
    folder: str,
    classes: tuple[str, ...],
    prefixes: tuple[str, str] = ("train", "t10k"),
    *,
    transposed: bool = False,
) -> Source:
    load = partial(_idx, name=name, classes=classes, prefixes=prefixes, transposed=transposed)
    kinds = ("images-idx3-ubyte", "labels-idx1-ubyte")
    files = tuple(f"{prefix}-{kind}" for prefix in prefixes for kind in kinds)
    return Source(name, title, about, load, folder, files)


_DIGITS = "0123456789"

_SOURCES = (
    Source(
        "digits",
        "Digits",
        "1,797 handwritten digits, 8 x 8; Alpaydin and Kaynak 1998, CC BY 4.0; built in",
        _digits,
    ),
    Source(
        "shapes",
        "Shapes",
        "14,000 squares, ellipses and hearts with known factors, 32 x 32; drawn here, built in",
        _shapes,
    ),
    _like_mnist(
        "mnist",
        "MNIST",
        "70,000 handwritten digits, 28 x 28; LeCun, Cortes and Burges 1998, no licence stated",
        "MNIST",
        tuple(_DIGITS),
    ),
    _like_mnist(
        "fashion-mnist",
        "Fashion-MNIST",
        "70,000 pieces of clothing, 28 x 28; Zalando SE 2017, MIT",
        "FashionMNIST",
        (
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
    ),
    _like_mnist(
        "kmnist",
        "KMNIST",
        "70,000 cursive Japanese characters, 28 x 28; Clanuwat et al. 2018, CC BY-SA 4.0",
        "KMNIST",
        ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    ),
    _like_mnist(
        "emnist",
        "EMNIST, balanced",
        "131,600 handwritten digits and letters, 28 x 28; Cohen et al. 2017, no licence stated",
        "EMNIST",
        # Letters that look alike in both cases are one class, named by the capital.
        tuple(_DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "abdefghnqrt"),
        ("emnist-balanced-train", "emnist-balanced-test"),
        transposed=True,
    ),
    Source(
        "cifar10",
        "CIFAR-10",
        "60,000 colour photographs, 32 x 32; Krizhevsky 2009, no licence stated",
        _cifar10,
        "cifar-10-batches-py",
        (*(f"data_batch_{number}" for number in range(1, 6)), "test_batch", "batches.meta"),
    ),
)
