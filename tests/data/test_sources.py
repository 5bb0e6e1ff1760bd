import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from aeviewer.data.sources import (
    NotAtHand,
    at_hand,
    data_folder,
    demand_folder,
    download,
    open_data,
    sources,
)
from aeviewer.errors import UserError

WriteSet = Callable[..., None]
WriteIdx = Callable[[Path, NDArray[np.uint8]], None]

NAMES = ["digits", "shapes", "mnist", "fashion-mnist", "kmnist", "emnist", "cifar10"]
REMOTE = NAMES[2:]


def test_the_names_are_known_and_described() -> None:
    assert list(sources()) == NAMES
    assert [name for name, source in sources().items() if source.remote] == REMOTE
    assert all(source.title and source.about for source in sources().values())


def test_importing_needs_no_torch() -> None:
    code = (
        "import sys, aeviewer.data.sources as s; s.sources(); s.at_hand('mnist');"
        "sys.exit(any(m in sys.modules for m in ('torch', 'torchvision', 'sklearn', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", REMOTE)
def test_a_missing_set_is_not_at_hand_and_nobody_is_asked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert not at_hand(name, folder=tmp_path)
    with pytest.raises(NotAtHand, match=f"aeviewer download {name}") as caught:
        open_data(name, folder=tmp_path)
    assert caught.value.source == name


def test_what_is_built_in_is_always_at_hand(tmp_path: Path) -> None:
    assert at_hand("digits", folder=tmp_path)
    assert at_hand("shapes", folder=tmp_path)
    assert list(download("digits", folder=tmp_path)) == []


def test_the_folder_is_what_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_set: WriteSet
) -> None:
    monkeypatch.setenv("AEVIEWER_DATA", str(tmp_path))
    write_set(tmp_path / "MNIST" / "raw")
    assert data_folder() == tmp_path
    assert at_hand("mnist")
    assert open_data("mnist").name == "mnist"
    monkeypatch.setenv("AEVIEWER_DATA", "")
    assert data_folder().name == "data"


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("raw", ["raw", ""])
def test_a_folder_of_idx_files_is_a_set(
    tmp_path: Path, write_set: WriteSet, raw: str, suffix: str
) -> None:
    write_set(tmp_path / "My Set" / raw, suffix=suffix)
    data = open_data(str(tmp_path / "My Set"))
    assert data.name == "my set"
    assert data.train.pixels.shape == (20, 1, 3, 4)
    assert data.train.pixels.dtype == torch.uint8
    assert data.train.pixels[1, 0, 0].tolist() == [12, 13, 14, 15]
    assert data.test.labels is not None
    assert data.test.labels.tolist() == list(range(10))
    assert data.test.classes == tuple("0123456789")


@pytest.mark.parametrize(
    ("folder", "name", "first"),
    [
        ("MNIST", "mnist", "0"),
        ("MNIST/raw", "mnist", "0"),
        ("FashionMNIST", "fashion-mnist", "T-shirt/top"),
        ("fashion-mnist", "fashion-mnist", "T-shirt/top"),
        ("KMNIST", "kmnist", "o"),
        ("pictures/raw", "pictures", "0"),
        ("-rf", "-rf", "0"),
        ("über\nsetzt", "über\nsetzt", "0"),
    ],
)
def test_a_folder_is_known_by_its_name(
    tmp_path: Path, write_set: WriteSet, folder: str, name: str, first: str
) -> None:
    write_set(tmp_path / folder)
    demand_folder(tmp_path / folder)
    data = open_data(str(tmp_path / folder))
    assert (data.name, data.train.classes[0]) == (name, first)


