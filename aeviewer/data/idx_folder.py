"""A folder of idx files, laid out as MNIST's, becomes a data set."""

from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from aeviewer.data import idx
from aeviewer.data.images import DataSet, Images
from aeviewer.errors import UserError


def load(
    folder: Path,
    name: str,
    classes: tuple[str, ...] = (),
    prefixes: tuple[str, str] = ("train", "t10k"),
    *,
    transposed: bool = False,
) -> DataSet:
    """Read `<prefix>-images-idx3-ubyte` and, where it is there, `<prefix>-labels-idx1-ubyte`.

    Args:
        folder: holds the files, or a folder `raw` that does; each may be gzipped.
        name: of the data set.
        classes: the classes' names; without them they are numbered.
        prefixes: of the files to train on and of those to test on.
        transposed: the files hold columns where images have rows, as EMNIST's do.

    Raises:
        UserError: files are missing, damaged or do not fit together; names the file or folder.
    """
    train, test = (_images(folder, prefix, transposed=transposed) for prefix in prefixes)
    if train.shape != test.shape:
        raise UserError(
            f"{folder} holds training images of {_size(train)} and test images of {_size(test)} "
            f"pixels; they must be alike"
        )
    names = classes or _numbers(train, test)
    return DataSet(name, _named(train, names, folder), _named(test, names, folder))


def _images(folder: Path, prefix: str, *, transposed: bool) -> Images:
    wanted = f"{prefix}-images-idx3-ubyte"
    path = idx.find(folder, wanted)
    if path is None:
        raise UserError(
            f"no images in {folder} (looked for {wanted}, with or without .gz, there and in raw)"
        )
    pixels = torch.from_numpy(idx.read_images(path)).unsqueeze(1)
    if transposed:
        pixels = pixels.transpose(2, 3).contiguous()
    return Images(pixels, _labels(folder, prefix, len(pixels)))


def _labels(folder: Path, prefix: str, count: int) -> Tensor | None:
    path = idx.find(folder, f"{prefix}-labels-idx1-ubyte")
    if path is None:
        return None
    labels = torch.from_numpy(idx.read_labels(path)).long()
    if len(labels) != count:
        raise UserError(f"{path} holds {len(labels):,} labels for {count:,} images")
    return labels


def _numbers(*parts: Images) -> tuple[str, ...]:
    most = max((int(part.labels.max()) for part in parts if part.labels is not None), default=-1)
    return tuple(map(str, range(most + 1)))


def _named(images: Images, names: tuple[str, ...], folder: Path) -> Images:
    if images.labels is None:
        return images
    most = int(images.labels.max())
    if most >= len(names):
        raise UserError(
            f"{folder} has a label {most}; its {len(names)} classes end at {len(names) - 1}"
        )
    return replace(images, classes=names)


def _size(images: Images) -> str:
    return "{1} x {2}".format(*images.shape)
