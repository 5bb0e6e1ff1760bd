import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import Request

import pytest

from aeviewer.data.download import Progress, RemoteFile, _NoDowngrade, fetch
from aeviewer.errors import UserError

if TYPE_CHECKING:
    from tests.data.conftest import Server

CONTENT = bytes(range(256)) * 1000


def remote(*urls: str) -> RemoteFile:
    return RemoteFile("data.gz", urls, hashlib.md5(CONTENT).hexdigest())


@pytest.fixture
def there(server: "Server") -> RemoteFile:
    server.files["data.gz"] = CONTENT
    return remote(f"{server.url}data.gz")


def test_a_file_comes_with_its_progress(there: RemoteFile, tmp_path: Path) -> None:
    seen = list(fetch(there, tmp_path / "new" / "folder"))
    assert (tmp_path / "new" / "folder" / "data.gz").read_bytes() == CONTENT
    assert seen[-1] == Progress("data.gz", len(CONTENT), len(CONTENT))
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert len(seen) > 2


def test_what_is_here_is_not_asked_for(there: RemoteFile, tmp_path: Path, server: "Server") -> None:
    (tmp_path / "data.gz").write_bytes(CONTENT)
    assert [p.done for p in fetch(there, tmp_path)] == [len(CONTENT)]
    assert server.asked == []


def test_what_is_here_but_damaged_is_replaced(there: RemoteFile, tmp_path: Path) -> None:
    (tmp_path / "data.gz").write_bytes(CONTENT[:-1])
    list(fetch(there, tmp_path))
    assert (tmp_path / "data.gz").read_bytes() == CONTENT


def test_a_cut_is_told_kept_and_resumed(
    there: RemoteFile, tmp_path: Path, server: "Server"
) -> None:
    server.cut_after = 150_000
    with pytest.raises(UserError, match=r"cut at 150,000 of 256,000 bytes; .*again to resume"):
        list(fetch(there, tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["data.gz.part"]
    server.cut_after = None
    assert next(fetch(there, tmp_path)).done > 150_000
    list(fetch(there, tmp_path))
    assert server.asked[:2] == [None, "bytes=150000-"]
    assert (tmp_path / "data.gz").read_bytes() == CONTENT
    assert not (tmp_path / "data.gz.part").exists()


def test_to_close_is_to_cancel(there: RemoteFile, tmp_path: Path, server: "Server") -> None:
    progress = fetch(there, tmp_path)
    first = next(progress).done
    progress.close()
    assert (tmp_path / "data.gz.part").stat().st_size == first
    list(fetch(there, tmp_path))
    assert server.asked[-1] == f"bytes={first}-"
    assert (tmp_path / "data.gz").read_bytes() == CONTENT


def test_a_server_without_ranges_starts_afresh(
    there: RemoteFile, tmp_path: Path, server: "Server"
) -> None:
    (tmp_path / "data.gz.part").write_bytes(b"something else")
    server.knows_ranges = False
    list(fetch(there, tmp_path))
    assert (tmp_path / "data.gz").read_bytes() == CONTENT


def test_a_whole_part_needs_nothing_more(
    there: RemoteFile, tmp_path: Path, server: "Server"
) -> None:
    (tmp_path / "data.gz.part").write_bytes(CONTENT)
    list(fetch(there, tmp_path))
    assert (tmp_path / "data.gz").read_bytes() == CONTENT


def test_a_wrong_checksum_shows_both_and_nothing_is_kept(
    there: RemoteFile, tmp_path: Path, server: "Server"
) -> None:
    server.files["data.gz"] = CONTENT[:-1] + b"x"
    found = hashlib.md5(server.files["data.gz"]).hexdigest()
    with pytest.raises(UserError, match=f"{found}, expected {there.md5}"):
        list(fetch(there, tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_without_a_length_the_checksum_decides(
    there: RemoteFile, tmp_path: Path, server: "Server"
) -> None:
    server.tells_length = False
    assert list(fetch(there, tmp_path))[-1].total is None
    assert (tmp_path / "data.gz").read_bytes() == CONTENT


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8"])
def test_a_web_page_is_not_data(
    there: RemoteFile, tmp_path: Path, server: "Server", kind: str
) -> None:
    server.kind = kind
    with pytest.raises(UserError, match=r"data\.gz from 127\.0\.0\.1: it sent a web page"):
        list(fetch(there, tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [503, 404])
def test_a_refusal_is_told_and_keeps_the_part(
    there: RemoteFile, tmp_path: Path, server: "Server", status: int
) -> None:
    (tmp_path / "data.gz.part").write_bytes(CONTENT[:9])
    server.status, server.knows_ranges = status, False
    with pytest.raises(UserError, match=f"it answered {status} .*try again later"):
        list(fetch(there, tmp_path))
    assert (tmp_path / "data.gz.part").read_bytes() == CONTENT[:9]


def test_the_next_mirror_is_asked(there: RemoteFile, tmp_path: Path, server: "Server") -> None:
    list(fetch(remote("http://127.0.0.1:1/data.gz", *there.urls), tmp_path))
    assert (tmp_path / "data.gz").read_bytes() == CONTENT


def test_nobody_there(server: "Server", tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"from 127\.0\.0\.1: .*refused; try again later"):
        list(fetch(remote("http://127.0.0.1:1/data.gz"), tmp_path))
    with pytest.raises(UserError, match="no safe address"):
        list(fetch(remote(), tmp_path))


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://127.0.0.1/x", "data:,x"])
def test_other_schemes_are_unknown(tmp_path: Path, url: str) -> None:
    with pytest.raises(UserError, match="unknown url type"):
        list(fetch(remote(url), tmp_path))


def test_a_redirection_does_not_reach_files(
    there: RemoteFile, tmp_path: Path, server: "Server"
) -> None:
    server.redirect = "file:///etc/hosts"
    with pytest.raises(UserError, match="cannot download"):
        list(fetch(there, tmp_path))


def test_a_redirection_stays_with_https() -> None:
    ask = Request("https://example.org/a")
    with pytest.raises(URLError, match="not https"):
        _NoDowngrade().redirect_request(ask, None, 302, "", None, "http://example.org/a")  # type: ignore[arg-type]  # unused


def test_a_folder_that_cannot_be_written(there: RemoteFile, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(UserError, match="cannot write to"):
        list(fetch(there, tmp_path / "taken"))
