import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aeviewer.data.archive import unpack
from aeviewer.errors import UserError


def make_tar(path: Path) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, kind in (("in/a", tarfile.REGTYPE), ("in/link", tarfile.SYMTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/hosts"
            member.size = 5 if kind == tarfile.REGTYPE else 0
            tar.addfile(member, io.BytesIO(b"hello"))
        evil = tarfile.TarInfo("../evil")
        tar.addfile(evil)
    return path


def make_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("in/a", "hello")
        archive.writestr("../evil", "")
    return path


@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_only_what_was_asked_for_is_written(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    archive = make(tmp_path / "archive")
    unpack(archive, {"in/a": tmp_path / "out" / "b"})
    assert (tmp_path / "out" / "b").read_text() == "hello"
    assert {path.name for path in tmp_path.rglob("*")} == {"archive", "out", "b"}


@pytest.mark.parametrize("member", ["in/link", "in/none"])
def test_links_and_missing_members_are_refused(tmp_path: Path, member: str) -> None:
    archive = make_tar(tmp_path / "archive")
    with pytest.raises(UserError, match="cannot unpack"):
        unpack(archive, {member: tmp_path / "out"})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("make", [make_tar, make_zip])
@pytest.mark.parametrize("keep", [0, 1, 10, 60])
def test_a_damaged_archive_is_refused(
    tmp_path: Path, make: Callable[[Path], Path], keep: int
) -> None:
    archive = make(tmp_path / "archive")
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(UserError, match="cannot unpack"):
        unpack(archive, {"in/a": tmp_path / "out"})
