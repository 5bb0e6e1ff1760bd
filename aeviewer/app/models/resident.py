"""Data sets in memory: what is looked at or trained on is not read from the disk once more."""

import weakref
from dataclasses import dataclass
from pathlib import Path

from aeviewer.data.images import DataSet, Images
from aeviewer.data.sources import Source, data_folder, open_data, sources


@dataclass(frozen=True)
class _Read:
    """A data set that was read, for as long as somebody else holds its images."""

    name: str
    train: weakref.ref[Images]
    test: weakref.ref[Images]

    @classmethod
    def of(cls, data: DataSet) -> "_Read":
        return cls(data.name, weakref.ref(data.train), weakref.ref(data.test))

    def whole(self) -> DataSet | None:
        train, test = self.train(), self.test()
        return None if train is None or test is None else DataSet(self.name, train, test)


_READ: dict[tuple[Source, Path], _Read] = {}


def open_resident(name_or_path: str) -> DataSet:
    """Do what `open_data` does, but take the images of a known set from whoever holds them.

    A folder of one's own is read each time: what is in it may have changed. Any thread may call.

    Raises:
        NotAtHand: the set is known but was not downloaded.
        UserError: there is no such name or folder, or it holds nothing readable.
    """
    source = sources().get(name_or_path)
    if source is None:
        return open_data(name_or_path)
    key = source, data_folder()
    found = _READ[key].whole() if key in _READ else None
    if found is None:
        found = open_data(name_or_path)
        _READ[key] = _Read.of(found)
    return found
