from dataclasses import replace

import pytest

from aeviewer.app.lecture.staging import lesson_width, shown, side_room
from aeviewer.session.lesson_words import PARTS
from aeviewer.session.view import Anchor, View

MAP = View()
PATH = replace(MAP, anchors=(Anchor((0, 0)), Anchor((1, 1))))


def test_without_a_lesson_the_map_has_the_picture_beside_it() -> None:
    assert shown(MAP) == {"picture"}
    assert shown(PATH) == {"picture", "path"}


def test_another_page_stands_alone() -> None:
    assert shown(replace(MAP, page="mix"), lesson=True) == {"lesson"}


def test_without_a_lesson_a_page_keeps_its_controls() -> None:
    assert shown(replace(PATH, page="mix")) == {"controls"}


@pytest.mark.parametrize(
    ("pointed", "part"),
    [
        ("sliders", "probe"),
        ("axes", "probe"),
        ("curves", "train"),
        ("knobs", "train"),
        ("draw", "draw"),
        ("layers", "bar"),
        ("models", "bar"),
        ("tabs", "tabs"),
        ("controls", "controls"),
        ("path", "path"),
        ("time", "time"),
    ],
)
def test_what_a_step_points_at_is_shown(pointed: str, part: str) -> None:
    assert part in shown(MAP, (pointed,), lesson=True)
    assert part not in shown(replace(MAP, page="mix"), ("page",), lesson=True)


def test_whatever_a_step_may_point_at_is_shown_or_is_the_page() -> None:
    mix = replace(MAP, page="mix")
    unseen = {name for name in PARTS if shown(mix, (name,), lesson=True) == {"lesson"}}
    assert unseen == {"map", "page"}


def test_the_picture_is_not_shown_twice() -> None:
    assert shown(MAP, ("probe",)) == {"probe"}
    assert shown(MAP, ("curves",)) == {"train"}  # which takes its room
    assert shown(MAP, ("curves", "picture")) == {"train", "picture"}


def test_a_moment_that_is_looked_at_has_its_bar() -> None:
    assert "time" in shown(replace(MAP, moment=100))


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 720), (1920, 1080)])
def test_map_and_picture_share_the_room_by_its_shape(width: int, height: int) -> None:
    assert side_room(width, height)[0] == "right"
    left = width - lesson_width(width)
    side, size = side_room(left, height)
    assert side == "bottom"
    assert left * (height - size) > left * size  # the map has more of it
