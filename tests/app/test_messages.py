import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aeviewer.app.telling.messages import MessageBar
from tests.app.hands import child, click, press

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A line that has the focus, above a message bar."""
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    line = QLineEdit()
    layout.addWidget(line)
    layout.addWidget(MessageBar())
    made.resize(600, 200)
    made.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    return made


@pytest.fixture
def bar(window: QWidget) -> MessageBar:
    return child(window, MessageBar)


def shown(bar: MessageBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]


def close(bar: MessageBar) -> None:
    click(child(bar, QToolButton, "Close the message"))


def test_an_empty_bar_takes_no_room(bar: MessageBar) -> None:
    assert not bar.isVisible()


def test_a_note_is_shown_and_closed(bar: MessageBar) -> None:
    bar.show_message("Saved to vae.safetensors.")
    assert shown(bar) == ["Saved to vae.safetensors."]
    assert bar.accessibleName() == "Note: Saved to vae.safetensors."
    close(bar)
    assert not bar.isVisible()


def test_the_newest_note_replaces_the_older(bar: MessageBar) -> None:
    bar.show_message("One.")
    bar.show_message("Two.", "warning")
    assert shown(bar) == ["Warning", "Two."]
    close(bar)
    assert not bar.isVisible()


def test_an_error_stays_until_it_is_closed(bar: MessageBar) -> None:
    bar.show_message("Bad.", "error")
    bar.show_message("Saved.")
    bar.show_message("Saved again.")
    bar.clear()
    assert shown(bar) == ["Error", "Bad."]
    bar.show_message("Worse.", "error")
    assert shown(bar) == ["Error", "Worse."]
    bar.show_message("Saved a third time.")
    close(bar)
    assert shown(bar) == ["Saved a third time."]
    bar.clear()
    assert not bar.isVisible()


def test_what_is_past_goes_and_what_is_of_something_else_stays(bar: MessageBar) -> None:
    bar.show_message("Not saved yet.", topic="walk")
    bar.let_pass("lesson", "file")
    assert shown(bar) == ["Not saved yet."]
    bar.show_message("No lesson.", "error", topic="lesson")
    bar.show_message("Not saved yet.", topic="walk")
    bar.let_pass("walk")  # it waits behind the error
    assert shown(bar) == ["Error", "No lesson."]
    bar.let_pass("lesson", "file")
    assert not bar.isVisible()


def test_what_no_success_ends_stays(bar: MessageBar) -> None:
    bar.show_message("Bad.", "error")
    bar.let_pass("model", "file", "lesson", "walk")
    assert shown(bar) == ["Error", "Bad."]


def test_the_remedy_is_done_once_and_closes_the_message(bar: MessageBar) -> None:
    done: list[int] = []
    bar.show_message("The folder is gone.", "error", ("Set data folder", lambda: done.append(1)))
    button = child(bar, QPushButton)
    assert button.text() == "Set data folder"
    press(button, Qt.Key.Key_Space)
    assert done == [1]
    assert not bar.isVisible()


def test_a_remedy_may_bring_the_next_message(bar: MessageBar) -> None:
    bar.show_message("Bad.", "error", ("Mend", lambda: bar.show_message("Mended.")))
    click(child(bar, QPushButton))
    assert shown(bar) == ["Mended."]


def test_details_unfold_and_can_be_copied(bar: MessageBar) -> None:
    bar.show_message("Bad.", "error", details="Traceback\nRuntimeError: boom")
    details = child(bar, QPlainTextEdit)
    copy = child(bar, QToolButton, "Copy the message and its details")
    assert not details.isVisible()
    assert not copy.isVisible()
    click(child(bar, QToolButton, "Show what was going on, to copy it"))
    assert details.isVisible()
    click(copy)
    assert QGuiApplication.clipboard().text() == "Bad.\n\nTraceback\nRuntimeError: boom"
    bar.show_message("Worse.", "error", details="other")
    assert not details.isVisible()


def test_a_message_never_takes_the_focus(window: QWidget, bar: MessageBar) -> None:
    line = child(window, QLineEdit)
    for kind in ("info", "warning", "error"):
        bar.show_message("Something.", kind, ("Do", lambda: None), "details")
        assert line.hasFocus()


def test_what_looks_like_html_is_shown_as_it_is(bar: MessageBar) -> None:
    text = "<img src=http://example.org/x.png> & <b>bold</b> is no folder"
    bar.show_message(text, details=text)
    assert shown(bar) == [text]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in bar.findChildren(QLabel))
    assert child(bar, QPlainTextEdit).toPlainText() == text
