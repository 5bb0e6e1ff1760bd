"""Guessing in the real window: places of pictures, pictures of places."""

import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from aeviewer.app.guess.guessing import Guessing
from aeviewer.app.guess.rounds import BEST, COUNT, Ground, Question, ask, points
from aeviewer.app.pictures import picture
from aeviewer.data.sources import open_data
from tests.app.conftest import Desk, OpenDesk, placed_of, subject_of
from tests.app.hands import click, press, turn_wheel
from tests.app.making import save_trained

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen has none

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def ground(count: int = 200, classes: int = 10) -> Ground:
    """Samples in rows of classes; one of them lies nowhere."""
    labels = np.arange(count) % classes
    places = np.stack([np.arange(count) / 10, labels * 3.0], axis=1).astype(np.float32)
    places[7] = np.nan
    return Ground(places, labels, tuple(f"class {n}" for n in range(classes)))


def guessing(desk: Desk) -> Guessing:
    return desk.program.guessing


def question(desk: Desk) -> Question:
    found = guessing(desk).question
    assert found is not None
    return found


def begin(desk: Desk, kind: str) -> None:
    desk.act(f"guess_{kind}")
    desk.qtbot.waitUntil(lambda: guessing(desk).panel.pictures[0].image is not None)


def point_at(desk: Desk, place: tuple[float, float]) -> None:
    QTest.mouseClick(guessing(desk).cover, LEFT, NONE, desk.pixel(place))


def go_over(desk: Desk, sample: int) -> None:
    """Move the mouse over a sample; whoever lies there hears it."""
    place = desk.parts.map.point_of(sample)
    assert place is not None
    at = desk.parts.map.mapTo(desk.window, desk.pixel(place))
    QTest.mouseMove(desk.window.windowHandle(), at)
    desk.turn()


def test_what_is_asked_lies_somewhere_and_the_pictures_lie_apart() -> None:
    made, random = ground(), Random(1)
    for _turn in range(200):
        found = ask(made, "picture", random)
        assert 7 not in found.choices
        assert found.sample in found.choices
        assert found.place == made.place(found.sample)
        assert len(set(found.choices)) == 4
        assert len({made.name(sample) for sample in found.choices}) == 4
    assert {len(ask(made, "place", random).choices) for _turn in range(9)} == {1}


def test_four_pictures_are_found_where_no_class_and_no_room_parts_them() -> None:
    crowded = Ground(np.zeros((4, 2), np.float32))
    assert sorted(ask(crowded, "picture", Random(0)).choices) == [0, 1, 2, 3]


def test_hidden_classes_are_not_asked_for() -> None:
    made = ground()
    seen = Ground(made.points, made.labels, made.classes, frozenset(range(9)))
    assert {made.name(ask(seen, "place", Random(n)).sample) for n in range(20)} == {"class 9"}


@pytest.mark.parametrize(
    ("distance", "scored"), [(0.0, 10), (0.5, 8), (1.0, 5), (2.0, 0), (9.0, 0)]
)
def test_points_fall_from_the_place_itself_to_the_spread(distance: float, scored: int) -> None:
    assert points(distance, 2.0) == scored


def test_the_spread_is_that_of_the_samples() -> None:
    drawn = np.random.default_rng(0).normal(0, (3, 4), (20_000, 2)).astype(np.float32)
    assert Ground(drawn).spread == pytest.approx(5, rel=0.02)


def test_the_picture_is_that_of_the_sample_and_a_click_there_scores_all(desk: Desk) -> None:
    begin(desk, "place")
    asked, subject = question(desk), subject_of(desk)
    latent = placed_of(desk).latents[asked.sample]
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert guessing(desk).panel.pictures[0].image == picture(model.decode(latent[None])[0])
    point_at(desk, asked.place)
    assert guessing(desk).score.points == BEST
    assert "away: 10 of 10 points" in guessing(desk).panel._said.text()


