"""Points that travel on the map, and the trails that they leave."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.look.theme import LIGHT
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.map.travel import Travel
from aeviewer.session.store import Store

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
START = np.array([(-2, -2), (2, -2), (0, 2), (2, 2)], np.float32)
GOAL = np.array([(-1, -2), (2, 0), (1, 2), (np.nan, 2)], np.float32)
LABELS = np.array([0, 1, 2, 0])
CLASSES = "zero", "one", "two"


class _Still(QProxyStyle):
    """A desktop that wants no motion."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        data: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, data)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def canvas(qtbot: QtBot, store: Store) -> LatentMap:
    made = LatentMap(store)
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.set_theme(LIGHT)
    made.set_points(START, LABELS, CLASSES)
    made.show()
    return made


def shot(canvas: LatentMap) -> QImage:
    return canvas.grab().toImage()


def travel(canvas: LatentMap) -> Travel:
    found = canvas.findChildren(Travel)
    assert len(found) == 1
    return found[0]


def test_points_travel_in_straight_lines(canvas: LatentMap, qtbot: QtBot) -> None:
    ways: list[np.ndarray] = []
    travel(canvas).moved.connect(ways.append)
    with qtbot.waitSignal(travel(canvas).finished):
        canvas.set_points(GOAL, LABELS, CLASSES, moved=True)
        assert canvas.point_of(0) == pytest.approx((-2, -2))  # not there yet
    assert canvas.point_of(0) == pytest.approx((-1, -2))
    assert canvas.point_of(3) is None
    assert np.array_equal(ways[-1], GOAL, equal_nan=True)
    assert all(way[0, 1] == -2 and -2 <= way[0, 0] <= -1 for way in ways)
    assert 120 <= travel(canvas).duration() <= 180


def test_other_points_do_not_travel(canvas: LatentMap) -> None:
    canvas.set_points(GOAL, LABELS, CLASSES)
    assert canvas.point_of(0) == pytest.approx((-1, -2))
    canvas.set_points(START[:2], LABELS[:2], CLASSES, moved=True)
    assert canvas.point_of(0) == pytest.approx((-2, -2))


def test_a_new_goal_on_the_way_begins_where_the_points_are(canvas: LatentMap, qtbot: QtBot) -> None:
    with qtbot.waitSignal(travel(canvas).finished):
        canvas.set_points(GOAL, LABELS, CLASSES, moved=True)
        travel(canvas).setCurrentTime(80)
        half = canvas.point_of(0)
        canvas.set_points(START, LABELS, CLASSES, moved=True)
        assert canvas.point_of(0) == half
    assert canvas.point_of(0) == pytest.approx((-2, -2))


def test_nothing_moves_where_no_motion_is_wanted(canvas: LatentMap) -> None:
    style = _Still()
    canvas.setStyle(style)
    canvas.set_points(GOAL, LABELS, CLASSES, moved=True)
    assert canvas.point_of(0) == pytest.approx((-1, -2))
    canvas.setStyle(None)  # type: ignore[arg-type]  # Qt takes none for the application's own


def test_trails_are_lines_to_the_points(canvas: LatentMap, store: Store) -> None:
    bare = shot(canvas)
    one = START[[0, 2]]
    canvas.set_trails([one + 1, one + np.array((1, 0), np.float32)], np.array([0, 2]))
    drawn = shot(canvas)
    at = canvas.viewport.to_pixel((-1.5, -2))  # half way on the last stretch to sample 0
    ground, line = bare.pixelColor(*map(round, at)), drawn.pixelColor(*map(round, at))
    assert ground != line
    away = canvas.viewport.to_pixel((2, 0.5))  # sample 1 has none
    assert bare.pixelColor(*map(round, away)) == drawn.pixelColor(*map(round, away))
    store.set(hidden=frozenset({0}))
    hidden = shot(canvas)
    assert hidden.pixelColor(*map(round, at)) == ground
    store.set(hidden=frozenset(), trails=False)
    assert shot(canvas) == bare
    store.set(trails=True)
    assert shot(canvas) == drawn
    store.set(layers=())
    assert shot(canvas).pixelColor(*map(round, at)) == ground
    store.set(layers=("points",))
    canvas.set_trails((), np.empty(0, np.intp))
    assert shot(canvas) == bare


def test_the_older_the_fainter(canvas: LatentMap) -> None:
    bare = shot(canvas)
    places = [START[:1] + np.array((0, 4 - number), np.float32) for number in range(4)]
    canvas.set_trails(places, np.array([0]))
    drawn, strengths = shot(canvas), []
    for height in (1.5, 0.5, -0.5, -1.5):
        x, y = map(round, canvas.viewport.to_pixel((-2, height)))
        there, ground = drawn.pixelColor(x, y), bare.pixelColor(x, y)
        strengths.append(abs(there.green() - ground.green()) + abs(there.red() - ground.red()))
    assert 0 < strengths[0] < strengths[1] < strengths[2] < strengths[3]


def test_trails_of_points_that_are_nowhere_are_left_out(canvas: LatentMap) -> None:
    bare = shot(canvas)
    places = np.array([(np.nan, 0), (np.inf, 1), (1e30, 1e30)], np.float32)
    canvas.set_trails([places], np.array([0, 1, 77]))
    assert shot(canvas) == bare
