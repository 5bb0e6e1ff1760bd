import contextlib
import gzip
import os
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from aeviewer.data import idx
from aeviewer.errors import UserError

WriteIdx = Callable[[Path, NDArray[np.uint8]], None]

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
any_images = arrays.arrays(np.uint8, arrays.array_shapes(min_dims=3, max_dims=3, max_side=6))


def header(*sizes: int, kind: int = 8) -> bytes:
    return struct.pack(f">BBBB{len(sizes)}I", 0, 0, kind, len(sizes), *sizes)


def bomb(*sizes: int) -> bytes:
    """A gzip of a header and a thousand million zeros."""
    return gzip.compress(header(*sizes)) + gzip.compress(bytes(1 << 24)) * 64


@quick
@given(images=any_images, suffix=st.sampled_from(["", ".gz"]))
def test_what_was_written_is_read(
    tmp_path: Path, write_idx: WriteIdx, images: NDArray[np.uint8], suffix: str
) -> None:
    path = tmp_path / f"images{suffix}"
    write_idx(path, images)
    np.testing.assert_array_equal(idx.read_images(path), images)


@quick
@given(images=any_images, suffix=st.sampled_from(["", ".gz"]), data=st.data())
def test_a_truncated_file_is_refused_by_name(
    tmp_path: Path,
    write_idx: WriteIdx,
    images: NDArray[np.uint8],
    suffix: str,
    data: st.DataObject,
) -> None:
    path = tmp_path / f"images{suffix}"
    write_idx(path, images)
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(UserError, match=str(path)):
        idx.read_images(path)


@quick
@given(noise=st.binary(max_size=64), start=st.sampled_from([b"", b"\x1f\x8b\x08", header(1, 2, 3)]))
def test_noise_never_raises_anything_else(tmp_path: Path, noise: bytes, start: bytes) -> None:
    path = tmp_path / "noise"
    path.write_bytes(start + noise)
    for read in (idx.read_images, idx.read_labels):
        with contextlib.suppress(UserError):
            assert read(path).nbytes <= len(noise)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "begins with nothing"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "begins with 89 50 4e 47"),
        (b"<!DOCTYPE html>", "not an idx file"),
        (header(2, 2, 2, kind=0x0D) + bytes(32), "begins with 00 00 0d 03"),
        (header(8) + bytes(8), "not an idx file of images"),
        (header(2, 2, 2)[:9], "ends within its header"),
        (header(2, 2, 2) + bytes(7), "7 of 8 bytes"),
        (header(2, 2, 2) + bytes(9), "holds more than the 8 bytes"),
        (header(2**32 - 1, 28, 28) + bytes(784), "cannot"),
        (header(2**32 - 1, 2**32 - 1, 2**32 - 1), "cannot"),
        (header(0, 28, 28), "no images"),
        (header(10, 0, 28), "images of 0 x 28 pixels"),
        (gzip.compress(header(2**32 - 1, 28, 28) + bytes(784), mtime=0), "cannot"),
        (gzip.compress(header(2, 2, 2) + bytes(7), mtime=0), "7 of 8 bytes"),
        (gzip.compress(header(2, 2, 2) + bytes(9), mtime=0), "holds more"),
        (b"\x1f\x8b<html>503</html>", "does not unpack"),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(content)
    with pytest.raises(UserError, match=says) as caught:
        idx.read_images(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("sizes", [(1_000_000, 32, 32), (10, 28, 28), (65_000, 32, 32)])
def test_a_bomb_is_refused_without_the_memory(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(bomb(*sizes))
    tracemalloc.start()
    try:
        with pytest.raises(UserError, match=r"cannot|more than"):
            idx.read_images(path)
        assert tracemalloc.get_traced_memory()[1] < 150e6
    finally:
        tracemalloc.stop()


def test_what_is_not_a_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    endless = tmp_path / "endless"
    endless.symlink_to("/dev/zero")
    for path in (pipe, endless, tmp_path):
        with pytest.raises(UserError, match="is not a file"):
            idx.read_images(path)


def test_a_missing_file_and_a_loop_are_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path in (tmp_path / "missing", loop):
        with pytest.raises(UserError, match="cannot read"):
            idx.read_images(path)


def test_find_looks_in_raw_and_for_gz(tmp_path: Path) -> None:
    assert idx.find(tmp_path, "a") is None
    (tmp_path / "a.gz").touch()
    assert idx.find(tmp_path, "a") == tmp_path / "a.gz"
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a").touch()
    assert idx.find(tmp_path, "a") == tmp_path / "raw" / "a"