def test_a_guess_is_told_how_far_off_it_was(desk: Desk) -> None:
    begin(desk, "place")
    asked = question(desk)
    at = desk.pixel((asked.place[0] + 0.7, asked.place[1] - 0.2))
    QTest.mouseClick(guessing(desk).cover, LEFT, NONE, at)
    away = math.dist(desk.parts.map.viewport.to_plane((at.x(), at.y())), asked.place)
    said = guessing(desk).panel._said.text()
    assert float(said.split(" ")[0]) == pytest.approx(away, rel=0.01)
    before = guessing(desk).score
    guessing(desk).cover.placed.emit(*asked.place)  # a second guess at the same question
    assert guessing(desk).score == before


def test_nothing_that_was_looked_at_is_changed_and_nothing_can_be_undone(desk: Desk) -> None:
    desk.store.set(page="traversal", cursor=(0.3, 0.2))
    desk.store.settle()
    before, past = desk.view, len(desk.store._past)
    begin(desk, "place")
    canvas = guessing(desk).cover
    assert desk.view.page == "map"
    turn_wheel(canvas)
    for _turn in range(3):
        point_at(desk, (0.5, 0.5))
        press(canvas, Qt.Key.Key_Return)
    assert desk.view.cursor == (0.3, 0.2)
    press(canvas, Qt.Key.Key_Escape)
    assert desk.view == before
    assert len(desk.store._past) == past
    assert canvas.isHidden()
    assert desk.parts.docks.probe.windowTitle() == "Probe"
    assert desk.parts.probe.isVisibleTo(desk.window)
    desk.store.set(page="map")
    desk.drag((0.0, 0.0), (1.0, 1.0))
    assert desk.view.cursor == pytest.approx((1.0, 1.0), abs=0.05)  # the map has its hand again


def test_the_map_hears_neither_its_keys_nor_a_mouse_that_goes_over_it(desk: Desk) -> None:
    desk.anchor(3)
    begin(desk, "place")
    before, canvas = desk.view, guessing(desk).cover
    press(canvas, Qt.Key.Key_Plus, Qt.Key.Key_Home, Qt.Key.Key_Delete)
    assert desk.view == before
    hovered: list[int] = []
    desk.parts.map.hovered.connect(hovered.append)
    handle, corner = desk.window.windowHandle(), canvas.mapTo(desk.window, QPoint(2, 2))
    QTest.mousePress(handle, Qt.MouseButton.RightButton, NONE, corner)
    go_over(desk, 3)
    QTest.mouseRelease(handle, Qt.MouseButton.RightButton, NONE, corner)
    assert hovered == []
    press(canvas, Qt.Key.Key_Escape)
    go_over(desk, 4)
    assert hovered == [4]  # the same way it is heard once nobody guesses


def test_the_cursor_is_nowhere_on_the_map_while_a_place_is_guessed(desk: Desk) -> None:
    desk.store.set(layers=())
    desk.quiet()
    at = desk.pixel(desk.view.cursor)
    colour = desk.program._looks.theme.cursor

    def shown() -> bool:
        ring = desk.window.grab().toImage()
        corner = desk.parts.map.mapTo(desk.window, at)
        reach = range(-12, 13)
        spots = [(corner.x() + x, corner.y() + y) for x in reach for y in reach]
        return any(ring.pixelColor(*spot).name() == colour for spot in spots)

    assert shown()
    begin(desk, "place")
    assert not shown()
    press(guessing(desk).cover, Qt.Key.Key_Escape)
    assert shown()


def test_by_the_keys_alone_a_mark_is_led_and_a_place_is_guessed(desk: Desk) -> None:
    QTest.keyClick(desk.parts.map, Qt.Key.Key_G)
    canvas = guessing(desk).cover
    assert canvas.hasFocus()
    press(canvas, Qt.Key.Key_Return)  # no mark yet: nothing was guessed
    assert guessing(desk).score.guesses == 0
    press(canvas, Qt.Key.Key_Right, Qt.Key.Key_Up)
    press(canvas, Qt.Key.Key_Return)
    assert guessing(desk).score.guesses == 1
    middle = QPointF(canvas.width() / 2 + 8, canvas.height() / 2 - 8)
    guessed = desk.parts.map.viewport.to_plane((middle.x(), middle.y()))
    assert canvas._guess == pytest.approx(guessed)
    first = question(desk)
    press(canvas, Qt.Key.Key_Space)
    assert question(desk) is not first


