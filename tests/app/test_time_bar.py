"""The time bar alone: the slider, its keys, the run, and what it says."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSlider, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from aeviewer.app.views import time_bar
from aeviewer.app.views.time_bar import Moments, TimeBar
from aeviewer.session.store import Store
from aeviewer.session.view import View
from tests.app.hands import child, click, press

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
STEPS = (0, 1, 2, 4, 10, 20, 1240)
KEPT = Moments(STEPS, 2480, 4960, 496, 96_000_000, 256_000_000)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def bar(store: Store, qtbot: QtBot) -> TimeBar:
    made = TimeBar(store)
    qtbot.addWidget(made)
    made.resize(600, made.sizeHint().height())
    made.set_moments(KEPT)
    return made


def slider(bar: TimeBar) -> QSlider:
    return child(bar, QSlider)


def moment(store: Store) -> int | None:
    """What is looked at; asked by a call, which mypy does not take to stay the same."""
    return store.view.moment


def said(bar: TimeBar) -> str:
    return child(bar, QLabel, "Moment looked at").text()


def button(bar: TimeBar, name: str) -> QPushButton:
    return child(bar, QPushButton, name)


def handle(bar: TimeBar) -> QPoint:
    """Where the slider's handle is."""
    option = QStyleOptionSlider()
    slider(bar).initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    style = QStyle.ComplexControl.CC_Slider
    return slider(bar).style().subControlRect(style, option, part, slider(bar)).center()


def test_it_is_there_only_with_something_to_choose(bar: TimeBar) -> None:
    assert bar.isVisible()
    for few in (Moments(), Moments((0,), 5)):
        bar.set_moments(few)
        assert not bar.isVisible()
        assert not any(action.isEnabled() for action in bar.actions_to_show())


def test_the_keys_of_the_slider_walk_through_the_moments(bar: TimeBar, store: Store) -> None:
    assert slider(bar).value() == len(STEPS)
    press(slider(bar), Qt.Key.Key_Left)
    assert moment(store) == 1240
    press(slider(bar), Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert moment(store) == 10
    press(slider(bar), Qt.Key.Key_Home)
    assert moment(store) == 0
    press(slider(bar), Qt.Key.Key_End)
    assert moment(store) is None
    store.undo()
    assert moment(store) == 0
    assert slider(bar).value() == 0


def test_the_mouse_drags_through_the_moments(bar: TimeBar, store: Store) -> None:
    start, seen = handle(bar), []
    end = store.watch(lambda view: seen.append(view.moment), "moment")
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(slider(bar), left, Qt.KeyboardModifier.NoModifier, start)
    for x in range(start.x(), 0, -8):
        QTest.mouseMove(slider(bar), QPoint(x, start.y()))
    QTest.mouseRelease(slider(bar), left, Qt.KeyboardModifier.NoModifier, QPoint(0, start.y()))
    end()
    assert seen == list(reversed(STEPS))
    store.undo()  # a whole drag is one step
    assert moment(store) is None


def test_the_actions_go_to_the_moment_before_and_after(bar: TimeBar, store: Store) -> None:
    earlier, later = bar.actions_to_show()
    earlier.trigger()
    earlier.trigger()
    assert moment(store) == 20
    later.trigger()
    assert moment(store) == 1240
    later.trigger()
    later.trigger()
    assert moment(store) is None


def test_it_says_where_one_is_and_what_it_takes(bar: TimeBar, store: Store) -> None:
    assert said(bar) == "step 2,480 · epoch 5 of 10"
    assert child(bar, QLabel, "Memory of the moments kept").text() == (
        "kept 7 moments, 96 of 256 MB"
    )
    for step, words in (
        (1240, "step 1,240 · epoch 3 of 10"),
        (1, "step 1 · epoch 1 of 10"),
        (0, "step 0 · before training"),
        (77, "step 2,480 · epoch 5 of 10"),  # it is not kept
    ):
        store.set(moment=step)
        assert said(bar) == words
    assert Moments((0, 3), 3, 9).words(3) == "step 3 of 9"


def test_a_moment_stays_while_more_come_and_others_go(bar: TimeBar, store: Store) -> None:
    store.set(moment=10)
    bar.set_moments(Moments((*STEPS, 2480, 2976), 3000, 4960, 496))
    assert moment(store) == 10
    assert (slider(bar).value(), slider(bar).maximum()) == (4, 9)
    bar.set_moments(Moments((0, 2, 10, 2480), 3000, 4960, 496))
    assert moment(store) == 10
    assert (slider(bar).value(), slider(bar).maximum()) == (2, 4)
    store.set(moment=None)
    bar.set_moments(Moments((0, 2480), 3000, 4960, 496))
    assert (slider(bar).value(), slider(bar).maximum()) == (2, 2)


def test_back_to_the_newest(bar: TimeBar, store: Store) -> None:
    newest = button(bar, "Back to the newest weights")
    assert not newest.isEnabled()
    store.set(moment=4)
    click(newest)
    assert moment(store) is None
    assert not newest.isEnabled()


def test_it_runs_to_the_newest(
    bar: TimeBar, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_bar, "_RUN", 600)
    seen: list[int | None] = []
    end = store.watch(lambda view: seen.append(view.moment), "moment")
    play = button(bar, "Run through the training")
    click(play)
    assert play.text() == "Pause"
    qtbot.waitUntil(lambda: not play.isChecked())
    end()
    steps = [step for step in seen if step is not None]
    assert seen[0] == 0
    assert seen[-1] is None
    assert steps == sorted(set(steps))
    assert len(steps) > 2
    assert play.text() == "Play"


def test_a_hand_stops_the_run(bar: TimeBar, store: Store) -> None:
    play = button(bar, "Run through the training")
    store.set(moment=10)
    click(play)
    assert moment(store) == 10  # it begins where one is
    press(slider(bar), Qt.Key.Key_Left)
    assert not play.isChecked()
    assert moment(store) == 4
    click(play)
    bar.hide()
    assert not play.isChecked()
    assert not any(timer.isActive() for timer in bar.findChildren(QTimer))


def test_trails_are_switched(bar: TimeBar, store: Store) -> None:
    click(child(bar, QCheckBox, "Trails"))
    assert store.view == View(trails=False)
    store.undo()
    assert store.view == View()
    assert child(bar, QCheckBox, "Trails").isChecked()
