"""Data that somebody holds is not read again; data that nobody holds is let go."""

import gc
from pathlib import Path

import numpy as np
import pytest

from aeviewer.app.models import shelf
from aeviewer.app.models.resident import open_resident
from aeviewer.app.trainings.studio import Order, prepare
from aeviewer.data import catalogue
from aeviewer.data.catalogue import Source
from aeviewer.data.images import DataSet
from aeviewer.training.plan import Plan
from aeviewer.zoo.registry import find
from tests.app.making import data_set, save_trained
from tests.data.conftest import idx_bytes


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Where a data set called small was read from, each time that it was."""
    monkeypatch.setenv("AEVIEWER_DATA", str(tmp_path))
    read: list[Path] = []

    def load(folder: Path) -> DataSet:
        read.append(folder)
        return data_set()

    source = Source("small", "Small", "made up", load, "small")
    monkeypatch.setattr(catalogue, "_SOURCES", (*catalogue._SOURCES, source))
    return read


def test_what_is_held_is_read_once(reads: list[Path]) -> None:
    first = open_resident("small")
    again = open_resident("small")
    assert len(reads) == 1
    assert again.name == first.name
    assert again.train is first.train
    assert again.test is first.test


def test_what_nobody_holds_is_let_go_and_read_anew(reads: list[Path]) -> None:
    train = open_resident("small").train
    gc.collect()
    assert open_resident("small").train is not train  # half of it was gone
    assert len(reads) == 2


def test_another_folder_has_other_data(
    reads: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = open_resident("small")
    monkeypatch.setenv("AEVIEWER_DATA", str(tmp_path / "other"))
    other = open_resident("small")
    assert reads == [tmp_path / "small", tmp_path / "other" / "small"]
    assert other.test is not first.test


def test_a_folder_of_ones_own_is_looked_into_each_time(tmp_path: Path) -> None:
    for value in (3, 7):
        for prefix in ("train", "t10k"):
            pixels = np.full((5, 4, 4), value, np.uint8)
            (tmp_path / f"{prefix}-images-idx3-ubyte").write_bytes(idx_bytes(pixels))
        found = open_resident(str(tmp_path))
        assert set(found.train.pixels.flatten().tolist()) == {value}


def test_models_and_trainings_of_one_data_set_share_its_images(
    reads: list[Path], tmp_path: Path
) -> None:
    for name in ("first", "second"):
        save_trained(tmp_path / name, data_set())
    first, second = (shelf.open_checkpoint(tmp_path / name) for name in ("first", "second"))
    config = find("vae").configure({"hidden": (8,)})
    training = prepare(Order("vae", config, Plan.make("plan", {}), "small", "cpu"))
    assert len(reads) == 1
    assert first.subject.images is second.subject.images is training.data.test
    assert first.subject.learned is training.data.train
