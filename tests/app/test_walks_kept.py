"""Closing the window loses no walk: what is in no file yet is asked about, or kept."""

from pathlib import Path

import platformdirs
import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from aeviewer.app.lessons.recorder import LONGEST
from aeviewer.session import lesson
from aeviewer.session.view import View
from tests.app.conftest import Desk, OpenDesk
from tests.app.hands import child, click
from tests.app.walking import Clock, give_clock, keep, walk_about

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen has none

Button = QMessageBox.StandardButton


@pytest.fixture
def clock(desk: Desk) -> Clock:
    return give_clock(desk)


def walks() -> list[Path]:
    folder = platformdirs.user_data_path("aeviewer", False) / "walks"
    return sorted(folder.iterdir()) if folder.exists() else []


def question(desk: Desk) -> QMessageBox:
    """Try to close, and find the question that comes."""
    assert not desk.window.close()
    assert desk.window.isVisible()
    return child(desk.window, QMessageBox)


def answer(desk: Desk, button: Button) -> None:
    click(question(desk).button(button))
    desk.turn()


def end_by_itself(desk: Desk, clock: Clock) -> None:
    clock.now += LONGEST
    desk.program.walks.recorder._on_tick()
    assert not desk.program.walks.recorder.recording


def test_a_walk_that_is_being_recorded_is_kept(desk: Desk, clock: Clock) -> None:
    walk_about(desk, clock)
    clock.now += 5
    desk.store.set(cursor=(0.25, 0.75))  # a moment before one leaves
    box = question(desk)
    assert "is being recorded" in box.text()
    folder = platformdirs.user_data_path("aeviewer", False) / "walks"
    assert str(folder) in box.informativeText()
    assert desk.program.walks.recorder.recording
    with desk.qtbot.waitSignal(desk.window.closed):
        click(box.button(Button.Save))
    (path,) = walks()
    assert path.parent == folder
    assert lesson.read(path).steps[-1].view.cursor == (0.25, 0.75)


def test_a_walk_is_thrown_away_if_one_says_so(desk: Desk, clock: Clock) -> None:
    walk_about(desk, clock)
    with desk.qtbot.waitSignal(desk.window.closed):
        answer(desk, Button.Discard)
    assert walks() == []