def test_here_is_named_by_where_it_is(
    tmp_path: Path, write_set: WriteSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_set(tmp_path / "MNIST" / "raw")
    monkeypatch.chdir(tmp_path / "MNIST")
    assert open_data(".").name == "mnist"


def test_labels_may_be_missing(tmp_path: Path, write_set: WriteSet) -> None:
    write_set(tmp_path)
    for labels in tmp_path.glob("*labels*"):
        labels.unlink()
    demand_folder(tmp_path)
    data = open_data(str(tmp_path))
    assert data.train.labels is None
    assert data.train.classes == ()
    assert not at_hand("mnist", folder=tmp_path.parent)


@pytest.mark.parametrize("name", ["mine", "MNIST", "cifar-10-batches-py"])
def test_a_folder_that_lacks_a_file_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    known = {source.folder: source.files for source in sources().values() if source.remote}
    files = [f for f in known.get(name, known["MNIST"]) if "labels" not in f]
    (tmp_path / name).mkdir()
    for file in files:
        with pytest.raises(UserError, match=f"{name} lacks {file}, with or without .gz; choose"):
            demand_folder(tmp_path / name)
        (tmp_path / name / file).touch()
    demand_folder(tmp_path / name)


@pytest.mark.parametrize("path", ["nope", "a\0b", "x" * 5000])
def test_what_is_no_folder_is_refused(path: str) -> None:
    with pytest.raises(UserError, match=r"no folder|cannot read"):
        demand_folder(Path(path))


def test_emnist_is_turned_upright(tmp_path: Path, write_set: WriteSet) -> None:
    prefixes = ("emnist-balanced-train", "emnist-balanced-test")
    write_set(tmp_path / "EMNIST" / "raw", prefixes=prefixes, suffix=".gz")
    data = open_data("emnist", folder=tmp_path)
    assert data.train.pixels[0, 0, :, 0].tolist() == [0, 1, 2, 3]
    assert len(data.train.classes) == 47


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("nope", "no folder nope; .*digits, shapes"),
        ("/no/such", "no folder /no/such"),
        ("a\0b", "no folder"),
        ("x" * 5000, "cannot read"),
        ("", "no images in"),
    ],
)
def test_a_missing_folder_says_what_there_is(
    path: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=says):
        open_data(path)


def test_an_empty_folder_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=rf"no images in {tmp_path} \(looked for train-images"):
        open_data(str(tmp_path))


def test_parts_that_do_not_fit_are_refused(
    tmp_path: Path, write_set: WriteSet, write_idx: WriteIdx
) -> None:
    write_set(tmp_path)
    write_idx(tmp_path / "train-labels-idx1-ubyte", np.zeros(19, np.uint8))
    with pytest.raises(UserError, match="19 labels for 20 images"):
        open_data(str(tmp_path))
    write_set(tmp_path)
    write_idx(tmp_path / "t10k-images-idx3-ubyte", np.zeros((10, 4, 3), np.uint8))
    with pytest.raises(UserError, match="training images of 3 x 4 and test images of 4 x 3"):
        open_data(str(tmp_path))


def test_a_label_beyond_the_known_classes_is_refused(
    tmp_path: Path, write_set: WriteSet, write_idx: WriteIdx
) -> None:
    for name in ("MNIST", "mine"):
        write_set(tmp_path / name)
        write_idx(tmp_path / name / "train-labels-idx1-ubyte", np.full(20, 250, np.uint8))
    with pytest.raises(UserError, match="a label 250; its 10 classes end at 9"):
        open_data(str(tmp_path / "MNIST"))
    assert len(open_data(str(tmp_path / "mine")).train.classes) == 251


def test_an_unknown_name_is_refused() -> None:
    for ask in (at_hand, lambda name: list(download(name))):
        with pytest.raises(UserError, match="unknown data set 'imagenet'; known: digits"):
            ask("imagenet")


@pytest.mark.real
def test_real_mnist(real_data: Callable[[str], Path]) -> None:
    data = open_data(str(real_data("MNIST")))
    train, test = data.train, data.test
    assert (data.name, len(train), len(test), train.shape) == ("mnist", 60_000, 10_000, (1, 28, 28))
    assert train.labels is not None
    assert test.labels is not None
    assert (int(train.labels[0]), int(test.labels[0])) == (5, 7)
    assert train.labels.bincount().tolist()[:3] == [5923, 6742, 5958]
    assert int(train.pixels.sum(dtype=torch.int64)) / (255 * train.pixels.numel()) == pytest.approx(
        0.1307, abs=1e-4
    )
