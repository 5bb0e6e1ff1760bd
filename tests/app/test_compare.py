"""The compare page in the real window: one cursor, one camera, one selection, one input."""

import gc
import math
import weakref
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np
import pytest
import torch
from pyqtgraph import ScatterPlotItem
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from torch import Tensor

from aeviewer.app.flows.compare import jobs as compare_jobs
from aeviewer.app.flows.compare.flow import CompareFlow
from aeviewer.app.flows.compare.given import spread, truncated
from aeviewer.app.flows.compare.models import Entrant
from aeviewer.app.look.theme import LIGHT, THEMES
from aeviewer.app.models.placed import unplaced
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.views.compare.cell import CompareCell, Face, Rebuilt
from aeviewer.app.views.compare.grid import Grid
from aeviewer.app.views.compare.page import ComparePage
from aeviewer.app.views.compare.rate_plot import RatePlot, reach
from aeviewer.app.views.compare.rates import Series, Spot
from aeviewer.data import own
from aeviewer.data.drawing import as_digit
from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data
from aeviewer.session.store import Store
from aeviewer.session.view import Point, Stroke, View
from aeviewer.training import checkpoint
from aeviewer.training.metrics.components import principal
from aeviewer.training.metrics.rate import psnr
from aeviewer.training.plan import Plan
from aeviewer.training.run import describe
from aeviewer.training.state import begin
from aeviewer.training.twins import Twins
from aeviewer.zoo.capabilities import Discrete
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.cvae import CVAE
from aeviewer.zoo.registry import Model, find
from tests.app.conftest import BUNDLED, Desk, OpenDesk, subject_of
from tests.app.hands import child, click, turn_wheel
from tests.app.making import CPU, Shape, data_set
from tests.app.pictures import of_ones_own

