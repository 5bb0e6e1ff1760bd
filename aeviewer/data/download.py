"""Fetching one file so that it can be cut, resumed and trusted. Needs neither torch nor Qt."""

import contextlib
import hashlib
import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from aeviewer.errors import UserError

_PIECE = 1 << 16
_LARGEST = 2 << 30
_TIMEOUT = 20.0  # seconds without a byte
_RESUMED, _BEYOND_THE_END = 206, 416


@dataclass(frozen=True)
class RemoteFile:
    """A file that stands somewhere else.

    Attributes:
        name: of the file once it is here.
        urls: where to ask, in this order.
        md5: what its content must have.
    """

    name: str
    urls: tuple[str, ...]
    md5: str


@dataclass(frozen=True)
class Progress:
    """How far a file has come, in bytes; `total` is None where the server does not say."""

    file: str
    done: int
    total: int | None


def fetch(remote: RemoteFile, folder: Path) -> Generator[Progress, None, None]:
    """Bring a file into a folder; to cancel is to close the iterator, to resume is to ask again.

    Until its checksum is right it is called `<name>.part`.

    Raises:
        UserError: it did not come, was cut, is another file, or cannot be written.
    """
    target = folder / remote.name
    part = folder / f"{remote.name}.part"
    with _writing(folder):
        if target.is_file() and _md5(target) == remote.md5:
            yield Progress(remote.name, target.stat().st_size, target.stat().st_size)
            return
        folder.mkdir(parents=True, exist_ok=True)
        yield from _from_mirrors(remote, part)
        _check(remote, part)
        part.replace(target)


def _from_mirrors(remote: RemoteFile, part: Path) -> Generator[Progress, None, None]:
    faults = []
    for url in remote.urls:
        try:
            yield from _stream(url, remote.name, part)
        except UserError as error:
            faults.append(error)
        else:
            return
    raise faults[0] if faults else UserError(f"no safe address is known for {remote.name}")


def _stream(url: str, name: str, part: Path) -> Generator[Progress, None, None]:
    have = part.stat().st_size if part.exists() else 0
    with _answer(url, name, have) as response:
        if response is None:  # nothing lies beyond what is here
            return
        done = have if response.status == _RESUMED else 0
        total = None if response.length is None else done + response.length
        with part.open("ab" if done else "wb") as file:
            for piece in _pieces(response):
                file.write(piece)
                done += len(piece)
                if done > _LARGEST:
                    raise UserError(f"{name} is over {_LARGEST:,} bytes: not what was asked for")
                yield Progress(name, done, total)
            _sync(file)
    if total is not None and done < total:
        raise UserError(
            f"the download of {name} was cut at {done:,} of {total:,} bytes; they are kept, "
            f"download again to resume"
        )


def _pieces(response: HTTPResponse) -> Iterator[bytes]:
    """Read to the end, or to where the connection breaks: the length tells which it was."""
    with contextlib.suppress(OSError, HTTPException):
        while piece := response.read(_PIECE):
            yield piece


@contextlib.contextmanager
def _answer(url: str, name: str, have: int) -> Iterator[HTTPResponse | None]:
    ask = request.Request(url)  # noqa: S310 (the opener knows http and https only)
    if have:
        ask.add_header("Range", f"bytes={have}-")
    place = f"cannot download {name} from {urlsplit(url).hostname}"
    try:
        response = _opener().open(ask, timeout=_TIMEOUT)
    except HTTPError as error:
        error.close()
        if have and error.code == _BEYOND_THE_END:
            yield None
            return
        raise UserError(
            f"{place}: it answered {error.code} {error.reason}; try again later"
        ) from None
    except (OSError, HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise UserError(f"{place}: {reason}; try again later") from None
    with response:
        if response.headers.get_content_type() == "text/html":
            raise UserError(f"{place}: it sent a web page instead; try again later")
        yield response


class _NoDowngrade(request.HTTPRedirectHandler):
    """Follows redirections, but never from https to something that can be listened to."""

    def redirect_request(
        self,
        req: request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> request.Request | None:
        """Follow, unless it leaves https.

        Raises:
            URLError: it does.
        """
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            raise URLError(f"it redirects to {newurl}, which is not https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> request.OpenerDirector:
    """An opener without the handlers for file, ftp and data."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPErrorProcessor,
        request.UnknownHandler,
        _NoDowngrade,
    ):
        opener.add_handler(handler())
    return opener


def _check(remote: RemoteFile, part: Path) -> None:
    found = _md5(part)
    if found != remote.md5:
        part.unlink()
        raise UserError(
            f"{remote.name} is not what it should be (md5 {found}, expected {remote.md5}) and was "
            f"thrown away; download again"
        )


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(f"cannot write to {folder}: {error.strerror or error}") from None
