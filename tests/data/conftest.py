import gzip
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

WriteIdx = Callable[[Path, NDArray[np.uint8]], None]


def idx_bytes(array: NDArray[np.uint8]) -> bytes:
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def write_idx() -> WriteIdx:
    def write(path: Path, array: NDArray[np.uint8]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = idx_bytes(array)
        path.write_bytes(gzip.compress(data, 1) if path.suffix == ".gz" else data)

    return write


@pytest.fixture
def write_set(write_idx: WriteIdx) -> Callable[..., None]:
    """Writes a small set laid out as MNIST's: 20 images to train on, 10 to test on."""

    def write(
        folder: Path, prefixes: tuple[str, str] = ("train", "t10k"), suffix: str = ""
    ) -> None:
        for prefix, count in zip(prefixes, (20, 10), strict=True):
            images = np.arange(count * 12, dtype=np.uint8).reshape(count, 3, 4)
            labels = (np.arange(count) % 10).astype(np.uint8)
            write_idx(folder / f"{prefix}-images-idx3-ubyte{suffix}", images)
            write_idx(folder / f"{prefix}-labels-idx1-ubyte{suffix}", labels)

    return write


@dataclass
class Server:
    """A web server on the loopback that can be told to misbehave."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    status: int = 200
    kind: str = "application/octet-stream"
    cut_after: int | None = None
    knows_ranges: bool = True
    tells_length: bool = True
    redirect: str = ""
    asked: list[str | None] = field(default_factory=list)


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            server.asked.append(wanted)
            body = server.files.get(self.path.strip("/"), b"")
            start = int(wanted[6:-1]) if wanted and server.knows_ranges else 0
            if server.redirect:
                self.send_response(302)
                self.send_header("Location", server.redirect)
            elif start and start >= len(body):
                self.send_response(416)
                body = b""
            else:
                self.send_response(206 if start else server.status)
            body = body[start:]
            self.send_header("Content-Type", server.kind)
            if server.tells_length:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: server.cut_after])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
            pass

    return Handler


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    told = Server()
    running = ThreadingHTTPServer(("127.0.0.1", 0), _handler(told))
    told.url = f"http://127.0.0.1:{running.server_port}/"
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    running.shutdown()
    thread.join()
    running.server_close()