def test_of_four_pictures_the_one_at_the_ring_is_right(desk: Desk) -> None:
    begin(desk, "picture")
    panel, asked = guessing(desk).panel, question(desk)
    right = asked.choices.index(asked.sample)
    assert [choice.isVisibleTo(panel) for choice in panel.pictures] == [True] * 4
    click(panel.pictures[right])
    assert guessing(desk).score.points == BEST
    click(panel.next)
    asked = question(desk)
    wrong = (asked.choices.index(asked.sample) + 1) % 4
    press(guessing(desk).cover, Qt.Key(Qt.Key.Key_1.value + wrong))
    assert guessing(desk).score.points == BEST
    right = asked.choices.index(asked.sample)
    assert panel._said.text() == f"No: it is picture {right + 1}"
    press(guessing(desk).cover, Qt.Key.Key_9)
    assert guessing(desk).score.guesses == 2


def test_a_round_has_ten_guesses_then_another_begins(desk: Desk) -> None:
    begin(desk, "picture")
    panel = guessing(desk).panel
    for number in range(COUNT):
        assert panel._count.text() == f"Guess {number + 1} of {COUNT}"
        press(guessing(desk).cover, Qt.Key.Key_1)
        if number < COUNT - 1:
            press(guessing(desk).cover, Qt.Key.Key_Return)
    assert panel._score.text().endswith("of 100 points")
    assert panel.next.text() == "Ten more"
    click(panel.next)
    assert panel._count.text() == f"Guess 1 of {COUNT}"
    assert guessing(desk).score.guesses == 0


def test_who_goes_elsewhere_ends_it_and_stays_there(desk: Desk) -> None:
    begin(desk, "place")
    assert desk.actions["guess_place"].isChecked()
    desk.store.set(page="mix")
    assert guessing(desk).cover.isHidden()
    assert desk.view.page == "mix"
    assert not desk.actions["guess_place"].isChecked()
    assert desk.parts.docks.probe.widget() is not guessing(desk).panel


def test_the_other_kind_begins_another_round(desk: Desk) -> None:
    begin(desk, "place")
    point_at(desk, (0.0, 0.0))
    QTest.keyClick(guessing(desk).cover, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert guessing(desk).kind == "picture"
    assert guessing(desk).score.guesses == 0
    QTest.keyClick(guessing(desk).cover, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert guessing(desk).kind is None


def test_without_an_encoder_a_sentence_says_why_there_is_nothing_to_guess(
    shelf_folder: Path, open_desk: OpenDesk
) -> None:
    path = shelf_folder / "mnist-vae-2d.safetensors"
    save_trained(path, open_data("digits"), "gan", {"epochs": 1, "batch": 256})
    desk = open_desk()
    desk.act("guess_place")
    assert "has no encoder" in desk.message()
    assert guessing(desk).kind is None
    assert not desk.actions["guess_place"].isChecked()


def test_with_too_few_samples_it_says_so(desk: Desk) -> None:
    desk.store.set(hidden=frozenset(range(10)))
    desk.act("guess_picture")
    assert "0 samples are on the map; guessing takes 4" in desk.message()


def test_who_presents_guesses_by_the_same_keys_and_esc_ends_the_guessing_first(desk: Desk) -> None:
    desk.act("present")
    begin(desk, "picture")
    canvas = guessing(desk).cover
    press(canvas, Qt.Key.Key_1)
    assert guessing(desk).score.guesses == 1
    assert not desk.program.lecture.hand.name  # else the spotlight's key
    press(canvas, Qt.Key.Key_PageDown)
    assert not guessing(desk)._answered
    assert desk.view.page == "map"
    press(canvas, Qt.Key.Key_1)
    first = question(desk)
    guessing(desk).panel.next.setFocus()
    press(guessing(desk).panel.next, Qt.Key.Key_Space)
    assert question(desk) is not first
    press(guessing(desk).panel.next, Qt.Key.Key_Escape)
    assert guessing(desk).kind is None
    assert desk.program.lecture.presenting
    press(desk.parts.map, Qt.Key.Key_Escape)
    assert not desk.program.lecture.presenting
