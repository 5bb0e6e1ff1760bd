"""The features page: atoms, activations, recipes and Jacobians against direct computations."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton
from torch import Tensor
from torch.func import jacrev

from aeviewer.app.decoder import Request
from aeviewer.app.flows.features.flow import FeaturesFlow
from aeviewer.app.flows.features.units import units_of
from aeviewer.app.kit.fitting import fitting
from aeviewer.app.look.theme import THEMES, Theme
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.views.features.activations import Activations
from aeviewer.app.views.features.atom_sheet import AtomSheet
from aeviewer.app.views.features.atoms import Atoms
from aeviewer.app.views.features.page import FeaturesPage
from aeviewer.app.views.features.picture import signed_image
from aeviewer.app.views.features.row import FeatureRow, Tile
from aeviewer.app.views.features.spectrum import Spectrum, written
from aeviewer.session import file
from aeviewer.session.view import Features, View
from aeviewer.training.metrics.jacobian import singular_values
from aeviewer.training.twins import Twins
from aeviewer.zoo.capabilities import Sparse
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.pca import PCA
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk, OpenDesk, subject_of
from tests.app.hands import child, click, press
from tests.app.making import Shape, data_set, save_trained

FLAT: Shape = (1, 6, 5)


def page_of(desk: Desk) -> FeaturesPage:
    page = desk.parts.pages.views["features"]
    assert isinstance(page, FeaturesPage)
    return page


def flow_of(desk: Desk) -> FeaturesFlow:
    return desk.flow(FeaturesFlow)


def look(desk: Desk, **changes: object) -> FeaturesPage:
    """Turn to the page, with these fields of its part of the view."""
    features = replace(desk.view.features, **changes)  # type: ignore[arg-type]
    desk.store.set(page="features", features=features)
    desk.store.settle()
    desk.quiet()
    return page_of(desk)


def latents_of(desk: Desk) -> Tensor:
    placed = subject_of(desk).placed
    assert placed is not None
    return placed.latents


def atoms_of(desk: Desk) -> Atoms:
    atoms = page_of(desk).sheet._atoms
    assert atoms is not None
    return atoms


def show_model(
    desk: Desk,
    variant: str,
    knobs: Mapping[str, object] | None = None,
    shape: Shape = FLAT,
    labelled: bool = True,
    offset: float | None = None,
) -> None:
    """Put an untrained model on show, its decoder's bias so large, and turn to the page."""
    data, entry = data_set(shape=shape, labelled=labelled), find(variant)
    model = entry.build(shape, entry.configure(knobs or {}))
    if offset is not None:
        model.get_parameter("decoder.bias").data.fill_(offset)
    twins = Twins(model)
    labels = None if data.test.labels is None else data.test.labels.numpy()
    subject = Subject(variant, twins, data.test.classes, labels, None, data.test)
    desk.engine.wiring.show(subject)
    desk.quiet()
    look(desk)


def columns_at(desk: Desk, latent: Tensor) -> Tensor:
    """The decoder's Jacobian by autograd, a column for each unit: (D, C, H, W)."""
    with subject_of(desk).twins.reading() as (model, _):
        found: Tensor = jacrev(lambda z: model.decode(z[None])[0])(latent)
    return found.movedim(-1, 0)


# Atoms


def test_atoms_are_effects_at_the_mean_or_at_the_cursor(desk: Desk) -> None:
    desk.store.set(cursor=(0.7, -1.1))
    look(desk)
    mean = columns_at(desk, latents_of(desk).mean(0))
    np.testing.assert_allclose(atoms_of(desk).values, mean, rtol=1e-3, atol=1e-5)
    combo = child(page_of(desk), QComboBox, "Where the effects are taken")
    press(combo, Qt.Key.Key_Down)
    desk.quiet()
    assert combo.currentData() == "cursor"
    there = columns_at(desk, torch.tensor([0.7, -1.1]))
    np.testing.assert_allclose(atoms_of(desk).values, there, rtol=1e-3, atol=1e-5)
    desk.store.set(cursor=(-0.2, 0.3))
    desk.quiet()
    moved = columns_at(desk, torch.tensor([-0.2, 0.3]))
    np.testing.assert_allclose(atoms_of(desk).values, moved, rtol=1e-3, atol=1e-5)
    desk.act("undo")
    desk.act("undo")
    assert desk.view.features.at == "mean"


