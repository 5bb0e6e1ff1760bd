import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pytest

from aeviewer import files
from aeviewer.files import atomic_write, sweep

OLD, NEW = b"old" * 1000, b"new" * 5000
FULL, BROKEN, OTHER_DISK = errno.ENOSPC, errno.EIO, errno.EXDEV

posix_only = pytest.mark.skipif(os.name != "posix", reason="POSIX: signals, links and modes")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with old content, alone in its folder."""
    path = tmp_path / "weights.safetensors"
    path.write_bytes(OLD)
    return path


def _fails(code: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def _names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


class _FullDisk:
    """A file that takes some bytes and then no more."""

    def __init__(self, file: IO[bytes], room: int):
        self._file = file
        self._room = room

    def __enter__(self) -> "_FullDisk":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.write(data[: self._room])
        self._file.flush()
        raise OSError(FULL, os.strerror(FULL))


def test_it_replaces(path: Path) -> None:
    atomic_write(path, NEW)
    assert path.read_bytes() == NEW
    assert _names(path.parent) == [path.name]


def test_it_makes_a_new_file(tmp_path: Path) -> None:
    atomic_write(tmp_path / "new", b"")
    assert _names(tmp_path) == ["new"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("code", [FULL, BROKEN, OTHER_DISK])
def test_a_fault_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    monkeypatch.setattr(os, call, _fails(code))
    with pytest.raises(OSError, match=os.strerror(code)) as caught:
        atomic_write(path, NEW)
    assert caught.value.errno == code
    assert path.read_bytes() == OLD
    assert _names(path.parent) == [path.name]


@pytest.mark.parametrize("room", [0, 1, len(NEW) - 1])
def test_a_disk_that_fills_up_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    fdopen = os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda number, _: _FullDisk(fdopen(number, "wb"), room))
    with pytest.raises(OSError, match=os.strerror(FULL)):
        atomic_write(path, NEW)
    assert path.read_bytes() == OLD
    assert _names(path.parent) == [path.name]


@posix_only
def test_a_folder_that_is_not_synced_is_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_sync_folder", _fails(BROKEN))
    with pytest.raises(OSError, match=os.strerror(BROKEN)):
        atomic_write(path, NEW)
    assert path.read_bytes() == NEW
    assert _names(path.parent) == [path.name]


def test_an_interrupt_leaves_no_temporary(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        atomic_write(path, NEW)
    assert path.read_bytes() == OLD
    assert _names(path.parent) == [path.name]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        atomic_write(tmp_path / "nowhere" / "file", NEW)


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - each system has its own
        atomic_write(tmp_path / "folder", NEW)
    assert _names(tmp_path) == ["folder"]


@posix_only
@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nothing yet"])
def test_a_link_is_written_through(tmp_path: Path, there: bool) -> None:
    target = tmp_path / "elsewhere" / "target"
    target.parent.mkdir()
    if there:
        target.write_bytes(OLD)
    link = tmp_path / "link"
    link.symlink_to(target)
    atomic_write(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert _names(target.parent) == ["target"]


def _write_in_a_child(path: Path, before: str = "", umask: int = -1) -> int:
    code = f"""{before}
from pathlib import Path
from aeviewer.files import atomic_write
atomic_write(Path({str(path)!r}), b"new" * 5000)
"""
    return subprocess.run([sys.executable, "-c", code], umask=umask, check=False).returncode


@posix_only
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_mode_follows_the_umask(path: Path, umask: int, mode: int) -> None:
    assert _write_in_a_child(path, umask=umask) == 0
    assert path.stat().st_mode & 0o777 == mode


_KILLED_AT = """
import os, signal, sys
left = {line}
def trace(frame, kind, _):
    global left
    if not frame.f_code.co_filename.endswith(os.path.join("aeviewer", "files.py")):
        return None
    if frame.f_code.co_name != "<module>" and kind == "line":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace
sys.settrace(trace)
"""


@posix_only
def test_a_kill_before_any_line_leaves_old_or_new(path: Path) -> None:
    seen = set()
    line = 0
    ended = -9
    while ended == -9:
        line += 1
        path.write_bytes(OLD)
        ended = _write_in_a_child(path, _KILLED_AT.format(line=line))
        seen.add(path.read_bytes())
        sweep(path.parent)
        assert _names(path.parent) == [path.name]
    assert ended == 0
    assert line > 10
    assert seen == {OLD, NEW}


@posix_only
def test_only_what_the_dead_left_is_swept(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    for owner in (f"{child.pid}-a", "nobody-b", f"{os.getpid()}-c", f"{os.getppid()}-d"):
        (tmp_path / f".aeviewer-tmp-{owner}").touch()
    (tmp_path / "other").touch()
    sweep(tmp_path)
    living = [f".aeviewer-tmp-{os.getpid()}-c", f".aeviewer-tmp-{os.getppid()}-d"]
    assert _names(tmp_path) == sorted([*living, "other"])


def test_two_writers_never_mix(path: Path) -> None:
    def write(data: bytes) -> None:
        for _ in range(30):
            atomic_write(path, data)

    writers = [Thread(target=write, args=(data,)) for data in (OLD, NEW)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert path.read_bytes() in {OLD, NEW}
    for writer in writers:
        writer.join()
    assert _names(path.parent) == [path.name]
