"""Every bundled lesson runs from end to end, forwards, backwards and by jumps, without a network.

The network is blocked by the suite's own fixtures, and no downloaded data set is at hand.
"""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PySide6.QtGui import QImage

from aeviewer.app.lessons.typeset import typeset
from aeviewer.app.look.theme import LIGHT
from aeviewer.session import lesson
from aeviewer.session.lesson import Lesson
from aeviewer.session.view import View
from tests.app.conftest import Desk, OpenDesk

LESSONS = lesson.lessons()


@pytest.fixture
def no_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AEVIEWER_DATA", str(tmp_path / "no data"))


def go(desk: Desk, number: int) -> None:
    """Go to a step, and wait until its model is on show."""
    desk.program.lessons.player.go(number)
    desk.qtbot.waitUntil(
        lambda: not desk.engine.busy and desk.engine.shown == desk.view.slots[0].model,
    )


def expected(desk: Desk, found: Lesson, number: int) -> View:
    """A step's view, with what stays the person's own."""
    now = desk.view
    view = found.steps[number].view
    return replace(view, theme=now.theme, scale=now.scale, device=now.device, tool=now.tool)


def walk(desk: Desk, found: Lesson) -> None:
    """Go forwards, backwards and by jumps; views are compared each time, pictures after jumps."""
    count = len(found.steps)
    chance = Random(found.name)
    for number in (*range(count), *reversed(range(count))):
        go(desk, number)
        assert desk.view == expected(desk, found, number), f"{found.name}, step {number + 1}"
    first, second = chance.sample(range(count), 2)
    seen: dict[int, QImage] = {}
    for number in (first, second, first):
        go(desk, number)
        desk.quiet()
        assert desk.view == expected(desk, found, number), f"{found.name}, step {number + 1}"
        assert desk.picture() == seen.setdefault(number, desk.picture())
        assert desk.message() == "", f"{found.name}, step {number + 1}"
        desk.store.set(cursor=(0.3, 0.1), layers=("points",), page="map", hidden=frozenset({1}))


@pytest.mark.usefixtures("no_data")
def test_every_lesson_runs_and_ends_where_its_steps_say(open_desk: OpenDesk) -> None:
    desk = open_desk()
    for name, path in LESSONS.items():
        desk.program.open_lesson(name)
        assert desk.message() == ""
        walk(desk, lesson.read(path))
    desk.act("lesson_close")
    assert desk.view.lesson == ""


@pytest.mark.parametrize("path", LESSONS.values(), ids=LESSONS)
def test_every_equation_can_be_typeset(path: Path) -> None:
    for step in lesson.read(path).steps:
        if step.equation:
            assert typeset(step.equation, LIGHT)
