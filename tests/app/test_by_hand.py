"""The map of the real window under a hand: filtering, hovering, and finding one's way."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.map.hover import Hover
from aeviewer.app.flows.map.nearest import Nearest
from aeviewer.app.look.theme import DARK, LIGHT, Theme
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture, pictures
from aeviewer.app.views.map.chip import Chip
from aeviewer.app.views.map.framing import Framing
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.map.legend import Legend
from aeviewer.data.images import DataSet, Images
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, View
from aeviewer.training.twins import Twins
from tests.app.conftest import BUNDLED, Desk, Offer, OpenDesk, subject_of
from tests.app.hands import child, press
from tests.app.making import images, save_trained, small_model

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

CLASSES = tuple("abcdefghijklm")  # more than there are colours
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
TWINS = 0, 1  # two samples of two classes that look nearly alike, so that one lies on the other


@pytest.fixture(scope="module")
def data() -> DataSet:
    pixels = images(len(CLASSES) * 4).pixels
    pixels[TWINS[1]] = pixels[TWINS[0]]
    pixels[TWINS[1], 0, 0, 0] ^= 1
    found = Images(pixels, torch.arange(len(pixels)) % len(CLASSES), CLASSES)
    return DataSet("thirteen", found, found)


@pytest.fixture(scope="module")
def thirteen(tmp_path_factory: pytest.TempPathFactory, data: DataSet) -> Path:
    path = tmp_path_factory.mktemp("classes") / "thirteen.safetensors"
    save_trained(path, data, "vanilla", {"epochs": 40})
    return path


@pytest.fixture(params=["with its images", "without"])
def desk(
    request: pytest.FixtureRequest,
    shelf_folder: Path,
    thirteen: Path,
    data: DataSet,
    offer: Offer,
    open_desk: OpenDesk,
) -> Desk:
    copyfile(thirteen, shelf_folder / f"{BUNDLED}.safetensors")
    if request.param == "with its images":
        offer("thirteen", data)
    return open_desk()


def chips(desk: Desk) -> list[Chip]:
    legend = desk.parts.map.findChild(Legend)
    assert isinstance(legend, Legend)
    return legend.findChildren(Chip)


def hover(desk: Desk, sample: int) -> None:
    point = desk.parts.map.point_of(sample)
    assert point is not None
    QTest.mouseMove(desk.parts.map, desk.pixel(point))


def assert_card(desk: Desk, sample: int) -> None:
    """The card shows this sample, and says so."""
    desk.quiet()
    subject, card = subject_of(desk), desk.parts.map._pointing.card
    kind = "reconstruction" if subject.images is None else "input"
    assert card.isVisible()
    assert card._caption == f"{CLASSES[sample % len(CLASSES)]} · {kind} {sample}"
    assert card._image == looks(desk, sample)


def looks(desk: Desk, sample: int) -> object:
    subject = subject_of(desk)
    if subject.images is not None:
        return picture(subject.images.pixels[sample])
    assert subject.placed is not None
    with subject.twins.reading() as (model, _), torch.no_grad():
        return pictures(model.decode(subject.placed.latents[sample][None]))[0]


def test_hovering_right_after_filtering_shows_the_sample_in_front(desk: Desk) -> None:
    hover(desk, TWINS[0])
    front = desk.parts.map.sample_at(pixel_of(desk, TWINS[0]))
    assert front in TWINS
    (behind,) = set(TWINS) - {front}
    assert_card(desk, front)
    QTest.mouseClick(chips(desk)[front], LEFT)
    assert desk.view.hidden == {front}  # its class has its number
    hover(desk, front)  # nothing was waited for
    assert_card(desk, behind)
    QTest.mouseClick(chips(desk)[front], LEFT)
    QTest.mouseClick(chips(desk)[behind], LEFT)
    hover(desk, behind)
    assert_card(desk, front)
    QTest.mouseClick(chips(desk)[front], LEFT)
    assert desk.view.hidden == set(TWINS)
    hover(desk, front)
    assert desk.parts.map.sample_at(pixel_of(desk, front)) % len(CLASSES) not in TWINS


def pixel_of(desk: Desk, sample: int) -> tuple[float, float]:
    point = desk.parts.map.point_of(sample)
    assert point is not None
    at = desk.pixel(point)
    return at.x(), at.y()


def test_the_legend_filters_all_that_shows_samples(desk: Desk) -> None:
    canvas, placed = desk.parts.map, subject_of(desk).placed
    assert placed is not None
    desk.store.set(cursor=tuple(placed.latents[5].tolist()), beside="neighbours", page="map")
    desk.quiet()
    said = [entry.said for entry in desk.parts.probe.neighbours.entries]
    assert any(text.startswith("f") for text in said)
    QTest.mouseClick(chips(desk)[5], LEFT)
    desk.quiet()
    assert desk.view.hidden == {5}
    assert not any(numbers % len(CLASSES) == 5 for numbers in canvas.content.cloud.numbers)
    assert len(canvas.content.cloud.numbers) == 4 * (len(CLASSES) - 1)
    said = [entry.said for entry in desk.parts.probe.neighbours.entries]
    assert len(said) == 8
    assert not any(text.startswith("f") for text in said)
    QTest.keyClick(chips(desk)[5], Qt.Key.Key_Space)
    desk.quiet()
    assert len(canvas.content.cloud.numbers) == 4 * len(CLASSES)


def test_the_strip_s_frame_has_the_cursor_s_colour_only_where_the_cursor_is(desk: Desk) -> None:
    def held() -> bool:
        image, colour = desk.parts.path.strip.grab().toImage(), LIGHT.cursor
        row = image.height() // 2
        return colour in {image.pixelColor(x, row).name() for x in range(image.width())}

    desk.store.set(theme="light", anchors=(Anchor((-1.0, 0.0)), Anchor((1.0, 0.5))))
    desk.quiet()
    assert not held()  # the cursor is where it was
    press(child(desk.parts.path, QSlider), Qt.Key.Key_Right)
    assert held()
    desk.drag((0.0, 0.0), (0.5, -0.5))
    assert not held()
    desk.act("undo")
    assert held()


def test_what_is_fitted_is_fitted_to_the_model_on_show(desk: Desk) -> None:
    """Else a copied state would open with another frame than where it was copied."""
    latents = torch.randn(50, 2, generator=torch.Generator().manual_seed(1))
    models = [
        Subject("vae", Twins(small_model(latent=2)), (), None, Placed.of(latents * size), None)
        for size in (4.0, 3.0)  # all of one's samples have room in the frame of the other
    ]
    frames = []
    for subject in (*models, *models):
        desk.engine.wiring.show(subject)
        desk.quiet()
        desk.qtbot.waitUntil(lambda: desk.parts.map.still)
        frames.append(desk.parts.map.viewport.camera)
    assert frames[:2] == frames[2:]
    assert frames[1].span == pytest.approx(0.75 * frames[0].span)


def test_after_panning_and_zooming_a_click_decodes_what_lies_there(desk: Desk) -> None:
    canvas = desk.parts.map
    home = canvas.viewport.camera
    middle = canvas.rect().center()
    under = canvas.viewport.to_plane((middle.x() + 40, middle.y() - 30))
    turn_wheel_at(canvas, middle + QPoint(40, -30))
    near = canvas.viewport
    assert near.camera.span < home.span
    assert near.to_pixel(under) == pytest.approx((middle.x() + 40, middle.y() - 30), abs=0.01)
    QTest.mousePress(canvas, MIDDLE, NONE, middle)
    QTest.mouseMove(canvas, middle + QPoint(60, 25))
    QTest.mouseRelease(canvas, MIDDLE, NONE, middle + QPoint(60, 25))
    assert canvas.viewport.to_pixel(under) == pytest.approx(
        (middle.x() + 100, middle.y() - 5), abs=0.01
    )
    QTest.mouseClick(canvas, LEFT, NONE, middle + QPoint(100, -5))
    desk.quiet()
    assert desk.view.cursor == pytest.approx(under, abs=near.camera.span / 100)
    assert desk.picture() == desk.expected()
    framing = canvas.findChild(Framing)
    assert isinstance(framing, Framing)
    with desk.qtbot.waitSignal(framing.finished):
        desk.act("fit")
    assert desk.view.camera is None
    sides = canvas.rect().toRectF()
    for sample in range(len(canvas.content.cloud)):
        assert sides.contains(QPointF(*pixel_of(desk, sample)))


def turn_wheel_at(canvas: LatentMap, at: QPoint) -> None:
    window = canvas.window()
    QTest.wheelEvent(window.windowHandle(), canvas.mapTo(window, at), QPoint(0, 240))


# Answers that come late


Late = Callable[[type[Hover] | type[Nearest]], list[Request]]


@pytest.fixture
def late(desk: Desk) -> Late:
    """Has a flow's requests kept back, to be answered by hand."""

    def keep(kind: type[Hover] | type[Nearest]) -> list[Request]:
        flow = desk.flow(kind)
        kept: list[Request] = []
        flow._ask = kept.append
        return kept

    return keep


