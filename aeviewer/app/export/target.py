"""The file that something is written to: its name, whether it can be, and writing it whole."""

import errno
import os
from pathlib import Path

from aeviewer.errors import UserError
from aeviewer.files import atomic_write


def unused(path: Path) -> Path:
    """Number a file's name where there is one already: a proposal takes nobody's file."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 1000))
    return next((name for name in (path, *names) if not name.exists()), path)


def check_target(target: Path) -> None:
    """See that a file can be written there, before anything is made for it.

    Raises:
        UserError: it cannot.
    """
    folder = target.resolve().parent
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}; choose one that there is")
    if not os.access(folder, os.W_OK) or target.is_dir():
        raise UserError(f"cannot write {target}; choose another place")


def write(target: Path, data: bytes) -> None:
    """Put the file where it was wanted, whole or not at all.

    Raises:
        UserError: there is no room, or no right to.
    """
    try:
        atomic_write(target, data)
    except OSError as error:
        raise UserError(_unwritten(target, len(data), error)) from None


def _unwritten(target: Path, size: int, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        room = f"there is no room for {target.name}, which takes {size / 1e6:,.1f} MB"
        return f"{room}; free some, or choose another place"
    return f"cannot write {target}: {error.strerror}; choose another place"