def test_one_stays_and_the_recording_goes_on(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    walk_about(desk, clock)
    answer(desk, Button.Cancel)
    assert desk.window.isVisible()
    clock.now += 3
    desk.store.set(cursor=(0.25, 0.75))
    keep(desk, tmp_path / "walk.md")
    assert lesson.read(tmp_path / "walk.md").steps[-1].view.cursor == (0.25, 0.75)
    assert desk.window.close()  # it is in a file: nothing is asked
    assert walks() == []


def test_where_nothing_was_changed_nothing_is_asked(desk: Desk) -> None:
    desk.act("record")
    assert desk.window.close()
    assert walks() == []


def test_a_walk_that_ended_by_itself_is_asked_about(desk: Desk, clock: Clock) -> None:
    walk_about(desk, clock)
    end_by_itself(desk, clock)
    box = question(desk)
    assert "is not saved yet" in box.text()
    with desk.qtbot.waitSignal(desk.window.closed):
        click(box.button(Button.Save))
    assert len(lesson.read(walks()[0]).steps) == 3


def test_the_key_that_should_have_ended_a_walk_asks_for_its_file(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    walk_about(desk, clock)
    end_by_itself(desk, clock)
    keep(desk, tmp_path / "walk.md")  # presses Record
    assert not desk.program.walks.recorder.recording
    assert len(lesson.read(tmp_path / "walk.md").steps) == 3
    desk.act("record")
    assert desk.program.walks.recorder.recording


def test_a_walk_that_was_declined_is_asked_about_once_more(desk: Desk, clock: Clock) -> None:
    walk_about(desk, clock)
    desk.act("record")
    child(desk.window, QFileDialog).reject()
    with desk.qtbot.waitSignal(desk.window.closed):
        answer(desk, Button.Save)
    assert len(walks()) == 1


def declined(desk: Desk, clock: Clock) -> None:
    """Record a walk, name no file for it, and press Record again."""
    walk_about(desk, clock)
    desk.act("record")
    child(desk.window, QFileDialog).reject()
    desk.turn()
    desk.act("record")
    assert not desk.program.walks.recorder.recording


@pytest.mark.parametrize(("button", "files"), [(Button.Save, 1), (Button.Discard, 0)])
def test_a_walk_that_was_declined_is_asked_about_before_the_next(
    desk: Desk, clock: Clock, button: Button, files: int
) -> None:
    declined(desk, clock)
    box = child(desk.window, QMessageBox)
    assert "is not saved yet" in box.text()
    click(box.button(button))
    assert desk.program.walks.recorder.recording
    assert len(walks()) == files
    assert desk.message() == ""  # the button there would save the one that is past
    if files:
        assert len(lesson.read(walks()[0]).steps) == 3
        recent = desk.program.work.memory.kept.files[0]
        assert (recent.kind, recent.path) == ("lesson", str(walks()[0]))


def test_a_walk_that_was_declined_may_stay_as_it_is(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    declined(desk, clock)
    desk.act("record")  # the one question is enough
    click(child(desk.window, QMessageBox).button(Button.Cancel))
    desk.turn()
    assert not desk.program.walks.recorder.recording
    click(desk.remedy())  # Save ...
    dialogs = [dialog for dialog in desk.window.findChildren(QFileDialog) if dialog.isVisible()]
    dialogs[0].selectFile(str(tmp_path / "late.md"))
    dialogs[0].accept()
    assert len(lesson.read(tmp_path / "late.md").steps) == 3
    assert desk.message() == ""
    desk.act("record")
    assert desk.program.walks.recorder.recording


def test_a_walk_that_cannot_be_kept_is_not_lost_to_the_next(desk: Desk, clock: Clock) -> None:
    folder = platformdirs.user_data_path("aeviewer", False)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file in the way")
    declined(desk, clock)
    click(child(desk.window, QMessageBox).button(Button.Save))
    assert desk.message().startswith("error: cannot keep the walk in")
    assert not desk.program.walks.recorder.recording
    assert "is not saved yet" in desk.program.walks.unkept.question()


def test_two_walks_of_a_day_are_two_files(desk: Desk, clock: Clock) -> None:
    walk_about(desk, clock)
    for count in (1, 2):
        desk.program.walks.unkept.keep_now()
        assert len(walks()) == count


def test_what_cannot_be_kept_keeps_the_window(desk: Desk, clock: Clock) -> None:
    folder = platformdirs.user_data_path("aeviewer", False)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file in the way")
    walk_about(desk, clock)
    answer(desk, Button.Save)
    assert desk.window.isVisible()
    assert desk.message().startswith("error: cannot keep the walk in")
    assert desk.program.walks.recorder.recording
    with desk.qtbot.waitSignal(desk.window.closed):
        answer(desk, Button.Discard)


def test_who_is_told_to_end_keeps_the_walk_unasked(desk: Desk, clock: Clock) -> None:
    walk_about(desk, clock)
    kept: list[str] = []
    desk.program.walks.unkept.kept.connect(kept.append)
    with desk.qtbot.waitSignal(desk.window.closed):
        desk.program.leave_now()
    assert [Path(path) for path in kept] == walks()
    recent = desk.program.work.memory.kept.files[0]
    assert (recent.kind, recent.path) == ("lesson", kept[0])


def test_a_training_and_a_walk_are_one_question(bundle: Path, open_desk: OpenDesk) -> None:
    knobs = (("hidden", "8"), ("plan.epochs", 100_000), ("plan.precision", "fp32"))
    desk = open_desk(view=View(knobs=knobs, device="cpu"))
    clock = give_clock(desk)
    walk_about(desk, clock)
    desk.train()  # which ends the walk
    box = question(desk)
    assert "is being trained" in box.text()
    assert "is not saved yet" in box.text()
    with desk.qtbot.waitSignal(desk.window.closed):
        click(box.button(Button.Save))
    runs = platformdirs.user_data_path("aeviewer", False) / "runs"
    assert len(list(runs.iterdir())) == len(walks()) == 1