def answer(desk: Desk, request: Request) -> None:
    (part,) = request.slices
    with subject_of(desk).twins.reading() as (model, step), torch.no_grad():
        found = Answer(request.name, request.slot, step, part(model))
    desk.engine.wiring._on_answered(found)


@pytest.mark.parametrize("desk", ["without"], indirect=True)
def test_a_late_picture_is_not_taken_for_another_sample_s(desk: Desk, late: Late) -> None:
    kept = late(Hover)
    first, second = 20, 33
    hover(desk, first)
    hover(desk, second)
    answer(desk, kept[0])
    card = desk.parts.map._pointing.card
    assert not card.isVisible()
    answer(desk, kept[1])
    assert card.isVisible()
    assert card._caption.endswith(str(second))
    assert card._image == looks(desk, second)


@pytest.mark.parametrize("desk", ["without"], indirect=True)
def test_a_late_picture_of_the_model_before_is_not_shown(desk: Desk, late: Late) -> None:
    """The map may be laid out anew under the mouse, and ask, while another comes on show."""
    kept, shown = late(Hover), subject_of(desk)
    assert shown.labels is not None
    hover(desk, 33)
    fewer = Subject("other", shown.twins, shown.classes, shown.labels[:5], None, None)
    desk.flow(Hover).show(fewer)
    answer(desk, kept[0])
    assert not desk.parts.map._pointing.card.isVisible()


