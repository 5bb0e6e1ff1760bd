"""Where data comes from, by name or by folder. Importing this needs neither torch nor sklearn.

Nothing here touches the network but `download`, which runs only when it is read.
"""

import os
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from aeviewer.data import idx
from aeviewer.data.catalogue import Source, sources
from aeviewer.data.download import Progress
from aeviewer.errors import UserError

if TYPE_CHECKING:
    from aeviewer.data.images import DataSet

__all__ = [
    "NotAtHand",
    "Source",
    "at_hand",
    "data_folder",
    "demand_folder",
    "download",
    "open_data",
    "sources",
    "title_of",
]


_IMAGES = ("train-images-idx3-ubyte", "t10k-images-idx3-ubyte")
_LABELS = "labels-idx1-ubyte"  # what they end in; without them a set is as good


class NotAtHand(UserError):  # noqa: N818 (a state that one click changes, not a fault)
    """A known data set is not on this machine yet.

    Attributes:
        source: its name, for `download`.
    """

    def __init__(self, source: str, folder: Path):
        self.source = source
        super().__init__(
            f"{title_of(source)} is not at hand (looked in {folder}); download it with "
            f"`aeviewer download {source}` or with the button in the message bar"
        )


def data_folder() -> Path:
    """Where downloaded sets are kept: the user's data folder, or what AEVIEWER_DATA says."""
    chosen = os.environ.get("AEVIEWER_DATA")
    return Path(chosen) if chosen else platformdirs.user_data_path("aeviewer", False) / "data"


def at_hand(name: str, *, folder: Path | None = None) -> bool:
    """Whether a known data set can be opened without a download.

    Raises:
        UserError: there is none of that name.
    """
    source = _find(name)
    return source.lies_in((folder or data_folder()) / source.folder)


def title_of(name: str) -> str:
    """How a person calls a data set: by its title, or by its name where it is not known."""
    known = sources()
    return known[name].title if name in known else name


def open_data(name_or_path: str, *, folder: Path | None = None) -> "DataSet":
    """Read a data set, without ever touching the network.

    Args:
        name_or_path: a known name, else the path of a folder of idx files laid out as MNIST's.
        folder: where downloaded sets are kept, if not in `data_folder()`.

    Raises:
        NotAtHand: the set is known but was not downloaded.
        UserError: there is no such name or folder, or it holds nothing readable.
    """
    source = sources().get(name_or_path)
    if source is None:
        return _open_folder(Path(name_or_path))
    place = (folder or data_folder()) / source.folder
    if not source.lies_in(place):
        raise NotAtHand(source.name, place)
    return source.load(place)


def demand_folder(path: Path) -> None:
    """Refuse a folder that `open_data` could not open, by the names of its files alone.

    Raises:
        UserError: there is no such folder, or it lacks a file of images; names the first.
    """
    source, own = _known(path)
    place, needed = (own, source.files) if source else (path, _IMAGES)
    try:
        lacking = [f for f in needed if not f.endswith(_LABELS) and idx.find(place, f) is None]
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from None
    if lacking:
        raise UserError(
            f"{path} lacks {lacking[0]}, with or without .gz; choose a folder of idx files laid "
            f"out as MNIST's, or one that CIFAR-10 was unpacked to (cifar-10-batches-py)"
        )


def download(name: str, *, folder: Path | None = None) -> Generator[Progress, None, None]:
    """Bring a known data set here, as its progress is read; to cancel is to close the iterator.

    What has come is kept, and the next call resumes.

    Raises:
        UserError: there is none of that name, a file did not come, or it is not the right one.
    """
    from aeviewer.data import vision

    source = _find(name)
    if source.remote:
        place = (folder or data_folder()) / source.folder
        yield from vision.download(source.name, place, source.files)


def _find(name: str) -> Source:
    known = sources()
    if name not in known:
        raise UserError(f"unknown data set {name!r}; known: {', '.join(known)}")
    return known[name]


def _open_folder(path: Path) -> "DataSet":
    from aeviewer.data import idx_folder

    source, own = _known(path)
    return source.load(own) if source else idx_folder.load(path, own.name.lower())


def _known(path: Path) -> tuple[Source | None, Path]:
    """Tell by its name which known set a folder holds, if any, and the folder itself.

    Raises:
        UserError: there is no such folder.
    """
    if not _is_folder(path):
        raise UserError(
            f"no folder {path}; give one that holds idx files, or one of: {', '.join(sources())}"
        )
    named = path if path.name not in {"", ".."} else path.resolve()
    own = named.parent if named.name == "raw" else named
    for source in sources().values():
        if source.remote and _plain(own.name) in {_plain(source.folder), _plain(source.name)}:
            return source, own
    return None, own


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from None


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")
