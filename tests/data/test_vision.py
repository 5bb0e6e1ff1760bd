import hashlib
import pickle
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from torchvision import datasets

from aeviewer.data import vision
from aeviewer.data.download import RemoteFile
from aeviewer.data.sources import at_hand, download, open_data, sources
from aeviewer.errors import UserError

if TYPE_CHECKING:
    from tests.data.conftest import Server

WriteSet = Callable[..., None]
REMOTE = [source.name for source in sources().values() if source.remote]


def serve(server: "Server", monkeypatch: pytest.MonkeyPatch, *files: Path) -> None:
    """Let these files stand in for what torchvision knows."""
    server.files |= {file.name: file.read_bytes() for file in files}
    remotes = tuple(
        RemoteFile(name, (server.url + name,), hashlib.md5(content).hexdigest())
        for name, content in server.files.items()
    )
    monkeypatch.setattr(vision, "remote_files", lambda _: remotes)


@pytest.mark.parametrize("name", REMOTE)
def test_addresses_are_https_and_checksums_pinned(name: str) -> None:
    for remote in vision.remote_files(name):
        assert remote.urls
        assert all(re.fullmatch(r"https://[\w.-]+/\S+", url) for url in remote.urls)
        assert re.fullmatch(r"[0-9a-f]{32}", remote.md5)


def test_files_and_classes_are_torchvision_s() -> None:
    known = sources()
    for name in ("mnist", "fashion-mnist", "kmnist"):
        files = {remote.name.removesuffix(".gz") for remote in vision.remote_files(name)}
        assert files == set(known[name].files)
    for name, theirs in (
        ("fashion-mnist", datasets.FashionMNIST.classes),
        ("kmnist", datasets.KMNIST.classes),
        ("emnist", datasets.EMNIST.classes_split_dict["balanced"]),
    ):
        assert list(known[name].load.keywords["classes"]) == theirs  # type: ignore[attr-defined]  # a partial
    batches = datasets.CIFAR10.train_list + datasets.CIFAR10.test_list
    assert known["cifar10"].files == (*(name for name, _ in batches), "batches.meta")


def test_an_idx_set_is_downloaded_and_opened(
    server: "Server", monkeypatch: pytest.MonkeyPatch, tmp_path: Path, write_set: WriteSet
) -> None:
    write_set(tmp_path / "there", suffix=".gz")
    serve(server, monkeypatch, *sorted((tmp_path / "there").iterdir()))
    seen = list(download("mnist", folder=tmp_path))
    assert {progress.file for progress in seen} == set(server.files)
    assert at_hand("mnist", folder=tmp_path)
    assert len(open_data("mnist", folder=tmp_path).test) == 10
    asked = len(server.asked)
    list(download("mnist", folder=tmp_path))
    assert len(server.asked) == asked


def test_half_a_download_is_not_at_hand(
    server: "Server", monkeypatch: pytest.MonkeyPatch, tmp_path: Path, write_set: WriteSet
) -> None:
    write_set(tmp_path / "there", suffix=".gz")
    serve(server, monkeypatch, *sorted((tmp_path / "there").iterdir()))
    progress = download("mnist", folder=tmp_path)
    next(progress)
    progress.close()
    assert not at_hand("mnist", folder=tmp_path)


def test_files_that_torchvision_unpacked_are_not_fetched(
    server: "Server", monkeypatch: pytest.MonkeyPatch, tmp_path: Path, write_set: WriteSet
) -> None:
    write_set(tmp_path / "there", suffix=".gz")
    serve(server, monkeypatch, *sorted((tmp_path / "there").iterdir()))
    write_set(tmp_path / "MNIST" / "raw")
    assert list(download("mnist", folder=tmp_path)) == []


def test_emnist_comes_out_of_its_archive(
    server: "Server", monkeypatch: pytest.MonkeyPatch, tmp_path: Path, write_set: WriteSet
) -> None:
    write_set(tmp_path / "there", ("emnist-balanced-train", "emnist-balanced-test"), ".gz")
    with zipfile.ZipFile(tmp_path / "gzip.zip", "w") as archive:
        for file in (tmp_path / "there").iterdir():
            archive.write(file, f"gzip/{file.name}")
        archive.writestr("gzip/emnist-letters-train-images-idx3-ubyte.gz", b"not wanted")
    serve(server, monkeypatch, tmp_path / "gzip.zip")
    list(download("emnist", folder=tmp_path))
    data = open_data("emnist", folder=tmp_path)
    assert data.train.shape == (1, 4, 3)
    assert len(list((tmp_path / "EMNIST").rglob("*.gz"))) == 4
    assert not list((tmp_path / "EMNIST").rglob("gzip.zip*"))
    assert list(download("emnist", folder=tmp_path)) == []


@pytest.fixture
def cifar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive like CIFAR-10's with 4 images a batch, to whose checksums torchvision is told."""
    folder = tmp_path / "cifar"
    folder.mkdir()
    sums = {}
    for number, name in enumerate(sources()["cifar10"].files):
        pixels = np.full((4, 3072), number, np.uint8)
        pixels[:, :1024] = 200
        content: dict[str, object] = {"data": pixels, "labels": [0, 1, 2, number]}
        if name == "batches.meta":
            content = {"label_names": [f"class {i}" for i in range(10)]}
        (folder / name).write_bytes(pickle.dumps(content, protocol=2))
        sums[name] = hashlib.md5((folder / name).read_bytes()).hexdigest()
    reader = datasets.CIFAR10
    train = [[name, sums[name]] for name, _ in reader.train_list]
    monkeypatch.setattr(reader, "train_list", train)
    monkeypatch.setattr(reader, "test_list", [["test_batch", sums["test_batch"]]])
    monkeypatch.setattr(reader, "meta", reader.meta | {"md5": sums["batches.meta"]})
    archive = tmp_path / "cifar-10-python.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(folder, "cifar-10-batches-py")
    return archive


def test_cifar10_is_downloaded_and_opened(
    server: "Server", monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cifar: Path
) -> None:
    serve(server, monkeypatch, cifar)
    list(download("cifar10", folder=tmp_path / "cache"))
    data = open_data(str(tmp_path / "cache" / "cifar-10-batches-py"))
    assert data.name == "cifar10"
    assert data.train.pixels.shape == (20, 3, 32, 32)
    assert data.train.pixels[4, :, 5, 5].tolist() == [200, 1, 1]
    assert data.test.labels is not None
    assert data.test.labels.tolist() == [0, 1, 2, 5]
    assert data.test.classes[9] == "class 9"


def test_a_pickle_with_another_checksum_is_never_opened(
    server: "Server", monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cifar: Path
) -> None:
    serve(server, monkeypatch, cifar)
    list(download("cifar10", folder=tmp_path))
    canary = tmp_path / "canary"

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (canary,)

    for name in ("data_batch_3", "test_batch", "batches.meta"):
        path = tmp_path / "cifar-10-batches-py" / name
        whole = path.read_bytes()
        path.write_bytes(pickle.dumps(Evil()))
        with pytest.raises(UserError, match="complete and unchanged"):
            open_data("cifar10", folder=tmp_path)
        path.write_bytes(whole)
    assert not canary.exists()