def test_atoms_of_a_sparse_model_are_its_dictionary(desk: Desk) -> None:
    show_model(desk, "sparse", {"latent": 12})
    with subject_of(desk).twins.reading() as (model, _):
        assert isinstance(model, Sparse)
        np.testing.assert_array_equal(atoms_of(desk).values, model.dictionary())
    assert not child(page_of(desk), QComboBox, "Where the effects are taken").isEnabled()
    share = (latents_of(desk) != 0).float().mean(0)
    found = atoms_of(desk).share
    assert found is not None
    np.testing.assert_allclose(found, share)


def test_units_are_sorted_by_strength_use_or_number(desk: Desk) -> None:
    show_model(desk, "sparse", {"latent": 12})
    latents, values = latents_of(desk), torch.from_numpy(atoms_of(desk).values)
    strength = latents.square().mean(0).sqrt() * values.flatten(1).norm(dim=1)
    alive = (latents != 0).any(0)
    by_strength = [u for u in (-strength).argsort(stable=True).tolist() if alive[u]]
    sheet, combo = page_of(desk).sheet, child(page_of(desk), QComboBox, "Order of the units")
    assert list(sheet.order)[: len(by_strength)] == by_strength
    press(combo, Qt.Key.Key_Down)
    share = (latents != 0).float().mean(0)[list(sheet.order)]
    assert (share.diff() <= 0).all()
    press(combo, Qt.Key.Key_Down)
    assert list(sheet.order) == list(range(12))
    assert desk.view.features.order == "number"


