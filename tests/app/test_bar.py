"""The tool bar by keyboard."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from aeviewer.app.actions.action import Status
from aeviewer.app.actions.making import build, update
from aeviewer.app.actions.table import ACTIONS
from aeviewer.app.kit.elided import ElidedBox
from aeviewer.app.panels.bar import MainBar
from tests.app.hands import press

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def pressed() -> list[str]:
    return []


@pytest.fixture
def bar(qtbot: QtBot, pressed: list[str]) -> Iterator[MainBar]:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = build(window, {a.id: partial(pressed.append, a.id) for a in ACTIONS})
    update(actions, Status(loaded=True, has_model=True, can_undo=True))
    made = MainBar(actions)
    made.offer_layers(QMenu(made))
    made.set_models(["one", "two"], ["slip"], [Path("run")])
    window.addToolBar(made)
    window.resize(1200, 200)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    yield made
    window.close()


def button(bar: MainBar, name: str) -> QToolButton:
    (action,) = (action for action in bar.actions() if action.objectName() == name)
    found = bar.widgetForAction(action)
    assert isinstance(found, QToolButton)
    return found


def test_every_button_is_reached_by_tab_and_pressed_by_space(
    bar: MainBar, pressed: list[str]
) -> None:
    reached = []
    button(bar, "start").setFocus()
    focused = QApplication.focusWidget()
    while isinstance(focused, QToolButton) and focused not in reached:
        reached.append(focused)
        press(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
    able = [b for b in bar.findChildren(QToolButton) if b.isEnabled() and b.isVisible()]
    assert len(able) > 5
    assert set(able) == set(reached)
    press(button(bar, "undo"), Qt.Key.Key_Space)
    assert pressed == ["undo"]


def test_a_click_leaves_the_focus_where_it_was(bar: MainBar) -> None:
    assert all(b.focusPolicy() == Qt.FocusPolicy.TabFocus for b in bar.findChildren(QToolButton))


def test_arrow_down_lists_the_models(bar: MainBar, qtbot: QtBot) -> None:
    opens = button(bar, "open")
    menu, shown = opens.menu(), []
    menu.aboutToShow.connect(lambda: shown.append([entry.text() for entry in bar.models()]))
    menu.aboutToShow.connect(menu.close, Qt.ConnectionType.QueuedConnection)
    opens.setFocus()
    press(opens, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shown == [["one", "two", "run", "slip"]])


def test_words_are_never_cut_however_the_room_changes(bar: MainBar) -> None:
    bar.set_progress(0.0, "23:53 left · 0 %")
    (words,) = (label for label in bar.findChildren(QLabel) if label.text().startswith("23:53"))
    seen = set()
    for width in range(900, 1400, 20):
        bar.window().resize(width, 200)
        bar.window().grab()
        wide = words.fontMetrics().horizontalAdvance(words.text())
        assert words.text() == "23:53 left" or wide <= words.contentsRect().width()
        seen.add(words.text())
    assert seen == {"23:53 left", "23:53 left · 0 %"}
    assert words.toolTip() == "23:53 left · 0 %"


def test_what_a_box_has_no_room_for_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    box, name = ElidedBox(), "a family of models with a long name"
    qtbot.addWidget(box)
    box.addItem(name)
    box.resize(box.sizeHint())
    assert box.said == name
    box.resize(box.sizeHint().width() // 2, box.height())
    assert box.said.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert name.startswith(box.said[:-1])
    assert box.currentText() == name
