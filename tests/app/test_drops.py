"""What is dropped on the window is opened as what it is; what fits nowhere is one sentence."""

from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl

from aeviewer.app.work.drops import kind_of
from aeviewer.data.sources import open_data, sources
from aeviewer.session import file
from aeviewer.training.loop import train
from aeviewer.training.recording import record
from tests.app.conftest import Desk
from tests.app.hands import drop, of_files
from tests.app.making import state_of
from tests.app.pictures import plain


def test_a_checkpoint(desk: Desk, digits_file: Path, tmp_path: Path) -> None:
    path = copyfile(digits_file, tmp_path / "mine.SAFETENSORS")
    with desk.qtbot.waitSignal(desk.engine.opened):
        assert drop(desk.window, of_files(path))
    assert desk.engine.shown == str(path)


def test_a_run(desk: Desk, tmp_path: Path) -> None:
    data, run = open_data("digits"), tmp_path / "run"
    state = state_of(data, "vae", {"epochs": 1, "batch": 500}, hidden=(8,))
    for _ in record(run, state, data, "digits", train(state, data.train)):
        pass
    with desk.qtbot.waitSignal(desk.engine.opened):
        assert drop(desk.window, of_files(run))
    assert desk.engine.shown == str(run)


def test_a_session(desk: Desk, tmp_path: Path) -> None:
    after = replace(desk.view, t=0.5, cursor=(1.0, 0.5))
    file.save(after, tmp_path / "session.json")
    assert drop(desk.window, of_files(tmp_path / "session.json"))
    assert desk.view == after


@pytest.mark.parametrize("inner", [".", "raw"])
def test_a_data_folder(desk: Desk, tmp_path: Path, inner: str) -> None:
    folder = tmp_path / "digits"
    (folder / inner).mkdir(parents=True)
    for part in ("train", "t10k"):
        (folder / inner / f"{part}-images-idx3-ubyte.gz").touch()
    assert drop(desk.window, of_files(folder))
    assert desk.view.data == str(folder)
    desk.act("undo")
    assert desk.view.data == "digits"


def test_the_folder_that_cifar_was_unpacked_to(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "cifar-10-batches-py"
    folder.mkdir()
    for name in sources()["cifar10"].files:
        (folder / name).touch()
    assert drop(desk.window, of_files(folder))
    assert desk.view.data == str(folder)


def test_a_data_folder_that_lacks_a_file_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "train-images-idx3-ubyte").touch()
    assert drop(desk.window, of_files(tmp_path))
    assert f"{tmp_path} lacks t10k-images-idx3-ubyte".lower() in desk.message()
    assert desk.view.data == "digits"


def test_an_image(desk: Desk, tmp_path: Path) -> None:
    Image.new("L", (20, 10)).save(tmp_path / "mine.png")
    assert drop(desk.window, of_files(tmp_path / "mine.png"))
    desk.qtbot.waitUntil(lambda: bool(desk.view.own))
    desk.quiet()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "empty",
            "the folder empty is neither a run nor a data set: it holds no checkpoint.safetensors",
        ),
        ("data.npz", "data.npz is of no kind that can be dropped; drop a checkpoint"),
        ("gone.json", "cannot read"),
        ("letter.txt", "letter.txt is no image that can be read"),
        ("bad.safetensors", "bad.safetensors"),
    ],
)
def test_what_fits_nowhere_is_one_sentence(
    desk: Desk, tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    for file_name in ("data.npz", "letter.txt", "bad.safetensors"):
        (tmp_path / file_name).write_text("Dear reader")
    before = desk.view
    assert drop(desk.window, of_files(tmp_path / name))
    desk.qtbot.waitUntil(lambda: sentence in desk.message())
    assert desk.view == before
    desk.quiet()


def refused(desk: Desk, tmp_path: Path) -> None:
    """Drop what fits nowhere."""
    desk.window.activateWindow()
    (tmp_path / "data.npz").touch()
    assert drop(desk.window, of_files(tmp_path / "data.npz"))
    assert "no kind that can be dropped" in desk.message()


def test_what_is_said_of_a_drop_goes_with_the_next_one(desk: Desk, tmp_path: Path) -> None:
    file.save(replace(desk.view, t=0.5), tmp_path / "session.json")
    (tmp_path / "lesson.md").write_text(
        '+++\ntitle = "A"\nsummary = "A."\nminutes = 1\nsources = ["B 2020"]\n+++\n# One\nWords.\n'
    )
    folder = tmp_path / "data"
    folder.mkdir()
    for part in ("train", "t10k"):
        (folder / f"{part}-images-idx3-ubyte.gz").touch()
    for name in ("session.json", "lesson.md", "data"):
        refused(desk, tmp_path)
        assert drop(desk.window, of_files(tmp_path / name))
        assert desk.message() == "", name
    assert (desk.view.lesson, desk.view.data) == (str(tmp_path / "lesson.md"), str(folder))


def test_what_is_said_of_a_folder_goes_with_the_data_that_are_chosen(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "train-images-idx3-ubyte").touch()
    assert drop(desk.window, of_files(tmp_path))
    assert "lacks t10k-images-idx3-ubyte" in desk.message()
    desk.choose("Data", "digits")
    assert desk.message() == ""


def test_what_is_said_of_a_drop_goes_with_the_model_that_is_opened(
    desk: Desk, tmp_path: Path, digits_file: Path
) -> None:
    refused(desk, tmp_path)
    with desk.qtbot.waitSignal(desk.engine.opened):
        desk.program.open(str(digits_file))
    assert desk.message() == ""
    desk.quiet()


def test_one_at_a_time(desk: Desk, tmp_path: Path) -> None:
    assert drop(desk.window, of_files(tmp_path / "a.png", tmp_path / "b.png"))
    assert "2 files were dropped; drop one at a time" in desk.message()


def test_nothing_but_files_of_this_machine_is_welcome(desk: Desk) -> None:
    image, words, far = QMimeData(), QMimeData(), QMimeData()
    image.setImageData(plain(9, 9, "#00ff00"))
    words.setText(file.to_text(desk.view))
    far.setUrls([QUrl("https://example.org/x.json")])
    pickled = QMimeData()
    pickled.setData("application/x-qabstractitemmodeldatalist", b"\x00")
    for data in (image, words, far, pickled):
        assert not drop(desk.window, data)


@pytest.mark.parametrize("folder", [True, False])
def test_a_run_is_known_by_either_of_its_files(tmp_path: Path, folder: bool) -> None:
    (tmp_path / ("config.json" if folder else "checkpoint.safetensors")).touch()
    assert kind_of(str(tmp_path)) == "checkpoint"