def test_a_unit_is_chosen_by_mouse_and_keys_and_undone(desk: Desk) -> None:
    show_model(desk, "sparse", {"latent": 40})
    sheet = page_of(desk).sheet
    unit, where = sheet.places()[2]
    click(sheet, where.center().toPoint())
    assert desk.view.features.unit == unit == sheet.order[2]
    press(sheet, Qt.Key.Key_Right)
    assert desk.view.features.unit == sheet.order[3]
    press(sheet, Qt.Key.Key_Down)
    assert desk.view.features.unit == sheet.order[3 + sheet._columns()]
    press(sheet, Qt.Key.Key_End)
    assert desk.view.features.unit == sheet.order[-1]
    assert sheet.order[-1] in [unit for unit, _ in sheet.places()]  # it was scrolled to
    press(sheet, Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert desk.view.features.unit == sheet.order[0]
    desk.act("undo")
    assert desk.view.features.unit == sheet.order[-1]
    desk.quiet()
    shown = page_of(desk).histogram.shown
    assert shown is not None
    assert shown.unit == sheet.order[-1]


# One unit


def test_the_histogram_counts_all_samples_by_class(desk: Desk) -> None:
    look(desk, unit=1)
    shown, labels = page_of(desk).histogram.shown, subject_of(desk).labels
    assert shown is not None
    assert labels is not None
    values = latents_of(desk)[:, 1].numpy()
    edges = np.linspace(values.min(), values.max(), shown.counts.shape[1] + 1)
    for number in range(10):
        expected = np.histogram(values[labels == number], edges)[0]
        assert np.abs(shown.counts[number] - expected).sum() <= 2  # an edge is an edge
    assert shown.counts.sum() == shown.total == len(values)
    sample = flow_of(desk).sample()
    assert sample is not None
    assert shown.here == pytest.approx(values[sample])


def test_values_of_zero_are_told_apart(desk: Desk) -> None:
    show_model(desk, "sparse-topk", {"latent": 12, "k": 3}, labelled=False)
    share = (latents_of(desk) != 0).float().mean(0)
    look(desk, unit=int((share - 0.5).abs().argmin()))
    shown = page_of(desk).histogram.shown
    assert shown is not None
    values = latents_of(desk)[:, shown.unit]
    assert shown.off == int((values == 0).sum()) > 0
    assert shown.counts.shape[0] == 1
    assert shown.counts.sum() == len(values) - shown.off
    assert f"{len(values) - shown.off} of {len(values)}" in shown.said()


def test_the_samples_of_the_largest_and_smallest_values_are_shown_and_lead_there(
    desk: Desk,
) -> None:
    page, values = look(desk, unit=0), latents_of(desk)[:, 0]
    order = values.argsort(descending=True, stable=True).tolist()
    assert [tile.number for tile in page.most.tiles] == order[:8]
    assert [tile.number for tile in page.least.tiles] == order[::-1][:8]
    images = subject_of(desk).images
    assert images is not None
    assert page.most.tiles[0].picture == picture(images.pixels[order[0]])
    assert images.labels is not None
    assert page.most.tiles[0].more == f"class {images.labels[order[0]]}"  # no bare number
    click(page.most, page.most.places()[1].center().toPoint())
    desk.quiet()
    assert desk.view.sample == order[1]
    assert flow_of(desk).sample() == order[1]
    assert desk.view.cursor == pytest.approx(latents_of(desk)[order[1]].tolist(), abs=1e-4)
    press(page.least, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert desk.view.sample == order[-1]
    desk.act("undo")
    assert desk.view.sample == order[1]


def test_the_next_sample_is_a_button_away(desk: Desk) -> None:
    page = look(desk)
    first = flow_of(desk).sample()
    assert first is not None
    click(child(page, QToolButton, "Next sample"))
    desk.quiet()
    assert flow_of(desk).sample() == first + 1 == desk.view.sample
    desk.store.set(cursor=tuple(latents_of(desk)[7].tolist()))
    desk.quiet()
    assert flow_of(desk).sample() == 7  # the cursor went elsewhere


# Recipes


@pytest.mark.parametrize("offset", [0.5, 0.8])
def test_a_sparse_picture_is_the_sum_of_its_atoms(desk: Desk, offset: float) -> None:
    show_model(desk, "sparse", {"latent": 20}, offset=offset)
    page, sample = page_of(desk), flow_of(desk).sample()
    assert sample is not None
    z = latents_of(desk)[sample]
    sizes = (z * torch.from_numpy(atoms_of(desk).values).flatten(1).norm(dim=1)).abs()
    order = [u for u in sizes.argsort(descending=True, stable=True).tolist() if sizes[u] > 0]
    tiles = {tile.number: tile for tile in page.recipe.tiles if tile.number is not None}
    assert list(tiles) == order[:8]
    for unit, tile in tiles.items():
        assert isinstance(tile.picture, np.ndarray)
        np.testing.assert_allclose(
            tile.picture, z[unit].item() * atoms_of(desk).values[unit], rtol=1e-4, atol=1e-6
        )
    captions = [tile.caption for tile in page.recipe.tiles]
    assert captions[:2] == ["rebuilt", "= at rest"]
    assert captions[-1] == "sum"
    more = max(len(order) - 8, 0)
    assert (f"+ {more}" in captions) == (more > 0)
    assert "to first order" not in page.recipe.accessibleDescription()
    assert near(page.recipe.tiles[-1].picture, page.recipe.tiles[0].picture)
    assert "nothing of the change missing" in page.recipe.accessibleDescription()
    click(page.recipe, page.recipe.places()[3].center().toPoint())
    assert desk.view.features.unit == order[1]


def near(one: object, other: object) -> bool:
    assert isinstance(one, QImage)
    assert isinstance(other, QImage)
    return all(
        abs(one.pixelColor(x, y).red() - other.pixelColor(x, y).red()) <= 1
        for x in range(one.width())
        for y in range(one.height())
    )


def test_of_another_decoder_the_sum_is_said_to_be_of_first_order(desk: Desk) -> None:
    page, sample = look(desk), flow_of(desk).sample()
    assert sample is not None
    mean, z = latents_of(desk).mean(0), latents_of(desk)[sample]
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        base, rebuilt = model.decode(torch.stack([mean, z]))
    whole = base + torch.tensordot(z - mean, columns_at(desk, mean), 1)
    missed = (rebuilt - whole.clamp(0, 1)).square().sum() / (rebuilt - base).square().sum()
    said = page.recipe.accessibleDescription()
    assert "to first order" in said
    assert f"{100 * missed.item():.2g} % of the change missing" in said or missed >= 1
    assert near(page.recipe.tiles[-1].picture, picture(whole))
    assert page.recipe.tiles[1].picture == picture(base)


# Jacobians


def test_the_recipe_of_pca_is_no_approximation(desk: Desk) -> None:
    data = data_set(shape=FLAT)
    model = find("pca").build(FLAT, find("pca").configure({"latent": 3}))
    assert isinstance(model, PCA)
    model.fit(data.train.floats(slice(None)))
    labels = None if data.test.labels is None else data.test.labels.numpy()
    subject = Subject("pca", Twins(model), data.test.classes, labels, None, data.test)
    desk.engine.wiring.show(subject)
    desk.quiet()
    page = look(desk)
    said = page.recipe.accessibleDescription()
    assert "to first order" not in said
    assert "nothing of the change missing" in said
    assert atoms_of(desk).values == pytest.approx(model.components.reshape(3, *FLAT).numpy())
    assert atoms_of(desk).share is None  # its units are never off
    middle = model.decode(latents_of(desk).mean(0, keepdim=True))[0]
    assert near(page.recipe.tiles[1].picture, picture(middle))


@pytest.mark.parametrize(
    ("variant", "knobs"),
    [("contractive", {"latent": 9}), ("vae", {"latent": 1}), ("conv", {"latent": 3})],
)
def test_singular_values_are_those_of_the_jacobians(
    desk: Desk, variant: str, knobs: dict[str, object]
) -> None:
    show_model(desk, variant, knobs)
    page, sample, subject = page_of(desk), flow_of(desk).sample(), subject_of(desk)
    assert sample is not None
    assert subject.images is not None
    with subject.twins.reading() as (model, _):
        assert isinstance(model, Autoencoder)
        encoder = singular_values(model, subject.images.floats(slice(sample, sample + 1)))[0]
    np.testing.assert_allclose(page.spectrum.values, encoder, rtol=1e-3, atol=1e-5)
    assert len(page.directions.tiles) == min(8, len(encoder))
    press(child(page, QComboBox, "Which Jacobian"), Qt.Key.Key_Down)
    desk.quiet()
    assert desk.view.features.jacobian == "decoder"
    columns = columns_at(desk, latents_of(desk)[sample]).flatten(1)
    decoder = torch.linalg.svdvals(columns)
    np.testing.assert_allclose(page.spectrum.values, decoder, rtol=1e-3, atol=1e-5)


def test_the_spectrum_is_logarithmic_over_four_decades() -> None:
    spectrum = Spectrum()
    spectrum.set_values([100.0, 10.0, 9.9, 1.0, 0.01, 0.001, 0.0])
    shares = [spectrum.share(value) for value in spectrum.values]
    assert shares == pytest.approx([1, 0.75, 1 + math.log10(0.099) / 4, 0.5, 0, 0, 0])
    assert "largest 100; 2 of 7" in spectrum.said()
    assert [written(power) for power in (-5, -4, 0, 6)] == ["10⁻⁵", "0.0001", "1", "10⁶"]
    assert not spectrum.grab().isNull()
    spectrum.set_values([0.0])
    assert not spectrum.grab().isNull()
    spectrum.deleteLater()


# What is missing, and what is not asked for


def test_a_model_without_an_encoder_shows_effects_at_the_cursor(desk: Desk) -> None:
    show_model(desk, "gan", {"width": 2, "latent": 4}, (1, 8, 8))
    page = page_of(desk)
    assert "No samples are at hand" in page.note.text
    latent = subject_of(desk).latent(desk.view.cursor, desk.view.base)
    assert latent is not None
    columns = columns_at(desk, latent)
    np.testing.assert_allclose(atoms_of(desk).values, columns, rtol=1e-3, atol=1e-5)
    assert list(page.sheet.order) == (-columns.flatten(1).norm(dim=1)).argsort().tolist()
    assert not page.histogram.isVisible()
    assert not page.recipe.isVisible()
    side = child(page, QComboBox, "Which Jacobian")
    assert (side.isEnabled(), side.currentData()) == (False, "decoder")
    np.testing.assert_allclose(
        page.spectrum.values, torch.linalg.svdvals(columns.flatten(1)), rtol=1e-3, atol=1e-5
    )


@pytest.mark.parametrize("variant", ["vq", "rvq"])
def test_a_model_of_codes_says_why_it_has_no_effects(desk: Desk, variant: str) -> None:
    show_model(desk, variant, {"codes": 8, "channels": (4,)}, (1, 8, 8))
    page = page_of(desk)
    assert page.empty.isVisible()
    assert "codes of a codebook" in page.empty.text
    assert page.sheet._atoms is None
    click(child(page.empty, QPushButton))
    assert desk.view.page == "codebook"
    desk.act("undo")
    assert desk.view.page == "features"


def test_images_not_at_hand_are_reconstructed(
    shelf_folder: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    path = tmp_path / "model.safetensors"
    save_trained(path, data_set("unheard-of"))
    desk = open_desk(str(path), view=View(page="features"))
    assert subject_of(desk).images is None
    page = page_of(desk)
    top = page.most.tiles[0].number
    assert top is not None
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        rebuilt = model.decode(latents_of(desk)[top : top + 1])
    assert page.most.tiles[0].picture == picture(rebuilt[0])
    assert page.spectrum.values
    assert page.recipe.tiles


def test_nothing_is_asked_while_the_page_is_hidden(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(desk)
    asked: list[Request] = []
    desk.store.set(page="map")
    monkeypatch.setattr(flow_of(desk), "_ask", asked.append)
    desk.store.set(features=Features(unit=1, jacobian="decoder"), cursor=(0.1, 0.2))
    flow_of(desk).refresh()
    flow_of(desk).show(subject_of(desk))
    desk.quiet()
    assert asked == []
    desk.store.set(page="features")
    assert {request.name for request in asked} == {"features"}


def test_another_unit_does_not_find_all_units_again(desk: Desk) -> None:
    look(desk, unit=0)
    asked: list[str] = []
    desk.engine.wiring.answered.connect(asked.append)
    look(desk, unit=1)
    assert "feature" in asked
    assert "features" not in asked


def test_newer_weights_have_other_atoms(desk: Desk) -> None:
    look(desk)
    before = atoms_of(desk)
    desk.train()
    desk.end()
    desk.quiet()
    mean = columns_at(desk, latents_of(desk).mean(0))
    np.testing.assert_allclose(atoms_of(desk).values, mean, rtol=1e-3, atol=1e-5)
    assert atoms_of(desk) is not before


@pytest.mark.parametrize("theme", THEMES)
def test_the_same_view_shows_the_same_pixels(desk: Desk, theme: str) -> None:
    desk.store.set(theme=theme)
    once = look(desk, unit=1).grab().toImage()
    look(desk, unit=0, order="number", jacobian="decoder")
    assert page_of(desk).grab().toImage() != once
    assert look(desk, unit=1, order="strength", jacobian="encoder").grab().toImage() == once


def test_larger_text_is_given_room_below_a_picture(desk: Desk) -> None:
    row = look(desk).recipe
    before = row.places()[0].width()
    desk.store.set(scale=2.0)
    desk.quiet()
    assert row.places()[0].width() > before
    assert row.places()[0].width() - 3 == row._room_for_words()


def test_a_part_has_the_page_for_itself(desk: Desk) -> None:
    page = look(desk, part="jacobian")
    parts = (page.sheet, page.recipe, page.spectrum)
    assert [part.isVisible() for part in parts] == [False, False, True]
    assert page.spectrum.visibleRegion().boundingRect() == page.spectrum.rect()
    assert page.spectrum.width() > page.width() / 2
    assert page.spectrum.height() > page.height() / 2
    assert not page.controls.order.isVisible()
    choice = page.controls.part
    choice.setFocus()
    press(choice, Qt.Key.Key_Up)
    assert desk.view.features.part == "units"
    assert [part.isVisible() for part in parts] == [True, True, False]
    press(choice, Qt.Key.Key_Up)
    assert [part.isVisible() for part in parts] == [True, True, True]


def test_a_session_keeps_what_the_page_shows() -> None:
    features = Features(17, "use", "cursor", "decoder", "jacobian")
    view = View(page="features", features=features)
    assert file.from_text(file.to_text(view), "the text") == view


def test_a_unit_of_a_larger_model_is_not_looked_for(desk: Desk) -> None:
    page = look(desk, unit=400)
    assert page.choose(atoms_of(desk)) == page.sheet.order[0]
    assert page.histogram.shown is not None


@pytest.mark.parametrize(
    ("variant", "knobs", "shape"),
    [
        ("vae", {"latent": 1}, (1, 8, 8)),
        ("vanilla", {"latent": 3, "hidden": (8,)}, (3, 6, 9)),
        ("vae", {"latent": 16}, (1, 3, 12)),
        ("cvae", {"hidden": (8,)}, (1, 8, 8)),
        ("sparse-kl", {"latent": 64}, (3, 6, 9)),
        ("pca", {"latent": 2}, (2, 6, 5)),
        ("hierarchical", {}, (1, 8, 8)),
    ],
)
def test_any_model_with_units_and_any_shape(
    desk: Desk, variant: str, knobs: dict[str, object], shape: Shape
) -> None:
    show_model(desk, variant, knobs, shape)
    page = page_of(desk)
    assert desk.message() == ""
    assert len(atoms_of(desk)) == latents_of(desk).shape[1]
    assert page.histogram.shown is not None
    assert page.recipe.tiles
    assert page.directions.tiles
    assert not page.grab().isNull()


@pytest.mark.parametrize(
    ("shape", "units"),
    [((5,), [0, 1, 2, 3, 4]), ((2, 3, 5), [7, 22]), ((3, 1, 1), [0, 1, 2]), ((2, 4), [2, 6])],
)
def test_of_a_map_each_channel_s_middle_cell_is_a_unit(
    shape: tuple[int, ...], units: list[int]
) -> None:
    assert units_of(shape).tolist() == units
    cells = torch.zeros(shape)
    cells.view(-1)[units] = 1
    assert cells.flatten(1).sum(1).tolist() == [1] * shape[0] if len(shape) > 1 else True


# Pictures


def atoms(idle: tuple[bool, ...] = (False, True), share: tuple[float, ...] | None = None) -> Atoms:
    values = np.ones((len(idle), 1, 4, 4), np.float32)
    strength = np.arange(len(idle), 0, -1).astype(np.float32)
    shares = None if share is None else np.array(share, np.float32)
    return Atoms(values, strength, shares, np.array(idle))


@pytest.fixture
def sheet() -> Iterator[AtomSheet]:
    widget = AtomSheet()
    widget.resize(400, 300)
    yield widget
    widget.close()
    widget.deleteLater()


def test_a_dead_unit_is_struck_through_and_called_so(sheet: AtomSheet) -> None:
    sheet.set_atoms(atoms(), "number")
    image = sheet.grab().toImage()
    alive, dead = (where for _, where in sheet.places())
    offset = (dead.topLeft() - alive.topLeft()).toPoint()
    middle = alive.center().toPoint()
    rows = range(int(alive.top()) + 8, int(alive.top()) + 48)
    differing = [y for y in rows if image.pixel(middle.x(), y)
                 != image.pixel(middle.x() + offset.x(), y + offset.y())]  # fmt: skip
    assert differing
    assert atoms().said(1) == "dead"
    assert atoms().said(0) == "2.00"
    assert atoms(share=(0.123, 0.0)).said(0) == "12 %"


def test_dead_units_come_last_unless_sorted_by_number(sheet: AtomSheet) -> None:
    made = atoms((True, False, False, True), (0.0, 0.2, 0.5, 0.0))
    assert made.order("strength") == [1, 2, 0, 3]
    assert made.order("use") == [2, 1, 0, 3]
    assert made.order("number") == [0, 1, 2, 3]
    assert atoms().order("use") == [0, 1]


def test_hundreds_of_units_are_scrolled_through(sheet: AtomSheet) -> None:
    sheet.set_atoms(atoms((False,) * 500), "number")
    first = [unit for unit, _ in sheet.places()]
    assert first[0] == 0
    assert len(first) < 40
    sheet.choose(250)
    assert 250 in [unit for unit, _ in sheet.places()]
    sheet._scroll.setValue(sheet._scroll.maximum())
    assert sheet.places()[-1][0] == 499
    assert all(sheet.rect().toRectF().contains(where) for _, where in sheet.places())


def test_another_order_is_shown_from_its_beginning(sheet: AtomSheet) -> None:
    several = atoms((False,) * 500, tuple(range(500)))
    sheet.set_atoms(several, "number")
    sheet.choose(490)
    sheet.set_atoms(several, "use")
    assert sheet.places()[0][0] == 499
    assert 490 in [unit for unit, _ in sheet.places()]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_below_zero_is_blue_above_is_orange_and_zero_is_the_paper(theme: Theme) -> None:
    image = signed_image(np.array([[[-2.0, 0.0, 2.0]]], np.float32), theme)
    below, zero, above = (image.pixelColor(x, 0) for x in range(3))
    assert below.blue() > below.red() + 40
    assert above.red() > above.blue() + 40
    assert abs(zero.red() - QColor(theme.ground).red()) < 4
    half = signed_image(np.array([[[-2.0, 0.0, 2.0]]], np.float32), theme, scale=4.0)
    assert half.pixelColor(2, 0) != above


def test_changes_of_colours_are_coloured_around_grey() -> None:
    change = np.zeros((3, 1, 2), np.float32)
    change[0, 0, 0] = 1
    image = signed_image(change, THEMES["light"])
    assert image.pixelColor(0, 0).name() == "#ff8080"
    assert image.pixelColor(1, 0).name() == "#808080"


def test_a_row_goes_on_in_the_next_line_unless_it_is_single() -> None:
    tiles = [Tile(str(n), np.zeros((1, 4, 4), np.float32)) for n in range(9)]
    for single in (False, True):
        row = FeatureRow("row", single=single)
        row.set_tiles("title", tiles)
        row.resize(200, row.heightForWidth(200))
        places = row.places()
        assert len(places) == (3 if single else 9)
        assert all(row.rect().toRectF().adjusted(0, 0, 1, 1).contains(p) for p in places)
        assert row.heightForWidth(200) > row.heightForWidth(900) or single
        row.deleteLater()


def test_numbers_below_pictures_are_whole_and_long_names_take_no_more_room() -> None:
    row, image = FeatureRow("pictures"), QImage(8, 8, QImage.Format.Format_RGB888)
    (narrow,) = _shown(row, Tile("z1", image, "\N{MULTIPLICATION SIGN} 0.12"))
    (broad,) = _shown(row, Tile("z1", image, "\N{MULTIPLICATION SIGN} \N{MINUS SIGN}0.0912"))
    (broadest,) = _shown(row, Tile("the name of a class", image, "of many letters"))
    assert narrow < broad < broadest < 80
    assert row.toolTip() == "<p>title</p>"


def _shown(row: FeatureRow, *tiles: Tile) -> list[float]:
    row.set_tiles("title", tiles)
    return [place.width() for place in row.places()]


def test_words_are_as_long_as_there_is_room_for() -> None:
    metrics, ways = QFontMetrics(QFont()), ("a sentence of some length", "a short one")
    wide = [metrics.horizontalAdvance(words) for words in ways]
    assert fitting(metrics, ways, wide[0]) == ways[0]
    assert fitting(metrics, ways, wide[0] - 1) == ways[1]
    assert fitting(metrics, ways, wide[1] - 1).endswith("\N{HORIZONTAL ELLIPSIS}")
    many = Activations(20, np.ones((1, 3), np.int64), 0.0, 1.0, 8775, 10_000, None)
    assert many.brief() == "z21: 1,225 of 10,000 active"


def test_a_sum_that_fails_is_said_to_fail(desk: Desk) -> None:
    page = look(desk)
    page.show_recipe((), 1.2, linear=False)
    assert "it fails here" in page.recipe.accessibleDescription()