def test_a_late_pair_keeps_its_own_words(desk: Desk, late: Late) -> None:
    kept, probe = late(Nearest), desk.parts.probe
    wanted: list[int] = []
    for sample in (20, 33):
        count = len(kept)
        desk.store.set(cursor=desk.parts.map.point_of(sample))
        desk.qtbot.waitUntil(lambda count=count: len(kept) > count)  # type: ignore[misc]  # a default
        nearest = subject_of(desk).nearest_latent(desk.view)
        assert nearest is not None
        wanted.append(nearest)
    assert wanted[0] != wanted[1]
    for request, sample in zip(kept, wanted, strict=True):
        answer(desk, request)
        assert probe._nearest.text().endswith(f"· sample {sample}")
        image = probe._output if subject_of(desk).images is None else probe._input
        assert image.image == looks(desk, sample)


# More classes than colours


@pytest.fixture
def canvas(qtbot: QtBot) -> LatentMap:
    """A map with one sample of each class, far apart."""
    canvas = LatentMap(Store(View(cursor=(50.0, 50.0))))
    qtbot.addWidget(canvas)
    canvas.resize(900, 200)
    places = np.stack([np.arange(len(CLASSES)), np.zeros(len(CLASSES))], 1).astype(np.float32)
    canvas.set_points(places, np.arange(len(CLASSES)), CLASSES)
    return canvas


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_thirteen_classes_are_told_apart(canvas: LatentMap, theme: Theme) -> None:
    canvas.set_theme(theme)
    assert len(set(theme.classes(len(CLASSES)))) < len(CLASSES)
    shot = canvas.grab().toImage()
    dots = []
    for number in range(len(CLASSES)):
        x, y = canvas.viewport.to_pixel((number, 0.0))
        dots.append(shot.copy(QRect(round(x) - 8, round(y) - 8, 17, 17)))
    legend = canvas.findChild(Legend)
    assert isinstance(legend, Legend)
    glyphs = [chip._glyph for chip in legend.findChildren(Chip)]
    assert len(glyphs) == len(CLASSES)
    for drawn in (dots, glyphs):
        assert all(one != other for one, other in combinations(drawn, 2))