LINEAR, CODES, ADVERSARY, STRANGER = "digits-linear", "digits-codes", "digits-gan", "small-vae"
OTHERS = (LINEAR, CODES)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Untrained models of digits, and one of other images, with their latents."""
    folder, digits = tmp_path_factory.mktemp("others"), open_data("digits")
    save(folder, LINEAR, digits, "vanilla", latent=2, hidden=(16,))
    save(folder, CODES, digits, "vq", latent=4, codes=16, channels=(8,))
    save(folder, ADVERSARY, digits, "gan", latent=5)
    save(folder, STRANGER, data_set(), "vae", hidden=(8,))
    return folder


def save(folder: Path, name: str, data: DataSet, variant: str, **knobs: Any) -> None:
    plan = Plan.make("plan", {"epochs": 1, "batch": 20, "precision": "fp32"})
    state = begin(variant, find(variant).configure(knobs), plan, data.train.shape, CPU)
    found = describe(state, data, with_latents=True)
    checkpoint.save(replace(found, training={}), folder / f"{name}.safetensors")


@pytest.fixture
def shelf(bundle: Path, files: Path) -> Path:
    """Those, bundled."""
    for file in files.iterdir():
        copyfile(file, bundle.parent / file.name)
    return bundle.parent


@pytest.fixture
def page(shelf: Path, open_desk: OpenDesk) -> Desk:
    """The program on the page, with two models beside its own."""
    assert shelf.is_dir()
    return open_desk(view=View(page="compare", others=OTHERS))


def page_of(desk: Desk) -> ComparePage:
    view = desk.parts.pages.views["compare"]
    assert isinstance(view, ComparePage)
    return view


def shown(desk: Desk) -> View:
    """The view as it is by now."""
    return desk.view


def cell(desk: Desk, name: str = "") -> CompareCell:
    return page_of(desk).cells[name]


def flow_of(desk: Desk) -> CompareFlow:
    return desk.flow(CompareFlow)


def entrant(desk: Desk, name: str) -> Entrant:
    return next(entrant for entrant in flow_of(desk).entrants if entrant.name == name)


def model_of(desk: Desk, name: str) -> Autoencoder[Any]:
    model = entrant(desk, name).model
    assert isinstance(model, Autoencoder)
    return model


def image_of(desk: Desk, sample: int) -> Tensor:
    images = subject_of(desk).images
    assert images is not None
    return images.floats(slice(sample, sample + 1))


def drag(desk: Desk, name: str, *points: Point, control: bool = False) -> None:
    """Drag in a cell through points of the plane, with the left button."""
    canvas, left = cell(desk, name).map, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    pixels = [QPointF(*canvas.viewport.to_pixel(point)).toPoint() for point in points]
    QTest.mousePress(canvas, left, held, pixels[0])
    for pixel in pixels[1:]:
        QTest.mouseMove(canvas, pixel)
    QTest.mouseRelease(canvas, left, held, pixels[-1])


# One cursor, one camera, one selection


def decoded(desk: Desk, name: str) -> Tensor:
    """What a model makes of the cursor, step by step."""
    other, model = entrant(desk, name), model_of(desk, name)
    assert other.placed is not None
    place = torch.tensor([other.laid.under(desk.view.cursor)], dtype=torch.float32)
    with torch.no_grad():
        z = other.placed.plane.lift(place).reshape(1, *model.latent_shape)
        return model.decode(z)


def test_each_model_has_a_cell_with_its_samples_and_the_cursor_s_picture(page: Desk) -> None:
    assert list(page_of(page).cells) == ["", *OTHERS]
    assert cell(page).decoded == page.picture()
    samples = len(open_data("digits").test)
    for name in OTHERS:
        assert cell(page, name).decoded == picture(decoded(page, name)[0])
        assert len(cell(page, name).map._samples.cloud) == samples
        assert entrant(page, name).shared


@pytest.mark.parametrize("name", ["", *OTHERS])
def test_a_drag_in_one_cell_moves_the_cursor_of_all(page: Desk, name: str) -> None:
    before = [cell(page, each).decoded for each in ("", *OTHERS)]
    drag(page, name, (0.0, 0.0), (0.6, 0.4), (1.1, 0.7))
    page.quiet()
    assert page.view.cursor == pytest.approx((1.1, 0.7), abs=0.1)
    assert cell(page).decoded == page.expected() == page.picture()
    for other in OTHERS:
        assert cell(page, other).decoded == picture(decoded(page, other)[0])
    assert [cell(page, each).decoded for each in ("", *OTHERS)] != before
    page.act("undo")
    assert page.view.cursor == (0.0, 0.0)  # a drag is one undo


def test_a_wheel_over_one_cell_zooms_all(page: Desk) -> None:
    maps = [cell(page, name).map for name in ("", *OTHERS)]
    assert len({item.viewport for item in maps}) == 1  # a fit is one for all, too
    before = maps[0].viewport.camera
    turn_wheel(maps[1], 2)
    chosen = page.view.camera
    assert chosen is not None
    assert chosen.span < before.span
    assert {item.viewport.camera for item in maps} == {chosen}
    assert page.parts.map.viewport.camera == chosen
    maps[2].setFocus()
    QTest.keyClick(maps[2], Qt.Key.Key_F)
    assert shown(page).camera is None
    assert len({item.viewport.camera for item in maps}) == 1


def test_a_box_in_one_cell_selects_in_all(page: Desk) -> None:
    left, bottom, right, top = cell(page, LINEAR).map.viewport.bounds
    inside = (left * 0.9 + right * 0.1, bottom), ((left + right) / 2, top)
    drag(page, LINEAR, *inside, control=True)
    chosen = page.view.selection
    assert 0 < len(chosen) < len(subject_of(page).images or ())
    for name in ("", *OTHERS):
        assert cell(page, name).map.selected == len(chosen)
    there = entrant(page, LINEAR)
    assert there.placed is not None
    x = there.laid.over(there.placed.points)[:, 0]
    edges = inside[0][0], inside[1][0]
    within = np.flatnonzero((x >= edges[0]) & (x <= edges[1]))
    assert len(set(within.tolist()) ^ set(chosen)) <= 3  # but for pixels that are rounded


def test_planes_are_laid_over_each_other_or_taken_as_they_are(page: Desk) -> None:
    assert not np.allclose(entrant(page, LINEAR).laid.turn, np.eye(2))
    aligned = page_of(page).note.text()
    click(child(page_of(page), QCheckBox, "Lay over each other"))
    page.quiet()
    assert not page.view.aligned
    assert entrant(page, LINEAR).laid.under((1.0, 2.0)) == (1.0, 2.0)
    assert page_of(page).note.text() != aligned
    assert cell(page, LINEAR).decoded == picture(decoded(page, LINEAR)[0])


def test_hidden_classes_are_hidden_in_all(page: Desk) -> None:
    page.store.set(hidden=frozenset({0, 1, 2}))
    labels = subject_of(page).labels
    assert labels is not None
    for name in ("", *OTHERS):
        assert cell(page, name).map._samples.cloud.x.size == int((labels > 2).sum())


# Which models


def test_models_are_added_from_the_menu_and_taken_away(page: Desk) -> None:
    bar = page_of(page).bar
    offers = {action.data(): action for action in bar.offered()}
    assert set(offers) == {LINEAR, CODES, ADVERSARY}  # those of digits, but for the one on show
    assert not offers[LINEAR].isEnabled()
    offers[ADVERSARY].trigger()
    page.quiet()
    assert shown(page).others == (*OTHERS, ADVERSARY)
    assert cell(page, ADVERSARY).decoded is not None
    assert [made.caption for made in cell(page, ADVERSARY).rebuilt] == ["no encoder"]
    click(child(page_of(page), QToolButton, f"Take {LINEAR} away"))
    page.quiet()
    assert shown(page).others == (CODES, ADVERSARY)
    assert list(page_of(page).cells) == ["", CODES, ADVERSARY]
    page.act("undo")
    page.quiet()
    assert cell(page, LINEAR).decoded == picture(decoded(page, LINEAR)[0])


def test_a_model_that_is_taken_away_is_let_go_of(page: Desk, few: int) -> None:
    assert few
    page.store.set(comparing="rates")
    page.quiet()
    page.store.set(comparing="models")
    page.quiet()
    kept = weakref.ref(model_of(page, LINEAR))
    page.store.set(others=(CODES,))
    page.store.settle()
    page.quiet()
    gc.collect()
    assert kept() is None


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("digits-gone", "digits-gone is gone"),
        ("some/where/else.safetensors", "is gone"),
        (STRANGER, "those of the model on show"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(
    shelf: Path, open_desk: OpenDesk, name: str, says: str
) -> None:
    assert shelf.is_dir()
    desk = open_desk(view=View(page="compare", others=(name, LINEAR)))
    assert says in cell(desk, name)._fault.text()
    assert cell(desk, name).map.isHidden()
    assert cell(desk, LINEAR).decoded is not None
    assert desk.message() == ""
    click(child(cell(desk, name), QToolButton))
    assert desk.view.others == (LINEAR,)


def test_alone_it_invites_to_add_a_model(page: Desk) -> None:
    page.store.set(others=())
    page.quiet()
    assert list(page_of(page).cells) == [""]
    assert "second model" in page_of(page)._alone.text()
    assert page_of(page)._alone.isVisible()


def test_nine_are_as_many_as_can_be_told_apart(page: Desk) -> None:
    page.store.set(others=tuple(f"gone-{number}" for number in range(12)))
    page.quiet()
    assert len(page_of(page).cells) == 9
    assert not child(page_of(page), QToolButton, "Add a model").isEnabled()


def test_the_model_on_show_does_not_stand_beside_itself(page: Desk) -> None:
    page.store.set(others=(BUNDLED, LINEAR, LINEAR))
    page.quiet()
    assert list(page_of(page).cells) == ["", LINEAR]


def test_other_models_stay_open_when_another_one_is_put_on_show(page: Desk) -> None:
    stays = model_of(page, CODES)
    page.open(LINEAR)
    assert list(page_of(page).cells) == ["", CODES]
    assert model_of(page, CODES) is stays
    assert cell(page, CODES).decoded == picture(decoded(page, CODES)[0])


def test_a_model_in_training_is_compared_while_it_learns(page: Desk) -> None:
    page.type("Hidden", "16")
    page.type("Epochs", "100000")
    page.train()
    page.qtbot.waitUntil(lambda: "in training" in cell(page)._title._words)
    page.qtbot.waitUntil(lambda: len(cell(page).map._samples.cloud) > 0)
    first = cell(page).decoded
    page.qtbot.waitUntil(lambda: cell(page).decoded != first)
    page.end()
    page.quiet()
    assert list(page_of(page).cells) == ["", *OTHERS]
    assert cell(page).decoded == page.expected()
    assert cell(page, LINEAR).decoded == picture(decoded(page, LINEAR)[0])
    assert cell(page).rebuilt[1].caption == "PCA of 2"


def test_on_another_page_nothing_is_asked(page: Desk) -> None:
    page.store.set(page="map")
    page.quiet()
    heard: list[str] = []
    page.engine.wiring.answered.connect(heard.append)
    page.store.set(cursor=(0.5, 0.5), others=(ADVERSARY,))
    page.quiet()
    assert heard
    assert not [name for name in heard if name.startswith("compare")]


# One input


def test_the_nearest_sample_goes_through_all(page: Desk) -> None:
    page.store.set(cursor=(0.8, -0.3))
    page.quiet()
    sample = subject_of(page).nearest(page.view.cursor)
    assert sample is not None
    x = image_of(page, sample)
    assert page_of(page).input.image == picture(x[0])
    for name in OTHERS:
        model, made = model_of(page, name), cell(page, name).rebuilt[0]
        with torch.no_grad():
            y = model.decode(model.encode(x).mean)
        error = (x - y).square().sum().item()
        assert made.image == picture(y[0])
        assert made.sse == pytest.approx(error, rel=1e-5)
        assert made.psnr == pytest.approx(psnr(error, 64), rel=1e-5)


def test_pca_of_as_many_numbers_stands_beside_each(page: Desk) -> None:
    data, x = open_data("digits"), page_of(page)
    sample = subject_of(page).nearest(page.view.cursor)
    assert sample is not None
    *_, pca = principal(data.train, torch.arange(len(data.train)), 64)
    assert pca is not None
    for name in ("", LINEAR):
        made = cell(page, name).rebuilt[1]
        expected = truncated(pca, image_of(page, sample), 2)
        assert made.caption == "PCA of 2"
        error = (image_of(page, sample) - expected).square().sum().item()
        assert made.sse == pytest.approx(error, rel=1e-3)
    assert len(cell(page, CODES).rebuilt) == 1  # codes are no numbers
    assert x.lack == ""


def test_the_first_selected_sample_goes_through_all(page: Desk) -> None:
    combo = child(page_of(page), QComboBox, "Given")
    combo.setCurrentIndex(combo.findData("selected"))
    combo.activated.emit(combo.currentIndex())
    page.quiet()
    assert "No sample is selected" in page_of(page).lack
    page.store.set(selection=(17, 30))
    page.quiet()
    assert page_of(page).lack == ""
    assert page_of(page).caption.endswith("sample 17")
    assert page_of(page).input.image == picture(image_of(page, 17)[0])


def test_a_drawing_goes_through_all(page: Desk) -> None:
    page.store.set(given="drawing")
    page.quiet()
    assert "Nothing is drawn" in page_of(page).lack
    assert cell(page, LINEAR).rebuilt == ()
    page.store.set(strokes=(Stroke(((0.3, 0.2), (0.7, 0.2), (0.4, 0.8))),))
    page.quiet()
    x = as_digit(torch.from_numpy(page.parts.draw.pad.ink()), (1, 8, 8))
    assert page_of(page).input.image == picture(x)
    model = model_of(page, LINEAR)
    with torch.no_grad():
        assert cell(page, LINEAR).rebuilt[0].image == picture(
            model.decode(model.encode(x[None]).mean)[0]
        )


def test_an_own_image_goes_through_all(page: Desk) -> None:
    page.store.set(given="drawing")
    page.quiet()
    page.store.set(own=of_ones_own())
    page.quiet()
    x = own.as_input(own.pixels(of_ones_own()), (1, 8, 8), centred=True)
    assert page_of(page).input.image == picture(x)
    assert (page_of(page).caption, page_of(page).lack) == ("own image", "")
    page.store.set(own="bm8gaW1hZ2U=")
    page.quiet()
    assert "no image" in page_of(page).lack


def test_with_all_classes_hidden_it_says_so(page: Desk) -> None:
    page.store.set(hidden=frozenset(range(10)))
    page.quiet()
    assert "hidden" in page_of(page).lack


# All kinds of models


def show_model(
    desk: Desk, variant: str, shape: Shape, *, images: bool, labelled: bool = True, **knobs: object
) -> None:
    """Put an untrained model on show."""
    data, entry = data_set(shape=shape, labelled=labelled), find(variant)
    model: Model = entry.build(shape, entry.configure(knobs))
    labels = None if data.test.labels is None else data.test.labels.numpy()
    shown = data.test if images else None
    where = None if images else unplaced(model)
    desk.engine.wiring.show(Subject(variant, Twins(model), data.test.classes, labels, where, shown))
    desk.quiet()


@pytest.mark.parametrize("labelled", [True, False])
@pytest.mark.parametrize(
    ("variant", "shape", "knobs"),
    [
        ("vae", (1, 6, 5), {"latent": 1, "hidden": (8,)}),
        ("vae", (3, 8, 12), {"latent": 3, "hidden": (8,)}),
        ("conv", (3, 16, 12), {"latent": 16}),
        ("vanilla", (1, 9, 7), {"latent": 64, "hidden": (8,)}),
        ("rvq", (1, 12, 8), {"latent": 4, "codes": 8, "channels": (4,)}),
        ("gan", (1, 8, 8), {"latent": 5}),
        ("cvae", (1, 6, 5), {"latent": 2, "hidden": (8,)}),
    ],
)
def test_any_model_can_be_compared(
    page: Desk, tmp_path: Path, variant: str, shape: Shape, knobs: dict[str, object], labelled: bool
) -> None:
    data = data_set(shape=shape, labelled=labelled)
    other = "hierarchical" if variant == "gan" else variant
    own = {"hidden": (8,)} if variant == "gan" else knobs
    save(tmp_path, "other", data, other, **own)
    page.store.set(others=(str(tmp_path / "other.safetensors"),))
    show_model(page, variant, shape, images=True, labelled=labelled, **knobs)
    name = page.view.others[0]
    for key in ("", name):
        image = cell(page, key).decoded
        assert image is not None
        assert (image.width(), image.height()) == (shape[2], shape[1])
    assert len(cell(page, name).map._samples.cloud) == 40
    if variant == "gan":
        assert "no encoder" in page_of(page).lack
        assert "turned" not in page_of(page).note.text()  # nothing is there to lay planes over
    else:
        assert "turned" in page_of(page).note.text()
        assert cell(page).rebuilt[0].sse is not None
        assert cell(page, name).rebuilt[0].sse is not None


def test_without_images_each_decodes_its_own_latent(
    shelf: Path, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shelf.is_dir()
    monkeypatch.setattr("aeviewer.app.models.shelf.at_hand", lambda _: False)
    desk = open_desk(view=View(page="compare", others=OTHERS))
    assert subject_of(desk).images is None
    assert "not at hand" in page_of(desk).lack
    sample = subject_of(desk).nearest((0.0, 0.0))
    assert sample is not None
    other, (made,) = entrant(desk, LINEAR), cell(desk, LINEAR).rebuilt
    assert other.placed is not None
    with torch.no_grad():
        z = other.placed.latents[sample][None]
        assert made.image == picture(model_of(desk, LINEAR).decode(z)[0])
    assert made.sse is None
    desk.store.set(comparing="rates")
    desk.quiet()
    assert "not at hand" in page_of(desk).rates.missing


def test_without_images_a_sample_is_given_that_all_files_keep(
    shelf: Path, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aeviewer.app.models.shelf.at_hand", lambda _: False)
    kept = checkpoint.load(shelf / f"{LINEAR}.safetensors")
    few = {name: values[:7] for name, values in kept.latents.items()}
    checkpoint.save(replace(kept, latents=few), shelf / f"{LINEAR}.safetensors")
    desk = open_desk(view=View(page="compare", others=OTHERS))
    points = subject_of(desk).placed.points  # type: ignore[union-attr]
    for cursor in points[[3, 200]].tolist():
        desk.store.set(cursor=tuple(cursor))
        desk.quiet()
        number = int(np.square(points[:7] - np.float32(cursor)).sum(1).argmin())
        assert page_of(desk).caption.endswith(f"sample {number}")
        assert "first 7" in page_of(desk).lack
        for name in ("", *OTHERS):
            assert cell(desk, name).rebuilt[0].image is not None


# Rate and distortion


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """Few pictures are measured, to be quick."""
    monkeypatch.setattr(compare_jobs, "_PICTURES", 40)
    return 40


def test_rates_are_measured_on_the_same_pictures_once(page: Desk, few: int) -> None:
    page.store.set(comparing="rates")
    page.quiet()
    rates = page_of(page).rates
    found = {series.title: series for series in rates.series}
    assert {BUNDLED, LINEAR, CODES, "PCA", "JPEG, the scan", "JPEG, whole file"} <= set(found)
    codes = model_of(page, CODES)
    assert isinstance(codes, Discrete)
    (spot,) = found[CODES].spots
    assert spot.bits == math.prod(codes.grid) * 4  # of 16 entries
    test = open_data("digits").test
    x = test.floats(spread(len(test), few))
    with torch.no_grad():
        y = codes.decode_codes(codes.codes(x))
    error = (x - y).square().sum().item() / len(x)
    assert spot.sse == pytest.approx(error, rel=1e-5)
    assert spot.psnr == pytest.approx(10 * math.log10(64 / error), rel=1e-5)
    assert [spot.bits for spot in found[LINEAR].spots] == [2, 4, 6, 8, 12, 16]
    assert [spot.bits for spot in found["PCA"].spots] == [8 * 2**power for power in range(7)]
    assert found["PCA"].spots[-1].psnr > found["PCA"].spots[0].psnr
    assert f"{few} of {len(test)}" in rates.caption
    heard: list[str] = []
    page.engine.wiring.answered.connect(heard.append)
    page.store.set(comparing="models")
    page.quiet()
    page.store.set(comparing="rates")
    page.quiet()
    assert "compare rates" not in heard  # what was measured is known
    assert page_of(page).rates.series == rates.series


def test_a_model_without_encoder_is_named_as_left_out(page: Desk, few: int) -> None:
    page.store.set(comparing="rates", others=(ADVERSARY,))
    page.quiet()
    rates = page_of(page).rates
    assert f"Without an encoder a picture has no bits: {ADVERSARY}." in rates.caption
    assert BUNDLED in {series.title for series in rates.series}
    assert ADVERSARY not in {series.title for series in rates.series}
    assert str(few) in rates.caption


def test_models_that_cannot_be_compared_are_named_as_left_out(page: Desk, few: int) -> None:
    assert page_of(page).note.text()
    page.store.set(comparing="rates", others=(STRANGER, "gone", LINEAR))
    page.quiet()
    rates = page_of(page).rates
    assert f" {few} " in rates.caption
    assert f"Left out, as said side by side: {STRANGER}, gone." in rates.caption
    assert page_of(page).note.text()
    page.store.set(others=(STRANGER,))
    page.quiet()
    assert not page_of(page).note.text()  # no other plane is there to lie anywhere


def test_measuring_can_be_stopped_and_gone_on_with(page: Desk, few: int) -> None:
    assert few
    page.store.set(comparing="rates")
    rates = page_of(page).rates
    page.answered("compare rates")
    stop = child(rates, QPushButton)
    assert stop.text() == "Stop"
    click(stop)
    page.quiet()
    some = len(rates.series)
    assert stop.text() == "Measure"
    assert some < 8
    click(stop)
    page.quiet()
    assert len(rates.series) > some
    assert not stop.isVisible()


def rated(name: str, *psnrs: float, baseline: bool = False) -> Series:
    return Series(name, name, tuple(Spot("", 10.0, psnr, 1.0) for psnr in psnrs), baseline)


def test_the_plot_reaches_as_far_as_the_models_do(qtbot: QtBot) -> None:
    model = rated("model", 12.0, 15.0)
    assert reach([model, rated("PCA", 10.0, 57.0, baseline=True)]) == (10.0, 27.0)
    assert reach([model, rated("PCA", 16.0, baseline=True)]) == (12.0, 16.0)
    assert reach([rated("PCA", 10.0, 57.0, baseline=True)]) == (10.0, 57.0)
    assert reach([rated("model", 12.0, math.inf)]) == (12.0, 12.0)
    plot = RatePlot(LIGHT)
    qtbot.addWidget(plot)
    plot.set_series([model, rated("PCA", 20.0, 57.0, baseline=True)], 64)
    low, high = plot.viewRange()[1]
    assert low < 12
    assert 27 < high < 30
    dots = [item for item in plot.plotItem.items if isinstance(item, ScatterPlotItem)]
    assert dots[1].getData()[1].tolist() == [20, 27]  # at the edge
    assert [spot.symbol() for spot in dots[1].points()] == ["+", "t1"]
    assert [data[1].psnr for data in dots[1].data["data"]] == [20, 57]  # as the mouse is told
    assert "57.0 dB" in plot.plotItem.titleLabel.text
    plot.set_series([model], 64)
    assert not plot.plotItem.titleLabel.isVisible()


def test_the_plot_is_the_same_whatever_size_it_had_before(qtbot: QtBot) -> None:
    series = [rated("few", 20.0, 24.0), rated("PCA", 12.0, 29.0, baseline=True)]
    once, resized = RatePlot(LIGHT), RatePlot(LIGHT)
    for plot, first in ((once, (600, 400)), (resized, (120, 90))):
        qtbot.addWidget(plot)
        plot.resize(*first)
        plot.show()
        plot.set_series(series, 64)
        plot.resize(600, 400)
    qtbot.waitUntil(lambda: once.grab().toImage() == resized.grab().toImage())


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_plot_has_colours_for_models_and_none_for_what_they_are_measured_by(
    page: Desk, few: int, theme: Any
) -> None:
    assert few
    page.store.set(comparing="rates")
    page.quiet()
    view = page_of(page)
    view.set_theme(theme)
    plot = view.rates._made_plot()
    looks = plot._looks
    assert looks["PCA"][0] == theme.quiet
    assert theme.quiet not in {looks[name][0] for name in (BUNDLED, *OTHERS)}
    assert len(set(looks.values())) == len(looks)
    assert "bits" in view.rates.accessibleDescription()
    assert not view.grab().isNull()


@pytest.mark.parametrize("images", [True, False])
def test_a_conditional_model_rebuilds_the_class_that_it_is_told(page: Desk, images: bool) -> None:
    show_model(page, "cvae", (1, 6, 5), images=True, latent=2, hidden=(8,))
    if not images:
        shown = subject_of(page)
        page.engine.wiring.show(
            Subject("cvae", shown.twins, shown.classes, shown.labels, shown.placed, None)
        )
        page.quiet()
    subject = subject_of(page)
    assert subject.placed is not None
    assert subject.labels is not None
    for told in (None, 2):
        page.store.set(condition=told)
        page.quiet()
        number = subject.nearest((0.0, 0.0))
        assert number is not None
        own = int(subject.labels[number])
        with subject.twins.reading() as (model, _), torch.no_grad():
            assert isinstance(model, CVAE)
            z = subject.placed.latents[number][None]
            if images:
                z = model.encode_as(image_of(page, number), torch.tensor([own])).mean
            made = model.decode_as(z, torch.tensor([own if told is None else told]))
        assert cell(page).rebuilt[0].image == picture(made[0])
        assert cell(page).rebuilt[0].caption == ("rebuilt" if told in {None, own} else "as told")


def test_collapsed_codes_are_not_magnified(page: Desk) -> None:
    maps = [each.map for each in page_of(page).cells.values()]
    for each in maps:
        dust = np.random.default_rng(0).normal(3, 1e-4, (50, 2)).astype(np.float32)
        each.set_points(dust, None, 0, shared=True)
    page_of(page).fit()
    for each in maps:
        assert each.viewport.camera.span >= 1
        assert each.viewport.camera.centre == pytest.approx((3, 3), abs=0.01)


def test_the_same_view_shows_the_same_pixels(page: Desk) -> None:
    once = page_of(page).grab().toImage()
    page.store.set(cursor=(1.0, 1.0), others=(CODES,), given="drawing")
    page.quiet()
    page.store.set(cursor=(0.0, 0.0), others=OTHERS, given="nearest")
    page.quiet()
    assert page_of(page).grab().toImage() == once


def test_cells_of_a_narrow_page_stand_below_each_other(qtbot: QtBot) -> None:
    grid, cells = Grid(), [QWidget() for _ in range(4)]
    qtbot.addWidget(grid)
    grid.set_cells(cells)
    for width, columns in ((360, 1), (400, 2), (900, 2)):
        grid.resize(width, 1000)
        grid.grab()  # so that it hears of its size
        assert grid.columns() == columns
        assert len({item.size().toTuple() for item in cells}) == 1
        assert all(grid.rect().contains(item.geometry()) for item in cells)
        assert cells[columns].x() == 0
        assert cells[columns].y() > cells[0].geometry().bottom()


def test_three_models_stand_in_one_row_beside_a_lesson(qtbot: QtBot) -> None:
    grid, cells = Grid(), [QWidget() for _ in range(3)]
    qtbot.addWidget(grid)
    grid.set_cells(cells)
    grid.resize(650, 420)
    grid.grab()
    assert grid.columns() == 3
    grid.set_cells([*cells, QWidget()])
    assert grid.columns() == 2
    assert grid.minimumHeight() <= 440


def test_the_name_is_whole_before_more_is_said_of_the_plane(qtbot: QtBot) -> None:
    cell = CompareCell(
        Store(View()), Face("one", "a-model-whose-name-is-longer-than-most-names-are")
    )
    qtbot.addWidget(cell)
    cell.set_note("2 of 30 dims")
    cell.resize(900, 300)
    cell.grab()  # so that it hears of its size
    assert not cell._note.isHidden()
    cell.resize(cell._title.wanted + cell._remove.sizeHint().width() + 24, 300)
    cell.grab()
    assert cell._note.isHidden()
    assert cell._title.text() == "a-model-whose-name-is-longer-than-most-names-are"
    assert cell.note == "2 of 30 dims"


@pytest.mark.parametrize(
    ("size", "column"), [((360, 233), True), ((232, 232), True), ((360, 480), False)]
)
def test_pictures_stand_where_they_leave_the_map_the_most(
    qtbot: QtBot, size: tuple[int, int], column: bool
) -> None:
    cell = CompareCell(Store(View()), Face("one", "one"))
    qtbot.addWidget(cell)
    picture = QImage(28, 28, QImage.Format.Format_Grayscale8)
    cell.set_decoded(picture)
    cell.set_rebuilt((Rebuilt("rebuilt", picture, 44.9, 12.4), Rebuilt("PCA", picture)))
    cell.resize(*size)
    cell.grab()  # so that it hears of its size
    plane, pictures = cell.map.geometry(), cell.pictures.geometry()
    assert (pictures.left() > plane.right()) is column
    assert (pictures.top() > plane.bottom()) is not column
    assert cell.rect().contains(plane)
    assert cell.rect().contains(pictures)
    assert min(plane.width(), plane.height()) > 100  # it was 84 high in the first two
    rooms = cell.pictures.rooms()
    assert len(rooms) == 3
    assert all(QRectF(cell.pictures.rect()).contains(room) for room in rooms)
