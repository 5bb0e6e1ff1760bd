"""A walk that is recorded while one presents: the presenter sees it, the audience does not."""

import pytest
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from aeviewer.app.lecture.presenter import PresenterWindow
from tests.app.conftest import Desk
from tests.app.hands import child, click
from tests.app.walking import give_clock

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", r"support raise\(\)", "requestActivate", extend=True
)


@pytest.fixture
def notes(talk: Desk) -> PresenterWindow:
    """The presenter's window, beside a lecture."""
    talk.act("presenter")
    window = talk.program.lecture.notes.window
    assert window is not None
    return window


def marks(window: QWidget) -> list[QToolButton]:
    """What says in a window, to be seen, that a walk is recorded."""
    found = window.findChildren(QToolButton, "recording")
    return [mark for mark in found if mark.window() is window and mark.isVisible()]


def test_the_presenter_sees_that_one_records_and_the_audience_does_not(
    talk: Desk, notes: PresenterWindow
) -> None:
    clock = give_clock(talk)
    assert marks(notes) == []
    talk.act("record")
    (mark,) = marks(notes)
    assert marks(talk.window) == []
    clock.now += 62
    talk.program.walks.recorder._on_tick()
    assert mark.accessibleName() == "Recording 1:02 of 10:00"
    assert mark.toolTip()
    talk.turn()
    assert not mark.visibleRegion().isEmpty()
    assert mark.height() >= 44
    click(mark)
    assert not talk.program.walks.recorder.recording
    assert marks(notes) == []


def test_a_window_that_comes_later_says_so_too(talk: Desk) -> None:
    clock = give_clock(talk)
    talk.act("record")
    for _ in range(2):
        talk.act("presenter")
        window = talk.program.lecture.notes.window
        assert window is not None
        assert len(marks(window)) == 1
        talk.act("presenter")
        talk.turn()  # it is gone now, and what it showed goes on
        clock.now += 1
        talk.program.walks.recorder._on_tick()


def test_the_question_for_the_file_is_where_the_presenter_is(
    talk: Desk, notes: PresenterWindow
) -> None:
    talk.act("record")
    talk.drag((0.0, 0.0), (1.0, 0.5))
    notes.activateWindow()
    talk.qtbot.waitUntil(notes.isActiveWindow)
    click(marks(notes)[0])
    dialog = child(talk.window, QFileDialog)
    assert dialog.parentWidget() is notes
    dialog.reject()
    talk.turn()
    assert "not saved yet" in talk.message()


def test_without_a_window_of_his_own_he_is_asked_on_the_stage(talk: Desk) -> None:
    talk.act("record")
    talk.drag((0.0, 0.0), (1.0, 0.5))
    talk.act("record")
    dialog = child(talk.window, QFileDialog)
    assert dialog.parentWidget() is talk.window
    dialog.reject()
