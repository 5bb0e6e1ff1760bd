from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aeviewer.app.lecture.clicker import Clicker, Meaning, meaning
from aeviewer.app.lecture.senses import Senses

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", r"support raise\(\)", "grabbing the keyboard", extend=True
)
NONE = Qt.KeyboardModifier.NoModifier
KEYS: dict[Meaning, list[Qt.Key]] = {
    "next": [
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Right,
        Qt.Key.Key_Space,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    ],
    "back": [Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Backspace],
    "first": [Qt.Key.Key_Home],
    "last": [Qt.Key.Key_End],
    "black": [Qt.Key.Key_Period, Qt.Key.Key_B],
    "end": [Qt.Key.Key_Escape],
    "nothing": [Qt.Key.Key_F5],
}
PAIRS = [(key, meant) for meant, keys in KEYS.items() for key in keys]


class Hall:
    """A window with all that could want these keys, and somebody who presents."""

    def __init__(self, qtbot: QtBot) -> None:
        self.meant: list[Meaning] = []
        self.stolen: list[str] = []
        self.black = False
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        middle = QWidget()
        column = QVBoxLayout(middle)
        self.line, self.slider = QLineEdit("text"), QSlider(Qt.Orientation.Horizontal)
        self.button, self.combo = QPushButton("button"), QComboBox()
        self.slider.setValue(50)
        self.combo.addItems(["a", "b", "c"])
        self.combo.setCurrentIndex(1)
        self.button.clicked.connect(lambda: self.stolen.append("button"))
        for widget in (self.line, self.slider, self.button, self.combo):
            column.addWidget(widget)
        self.window.setCentralWidget(middle)
        for key, _ in PAIRS:
            shortcut = QShortcut(QKeySequence(key), self.window)
            shortcut.activated.connect(lambda key=key: self.stolen.append(key.name))
        self.senses = Senses(self.window)
        clicker = Clicker(self.meant.append, lambda: self.black)
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        self.senses.tell(clicker.hear, kinds)
        self.window.show()
        qtbot.waitActive(self.window)


@pytest.fixture
def hall(qtbot: QtBot) -> Iterator[Hall]:
    made = Hall(qtbot)
    made.senses.listen()
    yield made
    made.senses.rest()


@pytest.mark.parametrize("focused", ["line", "slider", "button", "combo", "window"])
@pytest.mark.parametrize(("key", "meant"), PAIRS, ids=lambda value: str(getattr(value, "name", "")))
def test_a_key_has_its_one_meaning_whatever_has_the_focus(
    hall: Hall, focused: str, key: Qt.Key, meant: Meaning
) -> None:
    widget: QWidget = getattr(hall, focused)
    widget.setFocus()
    QTest.keyClick(widget, key)
    assert hall.meant == [meant]
    assert not hall.stolen
    assert (hall.line.text(), hall.slider.value(), hall.combo.currentIndex()) == ("text", 50, 1)


def test_a_key_that_the_system_sends_comes_once(hall: Hall) -> None:
    """By way of the window, where shortcuts are looked for, and not to a widget at once."""
    hall.slider.setFocus()
    QTest.keyClick(hall.window.windowHandle(), Qt.Key.Key_Right)
    assert hall.meant == ["next"]
    assert hall.slider.value() == 50
    assert not hall.stolen


def test_a_key_that_is_held_counts_once(hall: Hall) -> None:
    for held in (False, True, True):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_PageDown, NONE, "", held)
        QCoreApplication.sendEvent(hall.slider, press)
        assert press.isAccepted()
    assert hall.meant == ["next"]


def test_other_keys_are_left_to_the_window(hall: Hall) -> None:
    hall.line.setFocus()
    QTest.keyClicks(hall.line, "x1")
    assert hall.line.text() == "textx1"
    hall.slider.setFocus()
    QTest.keyClick(hall.slider, Qt.Key.Key_Up)
    assert hall.slider.value() == 51
    assert not hall.meant


def test_with_control_or_alt_they_mean_something_else() -> None:
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    for key, meant in PAIRS:
        assert meaning(key, Qt.KeyboardModifier.KeypadModifier) == meant
        assert meaning(key, control) is None
        assert meaning(key, alt) is None
    assert meaning(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier) == "nothing"


def test_while_the_screen_is_black_any_key_brings_it_back(hall: Hall) -> None:
    hall.black = True
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_X, Qt.Key.Key_Escape, Qt.Key.Key_Shift):
        QTest.keyClick(hall.line, key)
    assert hall.meant == ["black", "black", "black"]
    assert hall.line.text() == "text"


def test_a_dialog_keeps_its_keys(hall: Hall, qtbot: QtBot) -> None:
    dialog = QDialog(hall.window)
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert not hall.meant
    dialog.deleteLater()


def test_a_list_that_hangs_open_is_closed_and_the_lecture_goes_on(hall: Hall) -> None:
    hall.combo.showPopup()
    view = hall.combo.view()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert not view.isVisible()
    assert hall.meant == ["next"]
    assert hall.combo.currentIndex() == 1


def test_escape_closes_a_list_and_no_more(hall: Hall) -> None:
    hall.combo.showPopup()
    QTest.keyClick(hall.combo.view(), Qt.Key.Key_Escape)
    assert not hall.combo.view().isVisible()
    assert not hall.meant


def test_who_no_longer_presents_hears_nothing(hall: Hall) -> None:
    hall.senses.rest()
    hall.slider.setFocus()
    QTest.keyClick(hall.slider, Qt.Key.Key_PageUp)
    assert not hall.meant
