"""The mixing page: four corners, attributes and analogies, against the arithmetic and by hand."""

import math
import random
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSlider, QToolButton
from pytestqt.qtbot import QtBot
from torch import Tensor

from aeviewer.app.flows.mix.corners import joined
from aeviewer.app.flows.path.picking import picked
from aeviewer.app.kit.series import Item, Series
from aeviewer.app.look.theme import DARK, LIGHT
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture, pictures
from aeviewer.app.requests import latent_of
from aeviewer.app.views.mix.attribute import STOPS
from aeviewer.app.views.mix.corner_grid import CornerGrid
from aeviewer.app.views.mix.corners import CornersView
from aeviewer.app.views.mix.page import MixPage
from aeviewer.latent.corners import blend
from aeviewer.latent.path import PATHS
from aeviewer.session import file
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Point, Slot, View
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import find
from tests.app.conftest import BUNDLED, Desk, subject_of
from tests.app.hands import child, click, press, retype
from tests.app.making import Shape, data_set
from tests.app.pictures import plain

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
FOUR = tuple(Anchor((0.0, 0.0), number) for number in (3, 17, 33, 5))
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def page_of(desk: Desk) -> MixPage:
    view = desk.parts.pages.views["mix"]
    assert isinstance(view, MixPage)
    return view


def look(desk: Desk, **changes: object) -> MixPage:
    desk.store.set(page="mix")
    desk.store.set(**changes)
    desk.store.settle()
    desk.quiet()
    return page_of(desk)


def latents_of(desk: Desk) -> Tensor:
    known = subject_of(desk).placed
    assert known is not None
    return known.latents


def cursor_of(desk: Desk) -> Tensor:
    latent = subject_of(desk).latent(desk.view.cursor, desk.view.base)
    assert latent is not None
    return latent


def decoded(desk: Desk, z: Tensor) -> Tensor:
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        return model.decode(z.reshape(-1, *model.latent_shape))


def shown(desk: Desk, z: Tensor) -> list[QImage]:
    return pictures(decoded(desk, z))


def alike(found: Sequence[QImage], expected: Sequence[QImage]) -> None:
    """The same pictures, to a grey level: batches of other sizes are rounded otherwise."""
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one.size() == other.size()
        values = [np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (one, other)]
        assert abs(values[0] - values[1]).max() <= 1


def show_model(
    desk: Desk,
    variant: str,
    knobs: dict[str, object],
    *,
    shape: Shape = (1, 8, 8),
    encoded: bool = True,
    labelled: bool = True,
) -> None:
    """Put an untrained model on show; encoded, with its samples."""
    data = data_set(shape=shape, labelled=labelled)
    entry = find(variant)
    model = entry.build(shape, entry.configure(knobs))
    labels = None if data.test.labels is None else data.test.labels.numpy()
    images = data.test if encoded else None
    subject = Subject(variant, Twins(model), data.test.classes, labels, None, images)
    if not encoded:
        subject = subject.with_placed(Placed.of(torch.zeros(0, math.prod(model.latent_shape))))
    desk.engine.wiring.show(subject)
    desk.quiet()


# Four corners


def drag(grid: CornerGrid, *spots: Point) -> None:
    def at(spot: Point) -> QPoint:
        return grid.pixel(spot).toPoint()

    QTest.mousePress(grid, LEFT, NONE, at(spots[0]))
    for spot in spots[1:]:
        QTest.mouseMove(grid, at(spot))
    QTest.mouseRelease(grid, LEFT, NONE, at(spots[-1]))


@pytest.mark.parametrize("path", ["lerp", "slerp"])
def test_the_grid_shows_what_lies_between_the_corners(desk: Desk, path: str) -> None:
    page = look(desk, anchors=FOUR, side=5, path=path)
    corners = latents_of(desk)[[3, 17, 33, 5]]
    steps = torch.linspace(0, 1, 5)
    left, right = (PATHS[path](corners[a], corners[b], steps) for a, b in ((0, 1), (2, 3)))
    rows = torch.stack([PATHS[path](a, b, steps) for a, b in zip(left, right, strict=True)], 1)
    expected = picture(joined(decoded(desk, rows.reshape(25, -1)), 5))
    image = page.corners.grid._image
    assert image is not None
    alike([image], [expected])
    assert page.corners.grid._side == 5


