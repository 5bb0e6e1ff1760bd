"""Saving without ever leaving half a file: the one way in which the program writes."""

import contextlib
import os
import tempfile
from pathlib import Path

_MARK = ".aeviewer-tmp-"

# The mask can only be read by setting it, which is every thread's: once, before there are any.
_UMASK = os.umask(0o022)
os.umask(_UMASK)


def atomic_write(path: Path, data: bytes) -> None:
    """Put data at path so that a reader, or a power cut, meets the old file or the new one.

    A symbolic link is written through. The mode is that of a file made the ordinary way.

    Raises:
        OSError: the folder is missing or read-only, or the disk is full; the old file is intact.
    """
    target = path.resolve()
    sweep(target.parent)
    descriptor, name = tempfile.mkstemp(prefix=f"{_MARK}{os.getpid()}-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(name).chmod(0o666 & ~_UMASK)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def sweep(folder: Path) -> None:
    """Remove what writers that were killed left in the folder."""
    for stale in folder.glob(f"{_MARK}*"):
        if not _alive(stale.name.removeprefix(_MARK).partition("-")[0]):
            stale.unlink(missing_ok=True)


def _alive(pid: str) -> bool:
    if os.name != "posix":  # elsewhere signal 0 would end the process instead of asking after it
        return True
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open a folder, and orders the rename itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
