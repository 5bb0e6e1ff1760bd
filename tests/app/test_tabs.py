"""The pages' tabs: as many as fit, always the chosen one, the rest in a menu."""

import pytest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from aeviewer.app.pages import PAGES
from aeviewer.app.views.tabs import PageTabs, fitting
from tests.app.conftest import Desk
from tests.app.hands import child

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen has none

TITLES = ("Map", "Denoise", "Anomaly", "Adversary", "Codebook", "Compare")


@pytest.fixture
def tabs(qtbot: QtBot) -> PageTabs:
    widget = PageTabs("Pages")
    qtbot.addWidget(widget)
    for title in TITLES:
        widget.add(title, f"{title}, in a sentence")
    widget.resize(1000, 40)
    widget.show()
    return widget


def shown(tabs: PageTabs) -> list[str]:
    bar = child(tabs, QTabBar)
    return [bar.tabText(number) for number in range(bar.count()) if bar.isTabVisible(number)]


@pytest.mark.parametrize(
    ("current", "room", "expected"),
    [
        (0, 60, {0, 1, 2}),  # all fit, and no menu is needed
        (0, 59, {0, 1}),
        (2, 59, {0, 2}),
        (-1, 59, {0, 1}),
        (1, 20, {1}),
        (0, 5, {0}),  # the chosen one is shown whatever happens
    ],
)
def test_those_that_fit(current: int, room: int, expected: set[int]) -> None:
    assert fitting([20, 20, 20], current, room, more=15) == expected


def test_with_room_for_all_there_is_no_menu(tabs: PageTabs) -> None:
    assert shown(tabs) == list(TITLES)
    assert not tabs.waiting()
    assert tabs._more.isHidden()


def test_what_does_not_fit_waits_in_the_menu(tabs: PageTabs) -> None:
    tabs.resize(260, 40)
    waiting = [action.text() for action in tabs.waiting()]
    assert shown(tabs) + waiting == list(TITLES)
    assert len(waiting) > 1
    assert not tabs._more.isHidden()
    assert child(tabs, QTabBar).width() + tabs._more.sizeHint().width() <= 260
    assert tabs.waiting()[0].toolTip() == f"{waiting[0]}, in a sentence"


def test_one_of_the_menu_is_chosen_and_stays_in_sight(tabs: PageTabs, qtbot: QtBot) -> None:
    tabs.resize(260, 40)
    with qtbot.waitSignal(tabs.chosen) as caught:
        tabs.waiting()[-1].trigger()
    assert caught.args == [TITLES.index("Compare")]
    assert "Compare" in shown(tabs)
    assert shown(tabs)[0] == "Map"
    tabs.resize(1000, 40)
    assert shown(tabs) == list(TITLES)
    assert child(tabs, QTabBar).currentIndex() == 5


def test_a_narrow_window_reaches_every_page(desk: Desk) -> None:
    desk.window.resize(1024, 768)
    desk.turn()
    row = desk.parts.pages._tabs
    assert row.waiting()
    for page in PAGES:
        desk.store.set(page=page.name)
        bar = child(row, QTabBar)
        assert bar.tabText(bar.currentIndex()) == page.title
        assert bar.isTabVisible(bar.currentIndex())
    last = [action for action in row.waiting() if action.text() == "Mix"]
    last[0].trigger()
    assert desk.view.page == "mix"
