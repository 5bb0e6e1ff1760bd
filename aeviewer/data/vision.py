"""Torchvision's sets: where they stand, what their checksums are, and CIFAR-10's reader.

Addresses and checksums are read off torchvision's classes, so that they are corrected with it.
"""

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

from aeviewer.data.archive import unpack
from aeviewer.data.download import Progress, RemoteFile, fetch
from aeviewer.data.images import DataSet, Images
from aeviewer.errors import UserError

_IDX = {"mnist": "MNIST", "fashion-mnist": "FashionMNIST", "kmnist": "KMNIST"}
_WITHIN = {"emnist": "gzip/{}.gz", "cifar10": "cifar-10-batches-py/{}"}
"""How an archive calls its members."""


def download(name: str, folder: Path, files: tuple[str, ...]) -> Generator[Progress, None, None]:
    """Bring a set to its folder; to cancel is to close the iterator, to resume is to ask again.

    Args:
        name: of the source.
        folder: the set's own, such as `.../MNIST`.
        files: what must lie in it afterwards, without `.gz`.

    Raises:
        UserError: a file did not come or is not the right one; what is there of it is kept.
    """
    remotes = remote_files(name)
    if name in _WITHIN:
        yield from _archive(remotes[0], _members(name, folder, files))
        return
    for remote in remotes:
        if not (folder / "raw" / remote.name.removesuffix(".gz")).exists():
            yield from fetch(remote, folder / "raw")


def remote_files(name: str) -> tuple[RemoteFile, ...]:
    """Look up what torchvision knows of a set.

    Raises:
        UserError: torchvision is not installed properly.
    """
    datasets = _torchvision()
    if name == "cifar10":
        known = datasets.CIFAR10
        return (RemoteFile(known.filename, (known.url,), known.tgz_md5),)
    if name == "emnist":
        known = datasets.EMNIST
        return (RemoteFile("gzip.zip", (known.url,), known.md5),)
    known = getattr(datasets, _IDX[name])
    mirrors = _safe(known.mirrors)
    return tuple(
        RemoteFile(file, tuple(mirror + file for mirror in mirrors), md5)
        for file, md5 in known.resources
    )


def load_cifar10(folder: Path) -> DataSet:
    """Read CIFAR-10 as torchvision does: its pickles are opened only once their md5 is right.

    Raises:
        UserError: a file is missing or has another checksum.
    """
    reader = _torchvision().CIFAR10
    try:
        train, test = (reader(folder.parent, train=train) for train in (True, False))
    except RuntimeError:
        raise UserError(
            f"{folder} does not hold CIFAR-10 complete and unchanged; delete it and download "
            f"cifar10 again"
        ) from None
    return DataSet("cifar10", *(_images(part) for part in (train, test)))


def _images(part: Any) -> Images:
    pixels = torch.from_numpy(part.data).permute(0, 3, 1, 2).contiguous()
    return Images(pixels, torch.tensor(part.targets), tuple(part.classes))


def _torchvision() -> ModuleType:
    try:
        from torchvision import datasets
    except (ImportError, RuntimeError) as error:  # RuntimeError: made for another torch
        raise UserError(
            f"torchvision cannot be loaded ({error}); install torch and torchvision together"
        ) from None
    return datasets  # type: ignore[no-any-return]  # torchvision has no types


def _safe(mirrors: Sequence[str]) -> list[str]:
    """Keep the mirrors that speak https; where none is said to, ask them for it all the same.

    The website of an S3 bucket never speaks it; the bucket itself does, under its other name.
    """
    safe = [mirror for mirror in mirrors if mirror.startswith("https://")]
    asked = [m.replace("http://", "https://").replace(".s3-website.", ".s3.") for m in mirrors]
    return safe or asked


def _archive(remote: RemoteFile, members: Mapping[str, Path]) -> Generator[Progress, None, None]:
    if all(target.exists() for target in members.values()):
        return
    folder = next(iter(members.values())).parent
    yield from fetch(remote, folder)
    unpack(folder / remote.name, members)
    (folder / remote.name).unlink()


def _members(name: str, folder: Path, files: tuple[str, ...]) -> dict[str, Path]:
    if name == "cifar10":
        return {_WITHIN[name].format(file): folder / file for file in files}
    return {_WITHIN[name].format(file): folder / "raw" / f"{file}.gz" for file in files}
