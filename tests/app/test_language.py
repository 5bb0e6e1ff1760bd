"""The window in another language: by the environment, or by the choice of an earlier start."""

import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aeviewer.app.actions.table import ACTIONS, GROUPS
from aeviewer.app.pages import PAGES
from aeviewer.app.start import run
from aeviewer.app.start.run import open_window
from aeviewer.app.window import Window
from aeviewer.app.work.memory import speak_as_kept
from aeviewer.session import kept
from aeviewer.session.kept import Kept
from aeviewer.session.view import Anchor, View
from aeviewer.words import _, language, speak
from tests.app.conftest import Desk, bring_up, shut

ALIKE = {"Tour", "Pause", "Start", "Lasso", "Checkpoint"}  # the same word in both languages


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture
def german(qtbot: QtBot, bundle: Path) -> Iterator[Desk]:
    """A window that speaks German."""
    assert bundle.exists()
    speak("de")
    desk = Desk(qtbot, open_window([], View()))
    try:
        bring_up(desk)
        yield desk
    finally:
        shut(desk)
        QApplication.sendPostedEvents(desk.window, QEvent.Type.DeferredDelete.value)


def test_every_action_is_in_german(german: Desk) -> None:
    actions = german.program.actions
    for action in ACTIONS:
        made = actions[action.id]
        assert made.text() == _(action.title)
        assert made.text() != action.title or action.title in ALIKE
        assert made.statusTip() not in {"", action.tip}
        assert made.text() in made.toolTip()


def test_menus_docks_and_tabs_are_in_german(german: Desk) -> None:
    menus = [action.text() for action in german.program.work.menu.actions()]
    assert set(map(_, GROUPS)) < set(menus)
    assert "Datei" in menus
    docks = {dock.windowTitle() for dock in german.window.findChildren(QDockWidget)}
    assert docks == {"Trainieren", "Sonde", "Zeichnen", "Lektion"}
    tabs = german.parts.pages.findChildren(QTabBar)[0]
    assert [tabs.tabText(number) for number in range(2)] == ["Karte", "Entrauschen"]
    assert "Dichte" in [action.text() for action in german.parts.layers.actions()]


def test_nothing_on_the_screen_is_left_in_english(german: Desk) -> None:
    anchors = tuple(Anchor(point) for point in ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0)))
    for page in ("map", *(page.name for page in PAGES)):
        german.store.set(page=page, anchors=anchors, honest=True)
        german.quiet()
        said = set().union(*map(words_of, german.window.findChildren(QWidget)))
        left = {word for word in said if _(word) not in {word, ""}}
        assert left <= {"English", "sum"}  # the language's own name, and the name of a choice


def words_of(widget: QWidget) -> set[str]:
    """All that a widget says, to the eye or to a reader, line by line."""
    said = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLabel | QAbstractButton):
        said.append(widget.text())
    if isinstance(widget, QComboBox):
        said += [widget.itemText(number) for number in range(widget.count())]
    if isinstance(widget, QTabBar):
        said += [widget.tabText(number) for number in range(widget.count())]
    plain = [unescape(text.removeprefix("<p>").removesuffix("</p>")) for text in said]
    return {line for text in plain for line in (text, *text.splitlines())}


def test_what_is_named_is_named_alike_in_any_language(german: Desk) -> None:
    names = {command.name for command in german.program.work.commands.lasting()}
    assert {"File: save", "Page: denoise", "Layer: density", "Theme: dark"} < names
    docks = {dock.objectName() for dock in german.window.findChildren(QDockWidget)}
    assert docks == {"dock-train", "dock-probe", "dock-draw", "dock-lesson"}


def test_keys_are_called_as_germans_call_them(german: Desk) -> None:
    assert german.window.isVisible()
    assert QKeySequence("Ctrl+Shift+O").toString(QKeySequence.SequenceFormat.NativeText) == (
        "Strg+Umschalt+O"
    )


def test_qt_speaks_english_again_when_the_window_has_gone(desk: Desk) -> None:
    assert desk.window.isVisible()
    native = QKeySequence("Ctrl+O").toString(QKeySequence.SequenceFormat.NativeText)
    assert native == "Ctrl+O"


def test_the_choice_is_kept_for_the_next_start(desk: Desk) -> None:
    desk.program.work.come_home(tour=False)
    choices = {choice.text(): choice for choice in desk.program.work.languages.actions()}
    choices["Deutsch"].trigger()
    assert desk.parts.status.currentMessage() == "Deutsch: from the next start on"
    assert kept.read(kept.place()).language == "de"
    assert language() == "en"  # what is on the screen stays
    speak_as_kept()
    assert language() == "de"


def test_the_environment_speaks_where_nothing_was_chosen() -> None:
    kept.write(Kept(toured=True), kept.place())
    speak("de")
    speak_as_kept()
    assert language() == "de"


def test_a_damaged_choice_is_passed_over() -> None:
    kept.place().parent.mkdir(parents=True, exist_ok=True)
    kept.place().write_text("{")
    speak_as_kept()
    assert language() == "en"


def test_a_start_speaks_as_it_was_chosen_before_anything_is_made(
    qtbot: QtBot, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bundle.exists()
    kept.write(Kept(toured=True, language="de"), kept.place())
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # it is put back
    said: list[str] = []

    def look() -> int:
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Window))
        with qtbot.waitSignal(window.filled):
            pass
        desk = Desk(qtbot, window)
        said.append(desk.program.actions["undo"].text())
        shut(desk)
        return 0

    monkeypatch.setattr(QApplication, "exec", look)
    assert run.run([]) == 0
    assert said == ["Rückgängig"]
