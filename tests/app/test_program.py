"""The real program, driven as a person drives it."""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from aeviewer.app.downloads import downloader
from aeviewer.app.flows.map.nearest import Nearest
from aeviewer.app.views.probe.sliders import LatentSliders
from aeviewer.data.download import Progress
from aeviewer.data.images import DataSet
from aeviewer.data.sources import data_folder, open_data
from aeviewer.errors import UserError
from aeviewer.latent.path import PATHS
from aeviewer.session.view import Scalar, View
from aeviewer.training.loop import train
from tests.app.conftest import BUNDLED, Desk, Offer, OpenDesk
from tests.app.hands import child, click, press
from tests.app.making import data_set, images, save_trained, state_of

QUICK: tuple[tuple[str, Scalar], ...] = (
    ("hidden", "16"),
    ("plan.epochs", 4),
    ("plan.batch", 128),
    ("plan.precision", "fp32"),
)
ENDLESS = (*QUICK, ("plan.epochs", 100_000))
WIDE = (3, 6, 10)


def looking(knobs: tuple[tuple[str, Scalar], ...] = QUICK, **fields: Any) -> View:
    return View(knobs=tuple(dict(knobs).items()), device="cpu", **fields)


# -- the start


def test_the_map_is_there_before_torch(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(until="filled")
    assert desk.program.engine is None
    assert not desk.actions["start"].isEnabled()
    data = open_data("digits")
    assert desk.parts.map.point_of(len(data.test) - 1) is not None


def test_the_bundled_model_is_decoded(desk: Desk) -> None:
    assert desk.picture() == desk.expected()
    assert desk.message() == ""
    assert desk.view.slots[0].model == BUNDLED
    assert (desk.view.variant, desk.view.data) == ("vae", "digits")
    assert desk.actions["save"].isEnabled()
    assert not desk.actions["undo"].isEnabled()


def test_a_model_is_named_on_the_command_line(
    shelf_folder: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    save_trained(tmp_path / "own.safetensors", data_set("digits"))
    desk = open_desk(str(tmp_path / "own.safetensors"))
    assert desk.view.slots[0].model == str(tmp_path / "own.safetensors")
    assert desk.engine.has_model
    assert desk.message() == ""


def test_nothing_is_bundled(shelf_folder: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=looking())
    assert "no model is bundled" in desk.message()
    desk.train()
    desk.wait_for_end()
    desk.quiet()
    assert desk.picture() == desk.expected()


def test_a_damaged_default_offers_another_model(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    other = bundle.with_name("other.safetensors")
    other.write_bytes(bundle.read_bytes())
    bundle.write_bytes(other.read_bytes()[:1000])
    desk = open_desk()
    assert "incomplete" in desk.message()
    with qtbot.waitSignal(desk.engine.opened):
        click(desk.remedy())
    assert desk.view.slots[0].model == "other"
    desk.quiet()


def test_a_truncated_bundled_model(bundle: Path, open_desk: OpenDesk) -> None:
    bundle.write_bytes(bundle.read_bytes()[: bundle.stat().st_size // 2])
    desk = open_desk(view=looking())
    assert desk.message().startswith("error: ")
    assert bundle.name in desk.message()
    assert not desk.actions["save"].isEnabled()
    desk.train()
    desk.wait_for_end()
    desk.quiet()
    assert desk.picture() == desk.expected()


# -- the map


def test_a_drag_decodes_what_lies_there(desk: Desk) -> None:
    before = desk.picture()
    desk.drag((0, 0), (0.5, 0.5), (1, -1))
    assert desk.view.cursor == pytest.approx((1, -1), abs=0.05)
    desk.quiet()
    assert desk.picture() == desk.expected()
    assert desk.picture() != before


def test_a_drag_is_one_step_of_undo(desk: Desk) -> None:
    before, start = desk.picture(), desk.view.cursor
    desk.drag((0.2, 0), (0.5, 0.5), (1, -1))
    end = desk.view.cursor
    desk.act("undo")
    desk.quiet()
    assert (desk.view.cursor, desk.picture()) == (start, before)
    assert not desk.store.can_undo
    desk.act("redo")
    desk.quiet()
    assert desk.view.cursor == end
    assert desk.picture() == desk.expected()


def test_a_sample_under_the_mouse_is_shown(desk: Desk) -> None:
    point = desk.parts.map.point_of(7)
    assert point is not None
    QTest.mouseMove(desk.parts.map, desk.pixel(point))
    assert desk.parts.map._pointing.card.isVisible()
    QTest.mouseMove(desk.parts.map, QPoint(1, 1))


def test_a_walk_from_sample_to_sample(qtbot: QtBot, desk: Desk) -> None:
    for sample in (3, 8):
        desk.anchor(sample)
    assert len(desk.view.anchors) == 2
    first, second = (anchor.sample for anchor in desk.view.anchors)
    assert first is not None
    assert second is not None
    subject = desk.engine.wiring.subject
    assert subject is not None
    assert subject.placed is not None
    ends = subject.placed.latents[first], subject.placed.latents[second]
    slider = child(desk.parts.path, QSlider)
    shape = child(desk.parts.path, QComboBox)
    for number, (name, place) in enumerate([("lerp", 250), ("lerp", 500), ("slerp", 750)]):
        shape.setCurrentIndex(shape.findData(name))
        shape.activated.emit(shape.currentIndex())
        slider.setValue(place)
        desk.quiet()
        assert (desk.view.path, desk.view.t) == (name, place / 1000), number
        walked = PATHS[name](*ends, torch.tensor([place / 1000]))[0]
        assert desk.view.cursor == pytest.approx(walked.tolist(), abs=1e-5)
    assert desk.picture() == desk.expected()
    seen: list[float] = []
    desk.store.watch(lambda view: seen.append(view.t), "t")
    play = child(desk.parts.path, QPushButton)
    click(play)
    qtbot.waitUntil(lambda: len(seen) > 3)
    click(play)
    desk.quiet()
    assert desk.picture() == desk.expected()


def test_hidden_classes_are_not_picked(desk: Desk) -> None:
    labels = open_data("digits").test.labels
    assert labels is not None
    point = desk.parts.map.point_of(5)
    assert point is not None
    pixel = desk.pixel(point)
    desk.store.set(hidden=frozenset({int(labels[5])}), cursor=point)
    desk.store.set(hidden=frozenset(range(10)) - {int(labels[6])})
    picked = desk.parts.map.sample_at((pixel.x(), pixel.y()))
    assert picked < 0 or labels[picked] == labels[6]
    desk.quiet()
    flow = desk.flow(Nearest)
    nearest = flow._sample
    assert nearest is not None
    assert labels[nearest] == labels[6]
    desk.store.set(hidden=frozenset(range(10)))
    assert desk.parts.map.sample_at((pixel.x(), pixel.y())) == -1


def test_keys_and_fit(desk: Desk) -> None:
    press(desk.parts.map, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus)
    desk.quiet()
    assert desk.view.cursor[0] > 0
    assert desk.view.cursor[1] > 0
    assert desk.picture() == desk.expected()
    assert desk.view.camera is not None
    desk.act("fit")
    assert desk.view.camera is None


# -- training


def test_a_training_with_the_knobs_of_the_form(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=looking())
    typed = {"Hidden": "12,9", "Latent": "3", "Beta": "0.5", "Learning rate": "0.004"}
    for knob, text in {**typed, "Seed": "11", "Batch": "100", "Epochs": "3"}.items():
        desk.type(knob, text)
    state = desk.train().state
    desk.wait_for_end()
    desk.quiet()
    assert state.model.config.model_dump()["hidden"] == (12, 9)
    data = open_data("digits")
    plan = {"lr": 0.004, "seed": 11, "batch": 100, "epochs": 3}
    alone = state_of(data, "vae", plan, hidden=(12, 9), latent=3, beta=0.5)
    for _ in train(alone, data.train):
        pass
    assert state.step == alone.step == 3 * 14
    for name, value in alone.model.state_dict().items():
        assert torch.equal(state.model.state_dict()[name], value)
    assert desk.picture() == desk.expected()
    assert "error" not in desk.message()


@pytest.mark.parametrize("variant", ["pca", "vanilla"])
def test_other_models_are_trained(bundle: Path, open_desk: OpenDesk, variant: str) -> None:
    desk = open_desk(view=looking())
    desk.choose("Model", variant)
    training = desk.train()
    desk.wait_for_end()
    desk.quiet()
    assert training.state.variant == variant
    assert desk.message() == ""
    assert desk.picture() == desk.expected()


@pytest.mark.parametrize("latent", [1, 2, 3, 16])
def test_latents_of_any_size(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk, tmp_path: Path, latent: int
) -> None:
    desk = open_desk(view=looking((*QUICK, ("latent", latent))))
    desk.train()
    desk.wait_for_end()
    desk.quiet()
    before = desk.picture()
    assert before == desk.expected()
    desk.drag((0, 0), (0.7, 0.4))
    desk.quiet()
    assert desk.picture() == desk.expected() != before
    sliders = child(desk.parts.probe, LatentSliders)
    assert len(sliders._values) == latent
    sliders.moved.emit(latent - 1, 2.5)
    desk.quiet()
    subject = desk.engine.wiring.subject
    assert subject is not None
    found = subject.latent(desk.view.cursor, desk.view.base)
    assert found is not None
    assert found[latent - 1] == pytest.approx(2.5, abs=1e-5)
    shown = desk.picture()
    assert shown == desk.expected()
    for sample in (1, 2):
        desk.anchor(sample)
    child(desk.parts.path, QSlider).setValue(400)
    desk.quiet()
    assert desk.picture() == desk.expected()
    before = desk.picture()
    there = subject.latent(desk.view.cursor, desk.view.base)
    assert there is not None
    desk.save(tmp_path / "again.safetensors")
    assert "saved as" in desk.message()
    desk.open(tmp_path / "again.safetensors")
    if latent > 2:  # a fresh chart may lie otherwise: go to the same latent
        opened = desk.engine.wiring.subject
        assert opened is not None
        desk.store.set(**opened.look_at(there))
        desk.quiet()
    assert desk.picture() == before


def test_a_drag_while_it_trains(qtbot: QtBot, bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=looking(ENDLESS))
    training = desk.train()
    desk.answered("map", "probe")
    for end in ((1, 1), (-1, 0.5), (0.3, -1.2)):
        seen = desk.picture()
        desk.drag((0, 0), end)
        assert desk.view.cursor == pytest.approx(end, abs=0.05)
        qtbot.waitUntil(lambda seen=seen: desk.picture() != seen)  # type: ignore[misc]  # a default
        assert desk.phase() == "running"
    desk.act("pause")
    assert desk.phase() == "paused"
    qtbot.waitUntil(lambda: desk.picture() == desk.expected())
    qtbot.waitUntil(lambda: _is_placed_anew(desk))
    before = training.twins.step
    desk.act("step")
    qtbot.waitUntil(lambda: training.twins.step == before + 1)
    qtbot.waitUntil(lambda: _is_placed_anew(desk))
    qtbot.waitUntil(lambda: desk.picture() == desk.expected())
    desk.end()


def _is_placed_anew(desk: Desk) -> bool:
    """Whether the map shows where the newest weights put the samples."""
    subject = desk.engine.wiring.subject
    assert subject is not None
    assert subject.images is not None
    assert desk.studio.training is not None
    stands = desk.studio.training.twins.step == desk.studio.training.state.step
    if subject.placed is None or not stands:
        return False
    with subject.twins.reading() as (model, _), torch.no_grad():
        found = model.encode(subject.images.floats(slice(None))).mean  # type: ignore[operator]  # a VAE
    return torch.allclose(found, subject.placed.latents, atol=1e-5)


def test_the_buttons_while_it_trains(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=looking(ENDLESS))
    training = desk.train()
    desk.answered("probe")
    assert not desk.actions["start"].isEnabled()
    desk.act("pause")
    assert desk.actions["pause"].isChecked()
    desk.act("pause")
    assert desk.phase() == "running"
    desk.act("step")
    assert desk.phase() == "paused"
    desk.end()
    assert desk.actions["start"].isEnabled()
    assert training.state.step > 0
    desk.quiet()
    assert desk.picture() == desk.expected()


def test_a_model_is_opened_while_another_is_trained(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = open_desk(view=looking(ENDLESS))
    bundled = desk.picture()
    desk.train()
    desk.answered("map")
    with qtbot.waitSignal(desk.studio.ended):
        desk.program.open(BUNDLED)
    desk.quiet()
    assert desk.view.slots[0].model == BUNDLED
    assert desk.picture() == desk.expected() == bundled


def test_undo_leaves_the_model_in_training_on_show(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=looking(ENDLESS))
    desk.drag((0, 0), (1, 1))
    desk.train()
    desk.drag((0, 0), (1, -1))
    for _ in range(4):
        desk.act("undo")
    assert desk.view.slots[0].model == ""
    desk.end()
    desk.quiet()
    assert "in training" not in desk.engine.wiring.subject.title  # type: ignore[union-attr]  # shown


@pytest.mark.parametrize(
    ("knob", "text", "sentence"),
    [
        ("Latent", "0", "vae.latent is 0; it must lie in [1, 512]"),
        ("Learning rate", "1e6", "plan.lr is 1e6; it must lie in (0, 10]"),
        ("Hidden", "12,x", "vae.hidden is 12,x; it must be whole numbers"),
        ("Epochs", "many", "plan.epochs is many; it must lie in [0, 100000]"),
    ],
)
def test_a_knob_out_of_bounds_starts_nothing(
    desk: Desk, knob: str, text: str, sentence: str
) -> None:
    desk.type(knob, text)
    desk.act("start")
    assert sentence in desk.message()
    assert desk.phase() == "idle"


def test_a_knob_is_undone(desk: Desk) -> None:
    before = desk.view.knobs
    desk.type("Latent", "7")
    assert dict(desk.view.knobs) == {**dict(before), "latent": 7}
    desk.act("undo")
    assert desk.view.knobs == before
    assert desk.line("Latent").text() == "2"
    desk.act("redo")
    assert desk.line("Latent").text() == "7"


# -- data


@pytest.mark.parametrize(
    ("shape", "labelled"), [(WIDE, True), ((1, 9, 4), False), ((2, 5, 5), True), (WIDE, False)]
)
def test_images_of_any_kind(
    bundle: Path, open_desk: OpenDesk, offer: Offer, shape: tuple[int, int, int], labelled: bool
) -> None:
    offer("odd", data_set("odd", shape, labelled))
    desk = open_desk(view=looking())
    desk.choose("Data", "odd")
    desk.train()
    desk.wait_for_end()
    desk.quiet()
    image = desk.picture()
    assert (image.height(), image.width()) == shape[1:]
    assert image.isGrayscale() == (shape[0] != 3)
    assert image == desk.expected()
    desk.drag((0, 0), (1, 1))
    desk.quiet()
    assert desk.picture() == desk.expected()
    assert desk.message() == ""


@pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen, a window of its own says so
def test_a_folder_of_images(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    folder = tmp_path / "Mine"
    folder.mkdir()
    for prefix, count in (("train", 30), ("t10k", 10)):
        array = images(count, (1, 3, 4)).pixels[:, 0].numpy()
        (folder / f"{prefix}-images-idx3-ubyte").write_bytes(_idx(array))
    desk = open_desk(view=looking())
    desk.choose("Data", "folder")
    dialog = child(desk.window, QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.reject()
    assert desk.view.data == str(folder)
    assert child(desk.parts.bar, QComboBox, "Data").currentText() == "Mine"
    training = desk.train()
    desk.wait_for_end()
    desk.quiet()
    assert training.data.name == "mine"
    assert (desk.picture().width(), desk.picture().height()) == (4, 3)


def _idx(array: NDArray[np.uint8]) -> bytes:
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_a_folder_without_data_is_not_taken(
    bundle: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk(view=looking())
    desk.choose("Data", "folder")
    dialog = child(desk.window, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    assert "lacks train-images-idx3-ubyte" in desk.message()
    assert "choose a folder of idx files" in desk.message()
    assert desk.view.data == "digits"


def test_a_folder_that_is_missing(bundle: Path, open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(view=looking(data=str(tmp_path / "nowhere")))
    desk.store.set(data=str(tmp_path / "nowhere"))
    with desk.qtbot.waitSignal(desk.studio.ended):
        desk.act("start")
    assert desk.message().startswith("error: no folder")
    assert "nowhere" in desk.message()


def test_a_model_whose_images_are_not_at_hand(bundle: Path, open_desk: OpenDesk) -> None:
    save_trained(bundle, data_set("mnist"))
    desk = open_desk()
    assert desk.engine.wiring.subject is not None
    assert desk.engine.wiring.subject.images is None
    assert desk.picture() == desk.expected()
    point = desk.parts.map.point_of(7)
    assert point is not None
    QTest.mouseMove(desk.parts.map, desk.pixel(point))
    card = desk.parts.map._pointing.card
    desk.qtbot.waitUntil(card.isVisible)  # the move itself may have shown it
    QTest.mouseMove(desk.parts.map, QPoint(1, 1))
    desk.store.set(axes=(1, 0))
    desk.quiet()
    moved = desk.parts.map.point_of(7)
    assert moved == pytest.approx(point[::-1])


# -- downloads


@pytest.fixture
def far(offer: Offer) -> DataSet:
    """A data set that must be fetched, which is to write one file."""
    data = data_set("far")
    offer("far", data, ("far-images",))
    return data


def _arrive() -> Iterator[Progress]:
    yield Progress("far-images", 1, 2)
    folder = data_folder() / "far"
    folder.mkdir(parents=True)
    (folder / "far-images").write_bytes(b"here")


def wanting_data(open_desk: OpenDesk) -> Desk:
    """A desk at which a training was started on data that is not at hand."""
    desk = open_desk(view=looking())
    desk.choose("Data", "far")
    with desk.qtbot.waitSignal(desk.studio.ended):
        desk.act("start")
    assert "far is not at hand" in desk.message()
    assert desk.remedy().text() == "Download"
    return desk


def test_data_is_downloaded_by_a_click(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk, far: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloader, "download", lambda _: _arrive())
    desk = wanting_data(open_desk)
    with qtbot.waitSignal(desk.program.fetching.fetched):
        click(desk.remedy())
    assert "far is here now" in desk.message()
    with qtbot.waitSignal(desk.studio.began) as caught:
        click(desk.remedy())
    assert caught.args[0].data is far
    desk.wait_for_end()
    desk.quiet()


def test_a_download_that_fails(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk, far: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> Iterator[Progress]:
        yield Progress(name, 1, None)
        raise UserError("the line is dead")

    monkeypatch.setattr(downloader, "download", fail)
    desk = wanting_data(open_desk)
    with qtbot.waitSignal(desk.program.fetching.failed):
        click(desk.remedy())
    assert desk.message() == "error: the line is dead"


@pytest.mark.parametrize("closing", [False, True])
def test_a_download_is_given_up(
    qtbot: QtBot,
    bundle: Path,
    open_desk: OpenDesk,
    far: DataSet,
    monkeypatch: pytest.MonkeyPatch,
    closing: bool,
) -> None:
    waiting, closed = Event(), Event()

    def endless(name: str) -> Iterator[Progress]:
        try:
            while True:
                waiting.set()
                yield Progress(name, 1, None)
        finally:
            closed.set()

    monkeypatch.setattr(downloader, "download", endless)
    desk = wanting_data(open_desk)
    click(desk.remedy())
    assert waiting.wait(10)
    assert "downloading" in desk.message()
    if closing:
        desk.window.close()
    else:
        with qtbot.waitSignal(desk.program.fetching._downloader.ended):  # type: ignore[union-attr]  # under way
            click(desk.remedy())
        assert "stopped" in desk.message()
    assert closed.is_set()


# -- files


def test_a_file_that_is_no_checkpoint(desk: Desk, tmp_path: Path) -> None:
    before = desk.picture()
    wrong = tmp_path / "wrong.safetensors"
    wrong.write_text("not a checkpoint")
    desk.open(wrong)
    assert desk.message().startswith("error: ")
    assert "wrong.safetensors" in desk.message()
    assert desk.picture() == before
    desk.drag((0, 0), (1, 1))
    desk.quiet()
    assert desk.picture() == desk.expected() != before


def test_a_name_that_nothing_has(desk: Desk) -> None:
    desk.program.open("nothing-has-it")
    assert "there is no checkpoint nothing-has-it" in desk.message()


@pytest.mark.parametrize("place", ["nowhere/x.safetensors", "."])
def test_a_place_that_cannot_be_written(desk: Desk, tmp_path: Path, place: str) -> None:
    desk.save(tmp_path / place)
    assert desk.message().startswith("error: cannot write")
    assert "went wrong in the program" not in desk.message()
    desk.save(tmp_path / "x.safetensors")
    assert desk.message().startswith("note: saved as")


@pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen, a window of its own says so
def test_saved_and_opened_again(desk: Desk, tmp_path: Path) -> None:
    desk.drag((0, 0), (1, -0.5))
    desk.quiet()
    before, places = desk.picture(), [desk.parts.map.point_of(number) for number in range(9)]
    desk.act("save")
    dialog = child(desk.window, QFileDialog)
    with desk.qtbot.waitSignal(desk.engine.rested):
        dialog.fileSelected.emit(str(tmp_path / "mine.safetensors"))
    dialog.reject()
    desk.open(tmp_path / "mine.safetensors")
    assert desk.picture() == before
    assert [desk.parts.map.point_of(number) for number in range(9)] == places


def test_a_model_is_saved_while_it_trains(
    bundle: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk(view=looking(ENDLESS))
    desk.train()
    desk.answered("map")
    desk.save(tmp_path / "mine.safetensors")
    assert desk.phase() == "running"
    desk.end()
    desk.open(tmp_path / "mine.safetensors")
    assert desk.picture() == desk.expected()
    assert "error" not in desk.message()


# -- looks


def test_themes_go_round(desk: Desk) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desk.store.set(theme="light")
    grounds, names = [], []
    for _ in range(5):
        desk.act("theme")
        names.append(desk.view.theme)
        grounds.append(app.palette().window().color().name())
        assert desk.parts.map.grab().toImage().pixelColor(2, 2).name() == grounds[-1]
    assert names == ["dark", "contrast", "projector", "light", "dark"]
    assert len(set(grounds)) == 4


def test_text_grows_by_keys_and_back(desk: Desk) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.font().pixelSize() == 13
    desk.act("larger")
    assert desk.view.scale == 1.1
    assert app.font().pixelSize() == 14
    desk.act("smaller")
    desk.act("smaller")
    assert desk.view.scale == 0.9
    desk.act("full")
    assert app.font().pixelSize() == 13


def test_about(desk: Desk) -> None:
    desk.act("about")
    assert BUNDLED in desk.message()


def test_out_of_memory_is_told_with_a_hint(
    bundle: Path, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Mapping[str, Any]:
        raise MemoryError

    monkeypatch.setattr("aeviewer.training.loop._step", fail)
    desk = open_desk(view=looking())
    with desk.qtbot.waitSignal(desk.studio.ended):
        desk.act("start")
    assert "choose a smaller batch" in desk.message()
    monkeypatch.undo()
    assert desk.actions["start"].isEnabled()