def test_pictures_are_joined_row_by_row() -> None:
    images = torch.arange(6.0).reshape(6, 1, 1, 1).expand(6, 3, 2, 4) / 10
    whole = joined(images, 3)
    assert whole.shape == (3, 4, 12)
    assert torch.equal(whole[0, ::2, ::4], torch.arange(6.0).reshape(2, 3) / 10)


def test_a_drag_takes_the_cursor_along_and_is_one_undo(desk: Desk) -> None:
    page = look(desk, anchors=FOUR, cursor=(2.0, 2.0))
    grid, corners = page.corners.grid, latents_of(desk)[[3, 17, 33, 5]]
    drag(grid, (0.2, 0.2), (0.5, 0.4), (0.75, 0.25))
    x, y = desk.view.spot
    assert (x, y) == pytest.approx((0.75, 0.25), abs=0.01)
    expected = blend(corners, torch.tensor([[x, y]]), "lerp")[0]
    torch.testing.assert_close(cursor_of(desk), expected)
    assert grid._held
    desk.quiet()
    assert desk.picture() == desk.expected()
    desk.act("undo")
    assert desk.view.spot == (0.5, 0.5)
    assert desk.view.cursor == (2.0, 2.0)
    assert not page_of(desk).corners.grid._held


def test_keys_go_from_picture_to_picture_and_between(desk: Desk) -> None:
    grid = look(desk, anchors=FOUR, side=5, spot=(0.0, 0.0)).corners.grid
    press(grid, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert desk.view.spot == pytest.approx((0.25, 0.5))
    QTest.keyClick(grid, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert desk.view.spot == pytest.approx((0.225, 0.5))
    press(grid, *[Qt.Key.Key_Up] * 4)
    assert desk.view.spot == pytest.approx((0.225, 0.0))
    corners = latents_of(desk)[[3, 17, 33, 5]]
    expected = blend(corners, torch.tensor([desk.view.spot]), "lerp")[0]
    torch.testing.assert_close(cursor_of(desk), expected)
    desk.act("undo")
    assert desk.view.spot == pytest.approx((0.225, 0.25))


def test_at_the_corners_the_cursor_is_on_the_samples(desk: Desk) -> None:
    grid = look(desk, anchors=FOUR).corners.grid
    for spot, sample in (((0, 0), 3), ((1, 0), 17), ((0, 1), 33), ((1, 1), 5)):
        drag(grid, spot)
        torch.testing.assert_close(cursor_of(desk), latents_of(desk)[sample])


def test_the_cursor_stays_in_the_grid_when_its_corners_move(desk: Desk) -> None:
    grid = look(desk, anchors=FOUR).corners.grid
    drag(grid, (1.0, 0.0))
    desk.store.set(anchors=(FOUR[0], Anchor((0.0, 0.0), 22), *FOUR[2:]))
    torch.testing.assert_close(cursor_of(desk), latents_of(desk)[22])
    desk.store.set(cursor=(1.0, 1.0))
    assert not grid._held
    desk.store.set(anchors=FOUR)
    assert desk.view.cursor == (1.0, 1.0)


def test_without_four_anchors_it_says_what_to_do_and_does_it(desk: Desk) -> None:
    page = look(desk, anchors=FOUR[:2])
    words = {label.text() for label in page.corners.findChildren(QLabel) if label.isVisible()}
    assert any("2 of 4" in text and "Shift+click" in text for text in words)
    (button,) = (part for part in page.corners.findChildren(QPushButton) if part.isVisible())
    click(button)
    desk.quiet()
    assert len(desk.view.anchors) == 4
    labels = subject_of(desk).labels
    assert labels is not None
    samples = [anchor.sample for anchor in desk.view.anchors]
    assert len({int(labels[sample]) for sample in samples if sample is not None}) == 4
    assert page.corners.grid._image is not None
    assert page.corners.grid.isVisible()
    desk.act("undo")
    assert desk.view.anchors == FOUR[:2]


def test_the_selection_is_taken_for_the_corners(desk: Desk) -> None:
    page = look(desk, anchors=(*FOUR, Anchor((0.0, 0.0), 9)), selection=(2, 11, 12, 30, 31))
    (button,) = (b for b in page.corners.findChildren(QPushButton) if b.isVisible())
    click(button)
    chosen = [anchor.sample for anchor in desk.view.anchors]
    assert set(chosen[:4]) < {2, 11, 12, 30, 31}
    assert len(set(chosen[:4])) == 4
    assert chosen[4] == 9
    points = latents_of(desk)[[int(sample or 0) for sample in chosen[:4]]]
    found = [anchor.point for anchor in desk.view.anchors[:4]]
    np.testing.assert_allclose(found, points.numpy(), atol=1e-6)


def test_a_grid_has_no_geodesics(qtbot: QtBot) -> None:
    view = CornersView(Store(View(path="geodesic")))
    qtbot.addWidget(view)
    assert child(view, QComboBox).currentText() == "Straight"


def test_side_and_shape_are_chosen(desk: Desk) -> None:
    page = look(desk, anchors=FOUR)
    shape = child(page.corners, QComboBox, "Shape of the grid")
    press(shape, Qt.Key.Key_Down)
    assert desk.view.path == "slerp"
    click(child(page.corners, QToolButton, "More pictures"))
    desk.quiet()
    assert desk.view.side == page.corners.grid._side == 10
    retype(child(page.corners, QLineEdit, "Side"), "99")
    desk.quiet()
    assert desk.view.side == page.corners.grid._side == 15
    desk.store.set(side=400)
    desk.quiet()
    assert page.corners.grid._side == 15
    for _ in range(3):
        desk.act("undo")
    assert desk.view.side == 9


@pytest.mark.parametrize("size", [(28, 28), (32, 8), (5, 60)])
@pytest.mark.parametrize("room", [(300, 300), (500, 400), (170, 600)])
def test_places_and_pixels_of_the_grid_agree(
    qtbot: QtBot, size: tuple[int, int], room: tuple[int, int]
) -> None:
    grid = CornerGrid()
    qtbot.addWidget(grid)
    grid.resize(*room)
    grid.set_image(plain(size[0] * 5, size[1] * 5), 5)
    where = grid.picture()
    assert grid.rect().toRectF().contains(where)
    for spot in ((0.0, 0.0), (1.0, 1.0), (0.3, 0.8)):
        assert grid.spot(grid.pixel(spot)) == pytest.approx(spot)
    assert grid.spot(QPointF(-50, 10_000)) == (0, 1)
    corner = where.topLeft() + QPointF(where.width() / 10, where.height() / 10)
    assert (corner - grid.pixel((0, 0))).manhattanLength() < 1e-6


def test_the_mark_has_the_cursor_s_colour_only_where_the_cursor_is(qtbot: QtBot) -> None:
    grid = CornerGrid()
    qtbot.addWidget(grid)
    grid.resize(300, 300)
    grid.set_image(plain(50, 50, "#000000"), 5)

    def colours() -> set[str]:
        image = grid.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(300) for y in range(300)}

    for theme in (LIGHT, DARK):
        grid.set_theme(theme)
        grid.set_held(True)
        assert {theme.cursor, theme.anchor_a, theme.anchor_b} <= colours()
        grid.set_held(False)
        assert theme.cursor not in colours()


# Attribute


def attribute_of(desk: Desk, without: Sequence[int], having: Sequence[int]) -> Tensor:
    latents = latents_of(desk).numpy().astype(np.float64)
    difference = latents[list(having)].mean(0) - latents[list(without)].mean(0)
    return torch.from_numpy(difference).float()


GROUPS = (tuple(range(10)), tuple(range(20, 38)))


def test_the_pictures_are_those_with_the_attribute(desk: Desk) -> None:
    page = look(desk, mixing="attribute", groups=GROUPS, cursor=(0.4, -0.3), strength=-0.75)
    vector, latent = attribute_of(desk, *GROUPS), latent_of((0.4, -0.3))
    row = [item.image for item in page.attribute.row.items]
    alike(row, shown(desk, torch.stack([latent + stop * vector for stop in STOPS])))
    pair = [item.image for item in page.attribute.pair.items]
    alike(pair, shown(desk, torch.stack([latent, latent - 0.75 * vector])))
    means = torch.stack([latents_of(desk)[list(group)].mean(0) for group in GROUPS])
    middles = [group.middle.items[0].image for group in page.attribute.groups]
    alike(middles, shown(desk, means))
    assert f"{vector.norm().item():#.3g}" in page.attribute.note.text
    captions = [item.caption for item in page.attribute.row.items]
    assert captions[0] == "\N{MINUS SIGN}2"
    assert captions[-1] == "2"


def test_the_row_follows_the_cursor(desk: Desk) -> None:
    page = look(desk, mixing="attribute", groups=GROUPS)
    before = page.attribute.row.items[4].image
    look(desk, cursor=(1.5, 1.5))
    assert page.attribute.row.items[4].image == page.attribute.pair.items[0].image != before


def groups_of(desk: Desk) -> tuple[tuple[int, ...], ...]:
    return desk.view.groups


def test_a_selection_is_kept_as_a_group(desk: Desk) -> None:
    page = look(desk, mixing="attribute")
    without, having = (group.keep for group in page.attribute.groups)
    assert not without.isEnabled()
    assert "keep two groups" in page.attribute.note.text
    desk.store.set(selection=(1, 2, 3))
    click(without)
    desk.store.set(selection=(30, 31))
    click(having)
    desk.quiet()
    assert groups_of(desk) == ((1, 2, 3), (30, 31))
    assert "3 samples" in page.attribute.groups[0].words.text()
    assert len(page.attribute.row.items) == len(STOPS)
    desk.act("undo")
    desk.quiet()
    assert groups_of(desk) == ((1, 2, 3), ())
    assert page.attribute.row.items == ()
    assert page.attribute.groups[1].middle.items == ()
    assert len(page.attribute.groups[0].middle.items) == 1


def test_a_class_is_taken_as_a_group(desk: Desk) -> None:
    page = look(desk, mixing="attribute")
    box = page.attribute.groups[1].classes
    assert box.count() == len(subject_of(desk).classes)
    box.activated.emit(4)
    desk.quiet()
    labels = subject_of(desk).labels
    assert labels is not None
    assert desk.view.groups == ((), tuple(np.flatnonzero(labels == 4).tolist()))
    assert "all are 4" in page.attribute.groups[1].words.text()
    assert box.currentIndex() == -1


def test_a_drag_of_the_slider_is_live_and_one_undo(desk: Desk) -> None:
    page = look(desk, mixing="attribute", groups=GROUPS)
    slider = child(page.attribute, QSlider, "Strength of the attribute")
    slider.setSliderDown(True)
    for position in (30, 120):
        slider.setSliderPosition(position)
        desk.quiet()
        assert desk.view.strength == position / 100
        vector = attribute_of(desk, *GROUPS)
        after = cursor_of(desk) + position / 100 * vector
        alike([page.attribute.pair.items[1].image], shown(desk, after[None]))
    slider.setSliderDown(False)
    assert "1.20" in page.attribute.pair.items[1].caption
    desk.act("undo")
    assert desk.view.strength == 0
    retype(child(page.attribute, QLineEdit, "Strength of the attribute as a number"), "-7")
    assert desk.view.strength == -2


def test_a_picture_of_the_row_is_chosen_by_mouse_and_keys(desk: Desk) -> None:
    row = look(desk, mixing="attribute", groups=GROUPS).attribute.row
    click(row, row.places()[6].center().toPoint())
    assert desk.view.strength == STOPS[6] == 1.0
    desk.quiet()
    press(row, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert desk.view.strength == STOPS[3] == -0.5
    assert row._mark == 3


def test_the_cursor_moves_to_what_is_shown(desk: Desk) -> None:
    page = look(desk, mixing="attribute", groups=GROUPS, cursor=(0.2, 0.1), strength=1.5)
    button = page.attribute._take
    after = page.attribute.pair.items[1].image
    expected = cursor_of(desk) + 1.5 * attribute_of(desk, *GROUPS)
    click(button)
    desk.quiet()
    torch.testing.assert_close(cursor_of(desk), expected)
    assert desk.view.strength == 0
    alike([desk.picture()], [after])
    assert not button.isEnabled()
    desk.act("undo")
    assert (desk.view.cursor, desk.view.strength) == ((0.2, 0.1), 1.5)


def test_samples_that_are_not_there_are_left_out(desk: Desk) -> None:
    count = len(latents_of(desk))
    page = look(desk, mixing="attribute", groups=((1, 2, count, 10**6), (count + 5,)))
    assert "2 samples" in page.attribute.groups[0].words.text()
    assert "no samples" in page.attribute.groups[1].words.text()
    assert page.attribute.row.items == ()
    same = look(desk, groups=((1, 2), (2, 1)))
    assert "no difference" in same.attribute.note.text
    both = look(desk, groups=((1, 2, 3), (3, 4)))
    assert "1 samples are in both" in both.attribute.note.text.replace(
        "1 sample is", "1 samples are"
    )


# Analogy


def test_an_analogy_is_a_sum(desk: Desk) -> None:
    page = look(desk, mixing="analogy", anchors=FOUR)
    a, b, c = latents_of(desk)[[3, 17, 33]]
    result = a - b + c
    found = [item.image for item in page.analogy.pictures.items]
    alike(found, shown(desk, torch.stack([a, b, c, result])))
    assert [item.sign for item in page.analogy.pictures.items] == ["", "\N{MINUS SIGN}", "+", "="]
    apart = (latents_of(desk) - result).norm(dim=1)
    assert f"sample {int(apart.argmin())}" in page.analogy.found.text()
    assert f"{apart.min().item():#.3g}" in page.analogy.found.text()
    click(page.analogy._take)
    torch.testing.assert_close(cursor_of(desk), result)
    desk.act("undo")
    assert desk.view.cursor == (0, 0)


def test_three_are_chosen_for_who_has_none(desk: Desk) -> None:
    page = look(desk, mixing="analogy", anchors=())
    assert "0 of 3" in page.analogy.words.text()
    assert not page.analogy._take.isEnabled()
    click(page.analogy._choose)
    desk.quiet()
    assert len(desk.view.anchors) == 3
    assert len(page.analogy.pictures.items) == 4
    look(desk, anchors=FOUR[:2])
    assert not page.analogy.pictures.items


# The page


def test_buttons_choose_the_way_and_each_is_one_undo(desk: Desk) -> None:
    page = look(desk)
    buttons = {button.text(): button for button in page._buttons.buttons()}
    for title, name, part in (
        ("Attribute", "attribute", page.attribute),
        ("Analogy", "analogy", page.analogy),
        ("Four corners", "grid", page.corners),
    ):
        click(buttons[title])
        assert desk.view.mixing == name
        assert part.isVisible()
    desk.act("undo")
    assert desk.view.mixing == "analogy"
    assert buttons["Analogy"].isChecked()


def test_only_what_is_on_show_is_asked_for(desk: Desk) -> None:
    asked: list[str] = []
    desk.engine.wiring.answered.connect(asked.append)
    own = {"corners", "attribute", "attribute row", "analogy"}
    desk.store.set(anchors=FOUR, groups=GROUPS)
    desk.quiet()
    assert not own & set(asked)
    for way, names in (
        ("grid", {"corners"}),
        ("attribute", {"attribute", "attribute row"}),
        ("analogy", {"analogy"}),
    ):
        asked.clear()
        look(desk, mixing=way)
        assert own & set(asked) == names


@pytest.mark.parametrize(
    ("variant", "knobs", "shape"),
    [
        ("vanilla", {"hidden": (8,), "latent": 1}, (1, 8, 8)),
        ("vae", {"hidden": (8,), "latent": 64}, (3, 6, 20)),
        ("vq", {"codes": 8, "channels": (4,)}, (1, 8, 8)),
        ("cvae", {"hidden": (8,)}, (1, 8, 8)),
    ],
)
def test_it_works_for_every_kind_of_latent(
    desk: Desk, variant: str, knobs: dict[str, object], shape: Shape
) -> None:
    show_model(desk, variant, knobs, shape=shape, labelled=variant == "cvae")
    page = look(desk, anchors=FOUR, side=5, spot=(1.0, 0.0))
    drag(page.corners.grid, (0.0, 1.0))
    assert page.corners.grid._image is not None
    assert page.corners.grid._image.width() == 5 * shape[2]
    assert page.corners.grid._image.height() == 5 * shape[1]
    torch.testing.assert_close(cursor_of(desk), latents_of(desk)[33], rtol=1e-4, atol=1e-5)
    look(desk, mixing="attribute", groups=GROUPS, strength=1.0)
    z = cursor_of(desk) + attribute_of(desk, *GROUPS)
    alike([page.attribute.pair.items[1].image], shown(desk, z[None]))
    assert (page.attribute.groups[0].classes.count() > 0) == (variant == "cvae")
    look(desk, mixing="analogy")
    assert len(page.analogy.pictures.items) == 4


def test_a_model_without_samples_says_so_and_mixes_draws(desk: Desk) -> None:
    show_model(desk, "gan", {"latent": 16}, encoded=False)
    page = look(desk, mixing="attribute", groups=GROUPS)
    assert "no groups" in page.attribute.empty.text
    assert page.attribute.empty.isVisible()
    assert child(page.attribute.empty, QPushButton).text() == f"Open {BUNDLED}"
    look(desk, mixing="grid")
    (button,) = (part for part in page.corners.findChildren(QPushButton) if part.isVisible())
    click(button)
    desk.quiet()
    stops = subject_of(desk).stops(desk.view)
    assert stops is not None
    assert stops.shape == (4, 16)
    assert torch.linalg.matrix_rank(stops - stops.mean(0)) == 3  # not all in the map's plane
    assert page.corners.grid._image is not None
    look(desk, mixing="analogy")
    assert len(page.analogy.pictures.items) == 4
    assert page.analogy.found.text() == ""


def test_a_model_with_samples_is_opened_from_the_attribute(desk: Desk) -> None:
    show_model(desk, "gan", {"latent": 16}, encoded=False)
    page = look(desk, mixing="attribute", slots=(Slot(model=""),))
    click(child(page.attribute.empty, QPushButton))
    assert desk.view.slots == (Slot(model=BUNDLED),)
    show_model(desk, "vae", {"latent": 4, "hidden": (8,)})
    look(desk)
    assert not page.attribute.empty.isVisible()


def test_anchors_with_a_base_come_back_as_text() -> None:
    view = View(anchors=(Anchor((1.0, 2.0), None, (0.5, 1.0, -2.0)),), groups=((1, 2), (3,)))
    assert file.from_text(file.to_text(view), "the clipboard") == view


def test_draws_are_of_the_prior(desk: Desk) -> None:
    show_model(desk, "gan", {"latent": 16}, encoded=False)
    subject = subject_of(desk)
    found = [subject.anchor(anchor) for anchor in picked(subject, View(), 400, random.Random(1))]
    z = torch.stack([latent for latent in found if latent is not None])
    assert z.shape == (400, 16)
    assert z.mean().abs() < 0.05
    assert abs(z.std().item() - 1) < 0.05


def test_hidden_classes_are_not_chosen(desk: Desk) -> None:
    subject = subject_of(desk)
    assert subject.labels is not None
    hidden = frozenset(range(2, 10))
    anchors = picked(subject, View(hidden=hidden), 4, random.Random(2))
    classes = [int(subject.labels[anchor.sample or 0]) for anchor in anchors]
    assert sorted(classes) == [0, 0, 1, 1]


# Series


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("count", [1, 4, 6])
def test_pictures_of_a_series_lie_side_by_side(qtbot: QtBot, count: int, signed: bool) -> None:
    series = Series("a series", 28)
    qtbot.addWidget(series)
    series.resize(480, 120)
    sign = "+" if signed else ""
    series.set_items([Item(plain(), f"{number}\nmore", sign) for number in range(count)], 0)
    places = series.places()
    assert len(places) == count
    for where in places:
        assert series.rect().toRectF().contains(where)
        assert where.width() % 28 == 0
    for one, other in pairwise(places):
        assert other.left() - one.right() >= 8
    with qtbot.waitSignal(series.chosen) as caught:
        click(series, places[-1].center().toPoint())
    assert caught.args == [count - 1]
    series.set_items(())
    assert series.places() == []


def test_the_same_view_shows_the_same_page(desk: Desk) -> None:
    page = look(desk, anchors=FOUR, spot=(0.3, 0.7))
    once = page.grab().toImage()
    look(desk, anchors=FOUR[::-1], spot=(0.0, 0.0))
    look(desk, anchors=FOUR, spot=(0.3, 0.7))
    assert page.grab().toImage() == once
