from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QToolBar, QToolButton
from pytestqt.qtbot import QtBot

from aeviewer.app.actions.action import Action, Status
from aeviewer.app.actions.making import build, tint, update
from aeviewer.app.actions.table import ACTIONS
from aeviewer.app.look.dressing import palette
from aeviewer.app.look.theme import DARK, LIGHT, Theme
from tests.app.hands import press

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
EACH = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
ALL = Status("running", loaded=True, has_model=True, can_undo=True, can_redo=True)


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def actions(window: QMainWindow, done: list[str], qapp: QApplication) -> dict[str, QAction]:
    def handler(name: str) -> Callable[[], None]:
        return lambda: done.append(name)

    made = build(window, {action.id: handler(action.id) for action in ACTIONS})
    bar = QToolBar()
    bar.addActions(list(made.values()))
    window.addToolBar(bar)
    return made


def inks(image: QImage) -> Iterator[str]:
    """Colours of the pixels that are fully covered."""
    for x in range(image.width()):
        for y in range(image.height()):
            if (colour := image.pixelColor(x, y)).alpha() == 255:
                yield QColor(colour).name()


def test_the_table_has_what_the_window_needs() -> None:
    names = [action.id for action in ACTIONS]
    assert len(set(names)) == len(names)
    assert set(names) >= {
        *("start", "pause", "step", "stop", "open", "save", "undo", "redo", "fit", "theme"),
        *("present", "folder", "about"),
    }


def test_no_two_actions_share_their_keys() -> None:
    keys = [QKeySequence(key).toString() for action in ACTIONS for key in action.keys]
    assert all(keys)
    assert len(set(keys)) == len(keys)


@EACH
def test_an_action_is_described_and_drawn(action: Action, actions: dict[str, QAction]) -> None:
    made = actions[action.id]
    assert made.text() == action.title
    assert action.title in made.toolTip()
    assert len(set(inks(made.icon().pixmap(96, 96).toImage()))) == 1
    if action.keys:
        native = QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        assert f"({native})" in made.toolTip()


@EACH
def test_a_button_made_of_it_says_what_it_is(
    action: Action, actions: dict[str, QAction], window: QMainWindow
) -> None:
    buttons = [
        button
        for button in window.findChildren(QToolButton)
        if button.defaultAction() is actions[action.id]
    ]
    assert len(buttons) == 1
    assert buttons[0].accessibleName() or buttons[0].text()
    assert buttons[0].toolTip() == actions[action.id].toolTip()


@EACH
def test_triggering_calls_its_handler_once(
    action: Action, actions: dict[str, QAction], done: list[str]
) -> None:
    update(actions, ALL)
    actions[action.id].setEnabled(True)
    actions[action.id].trigger()
    assert done == [action.id]


def test_a_missing_handler_is_an_error(window: QMainWindow) -> None:
    with pytest.raises(KeyError):
        build(window, {})


@pytest.mark.parametrize(
    ("status", "enabled"),
    [
        (Status(), set()),
        (Status(loaded=True), {"start", "open"}),
        (Status("preparing", loaded=True), {"stop", "open"}),
        (Status("running", loaded=True), {"pause", "step", "stop", "open"}),
        (Status("paused", loaded=True), {"pause", "step", "stop", "open"}),
        (Status("stopping", loaded=True), {"open"}),
        (Status(has_model=True, can_undo=True), {"twin", "save", "undo"}),
        (Status(can_redo=True), {"redo"}),
    ],
)
def test_what_can_be_done_follows_the_status(
    actions: dict[str, QAction], status: Status, enabled: set[str]
) -> None:
    update(actions, status)
    at_times = {"start", "pause", "step", "stop", "twin", "open", "save", "undo", "redo"}
    able = {name for name, action in actions.items() if action.isEnabled()}
    assert able & at_times == enabled
    assert able >= {action.id for action in ACTIONS if action.enabled is Action.enabled}


def test_pause_is_switched_on_while_paused_without_being_triggered(
    actions: dict[str, QAction], done: list[str]
) -> None:
    update(actions, Status("paused", loaded=True))
    assert actions["pause"].isChecked()
    update(actions, Status("running", loaded=True))
    assert not actions["pause"].isChecked()
    assert done == []


def test_a_shortcut_works(
    actions: dict[str, QAction], window: QMainWindow, done: list[str], qtbot: QtBot
) -> None:
    update(actions, Status(loaded=True))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    press(window, Qt.Key.Key_F6)
    assert done == ["start"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_icons_have_the_colour_of_words(actions: dict[str, QAction], theme: Theme) -> None:
    tint(actions, palette(theme))
    for action in actions.values():
        assert set(inks(action.icon().pixmap(96, 96).toImage())) == {theme.text}
