"""Taking known members out of a zip or tar archive."""

import contextlib
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from aeviewer.errors import UserError

_Open = Callable[[str], IO[bytes] | None]


def unpack(archive: Path, members: Mapping[str, Path]) -> None:
    """Write members of an archive to files that the caller names, each whole or not at all.

    The archive has no say in where anything goes, so there is nothing in it to be afraid of: links,
    devices, absolute names and `..` are never followed.

    Raises:
        UserError: it is no archive, is damaged or lacks a member, or a file cannot be written.
    """
    try:
        with _opened(archive) as member:
            for name, target in members.items():
                _copy(member(name), target)
    except (KeyError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile) as error:
        raise UserError(f"cannot unpack {archive}: {error}") from None
    except OSError as error:
        raise UserError(f"cannot unpack {archive}: {error.strerror or error}") from None


@contextlib.contextmanager
def _opened(archive: Path) -> Iterator[_Open]:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            yield opened.open
    else:
        with tarfile.open(archive) as opened:
            yield lambda name: _regular(opened, name)


def _regular(opened: tarfile.TarFile, name: str) -> IO[bytes] | None:
    member = opened.getmember(name)
    return opened.extractfile(member) if member.isreg() else None


def _copy(source: IO[bytes] | None, target: Path) -> None:
    if source is None:
        raise KeyError(f"{target.name} is not a plain file in it")
    part = target.with_name(f"{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    with source, part.open("wb") as file:
        shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
