from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.look.theme import LIGHT
from aeviewer.app.views.map.chip import Chip
from aeviewer.app.views.map.legend import Legend
from aeviewer.session.store import Store
from tests.app.hands import click_again

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def make(qtbot: QtBot, store: Store) -> Iterator[Callable[[int], Legend]]:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(600, 500)

    def made(count: int) -> Legend:
        legend = Legend(store, canvas)
        store.watch(legend.show_hidden, "hidden")
        legend.set_theme(LIGHT)
        legend.set_classes(tuple(f"class {number}" for number in range(count)))
        legend.fit_into(canvas.size())
        with qtbot.waitExposed(canvas):
            canvas.show()
        return legend

    yield made
    canvas.close()


Make = Callable[[int], Legend]


def chips(legend: Legend) -> list[Chip]:
    column = legend.widget()
    assert column is not None
    return column.findChildren(Chip)


def test_without_classes_there_is_no_legend(make: Make, store: Store) -> None:
    assert make(0).isHidden()


def test_a_click_hides_and_shows_a_class(make: Make, store: Store) -> None:
    legend = make(3)
    QTest.mouseClick(chips(legend)[1], LEFT)
    assert store.view.hidden == {1}
    assert [chip.isChecked() for chip in chips(legend)] == [True, False, True]
    QTest.mouseClick(chips(legend)[1], LEFT)
    assert store.view.hidden == frozenset()
    store.undo()
    assert store.view.hidden == {1}


def test_ctrl_and_click_shows_one_alone_and_then_all(make: Make, store: Store) -> None:
    legend = make(3)
    QTest.mouseClick(chips(legend)[1], LEFT, CTRL)
    assert store.view.hidden == {0, 2}
    QTest.mouseClick(chips(legend)[1], LEFT, CTRL)
    assert store.view.hidden == frozenset()


def test_double_click_shows_one_alone_and_then_all(make: Make, store: Store) -> None:
    legend = make(3)
    for wanted in ({0, 1}, set[int]()):
        QTest.mouseClick(chips(legend)[2], LEFT)
        click_again(chips(legend)[2])
        assert store.view.hidden == wanted


def test_the_keyboard_does_the_same(make: Make, store: Store) -> None:
    legend = make(3)
    chip = chips(legend)[0]
    assert chip.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert chip.accessibleName() == "Class class 0"
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert store.view.hidden == {0}
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert store.view.hidden == {1, 2}


def test_chips_can_be_hit_and_the_legend_is_slim(make: Make, store: Store) -> None:
    legend = make(10)
    assert all(chip.height() >= 28 for chip in chips(legend))
    assert legend.width() < 120
    assert not legend.verticalScrollBar().isVisible()


def test_many_classes_scroll_to_what_has_the_focus(make: Make, qtbot: QtBot) -> None:
    legend = make(40)
    assert legend.height() <= 500
    assert legend.verticalScrollBar().isVisible()
    with qtbot.waitSignal(legend.verticalScrollBar().valueChanged):
        chips(legend)[39].setFocus(Qt.FocusReason.TabFocusReason)


@pytest.mark.parametrize("height", [336, 400, 500])
def test_chips_stand_closer_before_they_scroll(make: Make, height: int) -> None:
    legend = make(10)
    legend.setStyleSheet("font-size: 21px")  # as at 160 %
    legend.fit_into(QSize(600, height))
    QApplication.sendPostedEvents()
    area, all_chips = legend.viewport().rect(), chips(legend)
    places = [QRect(chip.mapTo(legend.viewport(), QPoint()), chip.size()) for chip in all_chips]
    assert not legend.verticalScrollBar().isVisible()
    assert all(area.contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))
    assert all(chip.height() >= 28 for chip in all_chips)


def test_with_room_again_chips_are_as_high_as_before(make: Make) -> None:
    legend = make(10)
    before = legend.height()
    legend.setStyleSheet("font-size: 26px")
    legend.setStyleSheet("")
    legend.fit_into(QSize(600, 500))
    assert legend.height() == before


def test_new_classes_replace_the_former(make: Make, store: Store) -> None:
    legend = make(10)
    store.set(hidden=frozenset({1}))
    legend.set_classes(("a", "b"))
    assert [chip.accessibleName() for chip in chips(legend)] == [
        "Class a",
        "Class b",
    ]
    assert [chip.isChecked() for chip in chips(legend)] == [True, False]


def test_a_long_name_is_cut_not_the_map(make: Make, store: Store) -> None:
    legend = make(1)
    legend.set_classes(("<b>" + "x" * 500,))
    legend.fit_into(QSize(600, 500))
    assert legend.width() <= 200
    assert not legend.grab().isNull()


@pytest.mark.parametrize(("width", "height"), [(320, 240), (1600, 120)])
def test_in_a_small_picture_all_classes_are_seen(
    make: Make, store: Store, width: int, height: int
) -> None:
    legend = make(10)
    before = [chip.height() for chip in chips(legend)]
    legend.print_out()
    legend.fit_into(QSize(width, height))
    area = legend.viewport()
    places = [QRect(chip.mapTo(area, QPoint()), chip.size()) for chip in chips(legend)]
    assert not legend.verticalScrollBar().isVisible()
    assert all(area.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))
    assert places[0].height() < before[0]
    assert legend.width() <= 0.4 * width


def test_where_all_have_room_a_picture_has_the_window_s_legend(make: Make) -> None:
    legend = make(4)
    before = legend.geometry()
    legend.print_out()
    legend.fit_into(QSize(600, 500))
    assert legend.geometry() == before


def test_a_legend_that_would_hide_the_picture_is_left_out_with_a_word(
    make: Make, store: Store
) -> None:
    legend = make(200)
    legend.print_out()
    legend.fit_into(QSize(240, 180))
    assert not any(chip.isVisible() for chip in chips(legend))
    said = [label.text() for label in legend.findChildren(QLabel) if label.isVisible()]
    assert said == ["No room for the legend"]
    assert legend.width() <= 0.4 * 240
