"""The command palette, the menu and the cheat sheet: every action is in each of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QTextBrowser,
    QToolButton,
)

from aeviewer.app.actions.table import ACTIONS, GROUPS
from aeviewer.app.work.cheat_sheet import CheatSheet
from aeviewer.app.work.palette import Palette
from aeviewer.session import file
from tests.app.conftest import BUNDLED, Desk, OpenDesk
from tests.app.hands import child, click, press

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def filled(bundle: Path, open_desk: OpenDesk) -> Desk:
    """A window in front, as soon as its widgets are there."""
    desk = open_desk(until="filled")
    with desk.qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    return desk


def opened(desk: Desk) -> Palette:
    """Call the palette by its keys."""
    QTest.keySequence(desk.window, QKeySequence("Ctrl+Shift+P"))
    palette = child(desk.window, Palette)
    assert palette.isVisible()
    return palette


def typed(desk: Desk, words: str) -> Palette:
    palette = opened(desk)
    QTest.keyClicks(line(palette), words)
    return palette


def line(palette: Palette) -> QLineEdit:
    return child(palette, QLineEdit)


def found(palette: Palette) -> list[str]:
    """The titles in the list."""
    model = child(palette, QListView).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_it_stays_in_the_middle_of_a_window_that_changes(filled: Desk) -> None:
    for width in (1300, 1000):
        palette = opened(filled)
        filled.window.resize(width, 700)
        assert abs(palette.geometry().center().x() - width // 2) <= 1
        palette.dismiss()


def test_every_action_has_what_it_needs_to_be_found(filled: Desk) -> None:
    names = {command.action.objectName(): command for command in filled.program.work.commands.all()}
    grouped = [(group, action) for group in GROUPS for action in GROUPS[group]]
    for group, action in grouped:
        command = names[action.id]
        assert command.title == action.title
        assert command.group == group
        assert command.tip == action.tip
        assert len(command.keys) == len(action.keys)
        assert action.title in command.action.toolTip()
    for button in filled.parts.bar.findChildren(QToolButton):
        if button.isVisible():
            assert button.toolTip(), button.text()
            assert button.accessibleName() or button.text(), button.toolTip()


def test_no_two_commands_share_their_keys(filled: Desk) -> None:
    keys = [key for command in filled.program.work.commands.all() for key in command.keys]
    assert "Ctrl+1" in keys
    assert "Alt+1" in keys
    assert len(set(keys)) == len(keys)


def test_commands_that_are_always_there_say_what_they_do(filled: Desk) -> None:
    for command in filled.program.work.commands.lasting():
        assert command.tip, command.name
        if command.keys:  # they work wherever the focus is
            assert command.action in filled.window.actions(), command.name


def test_what_a_command_does_is_told_without_tags(filled: Desk) -> None:
    said = {command.tip for command in filled.program.work.commands.all()}
    assert not [tip for tip in said if "<" in tip]


def test_a_few_letters_and_enter_do_it(filled: Desk) -> None:
    filled.parts.map.setFocus()
    palette = typed(filled, "denoi")
    assert found(palette)[0] == "Denoise"
    press(line(palette), Qt.Key.Key_Return)
    assert filled.view.page == "denoise"
    assert not palette.isVisible()


def test_escape_does_nothing_and_gives_the_focus_back(filled: Desk) -> None:
    filled.parts.map.setFocus()
    before = filled.view
    palette = typed(filled, "denoise")
    assert QApplication.focusWidget() is line(palette)
    press(line(palette), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is filled.parts.map
    assert filled.view == before


def test_letters_that_are_shortcuts_are_only_typed(filled: Desk) -> None:
    """S is the lasso, L the layers, and Ctrl+Z belongs to the line while one types."""
    tool = filled.view.tool
    palette = typed(filled, "sl,.")
    assert line(palette).text() == "sl,."
    assert filled.view.tool == tool
    press(line(palette), Qt.Key.Key_Escape)


def test_the_arrows_choose(filled: Desk) -> None:
    palette = typed(filled, "layer")
    titles = found(palette)
    press(line(palette), Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab)
    rows = child(palette, QListView)
    assert rows.currentIndex().data() == titles[2]
    press(line(palette), Qt.Key.Key_Escape)


def test_a_click_does_it(filled: Desk) -> None:
    palette = typed(filled, "Decoded manifold")
    rows = child(palette, QListView)
    click(rows.viewport(), rows.visualRect(rows.model().index(0, 0)).center())
    assert "manifold" in filled.view.layers


def test_what_cannot_be_done_now_stays_undone(filled: Desk) -> None:
    palette = typed(filled, "redo")
    assert found(palette)[0] == "Redo"
    press(line(palette), Qt.Key.Key_Return)
    assert palette.isVisible()
    assert not filled.store.can_redo
    press(line(palette), Qt.Key.Key_Escape)


def test_nothing_found_is_said(filled: Desk) -> None:
    palette = typed(filled, "qqqq")
    assert found(palette) == []
    press(line(palette), Qt.Key.Key_Return)
    assert palette.isVisible()
    press(line(palette), Qt.Key.Key_Escape)


def test_what_was_done_last_comes_first(filled: Desk) -> None:
    for words in ("compare", "denoise", "compare"):
        press(line(typed(filled, words)), Qt.Key.Key_Return)
    palette = opened(filled)
    assert found(palette)[:2] == ["Compare", "Denoise"]
    assert found(palette).count("Compare") == 1
    press(line(palette), Qt.Key.Key_Escape)


def test_going_elsewhere_closes_it(filled: Desk) -> None:
    palette = opened(filled)
    click(filled.parts.map, QPoint(80, 300))
    filled.parts.map.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is filled.parts.map


def test_its_own_keys_close_it_again(filled: Desk) -> None:
    palette = opened(filled)
    QTest.keySequence(line(palette), QKeySequence("Ctrl+Shift+P"))
    assert not palette.isVisible()


def test_a_bundled_model_is_opened(desk: Desk) -> None:
    desk.program.work.commands.all()
    palette = typed(desk, BUNDLED)
    assert found(palette)[0] == BUNDLED
    with desk.qtbot.waitSignal(desk.engine.opened):
        press(line(palette), Qt.Key.Key_Return)
    desk.quiet()


def test_a_file_used_last_is_opened(filled: Desk, tmp_path: Path) -> None:
    file.save(replace(filled.view, page="mix"), tmp_path / "mine.json")
    filled.program.work.recents.remember("session", str(tmp_path / "mine.json"))
    palette = typed(filled, "mine")
    assert found(palette)[0] == "mine.json (session)"
    press(line(palette), Qt.Key.Key_Return)
    assert filled.view.page == "mix"


def test_what_goes_while_it_is_open_is_not_done(filled: Desk) -> None:
    palette = typed(filled, BUNDLED)
    assert found(palette)[0] == BUNDLED
    filled.parts.bar.set_models([], [], [])
    palette.grab()
    press(line(palette), Qt.Key.Key_Return)
    assert palette.isVisible()
    press(line(palette), Qt.Key.Key_Backspace)
    assert BUNDLED not in found(palette)
    press(line(palette), Qt.Key.Key_Escape)


def test_a_lesson_is_opened(filled: Desk) -> None:
    palette = typed(filled, "what an autoencoder is")
    assert "autoencoder" in found(palette)[0].lower()
    with filled.qtbot.waitSignal(filled.program.lessons.menu.chosen) as caught:
        press(line(palette), Qt.Key.Key_Return)
    assert caught.args == ["01-what-an-autoencoder-is"]


# -- the menu


def below(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        yield action
        if isinstance(inner, QMenu):
            yield from below(inner)


def test_every_action_is_in_the_menu(filled: Desk) -> None:
    entries = {action.objectName() for action in below(filled.program.work.menu)}
    assert entries >= {action.id for action in ACTIONS if action.id != "menu"}
    pages = {action.text() for action in filled.parts.pages.actions_to_show()}
    assert pages <= {action.text() for action in below(filled.program.work.menu)}


def test_f10_opens_it(filled: Desk) -> None:
    menu = filled.program.work.menu
    with filled.qtbot.waitSignal(menu.aboutToShow):
        QTest.keyClick(filled.window, Qt.Key.Key_F10)
    menu.close()


# -- the cheat sheet


def sheet(desk: Desk) -> CheatSheet:
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    made = child(desk.window, CheatSheet)
    assert made.isVisible()
    assert not made.isModal()
    return made


def test_f1_shows_all_commands_with_their_keys_and_f1_closes_it(filled: Desk) -> None:
    made = sheet(filled)
    words = child(made, QTextBrowser).toPlainText()
    for command in filled.program.work.commands.lasting():
        assert command.title in words
        assert command.tip in words
        assert all(keys in words for keys in command.keys)
    assert "Shift+click" in words
    QTest.keyClick(made, Qt.Key.Key_F1)
    assert not made.isVisible()


def test_it_is_written_as_pages(filled: Desk, tmp_path: Path) -> None:
    made = sheet(filled)
    made.write(tmp_path / "keys.pdf")
    pages = (tmp_path / "keys.pdf").read_bytes()
    assert pages.startswith(b"%PDF-")
    assert pages.rstrip().endswith(b"%%EOF")
    assert pages.count(b"/Type /Page\n") >= 2
    assert b"/FontFile" in pages  # text, not a picture of it
    assert "Saved as" in filled.parts.status.currentMessage()
    click(next(b for b in made.findChildren(QPushButton) if b.text() == "Close"))
    assert not made.isVisible()


def test_where_it_cannot_be_written_is_one_sentence(filled: Desk, tmp_path: Path) -> None:
    made = sheet(filled)
    made.write(tmp_path / "missing" / "keys.pdf")
    assert "cannot write" in filled.message()
    assert made.height() <= made.screen().availableSize().height()
    made.close()


def test_its_text_can_be_copied(filled: Desk) -> None:
    made = sheet(filled)
    text = child(made, QTextBrowser)
    text.selectAll()
    text.copy()
    assert "Command palette" in QGuiApplication.clipboard().text()
    made.close()
