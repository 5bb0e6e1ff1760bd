"""Walks recorded, kept and played in the real window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QToolButton

from aeviewer.app.export.easel import Look
from aeviewer.app.export.job import Job
from aeviewer.app.export.order import Order
from aeviewer.app.export.walked import along
from aeviewer.app.lessons import recorder as recording
from aeviewer.app.lessons.recorder import LONGEST, Recorder
from aeviewer.errors import UserError
from aeviewer.session import lesson
from aeviewer.session.view import Slot
from aeviewer.session.walk import Moment, rests, written
from tests.app.conftest import Desk, subject_of
from tests.app.hands import child, click
from tests.app.walking import Clock, give_clock, keep, walk_about

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen has none


@pytest.fixture
def clock(desk: Desk) -> Clock:
    return give_clock(desk)


def play_out(desk: Desk, clock: Clock) -> list[int]:
    """Play to the end as if the time had passed; the milliseconds from moment to moment."""
    playback, waits = desk.program.walks.playback, []
    while playback.playing:
        waits.append(playback._wake.remainingTime())
        clock.now += max(waits[-1], 1) / 1000
        playback._wake.start(0)
        desk.turn()
    return waits


def test_a_walk_becomes_a_lesson_that_is_open_at_once(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    start = desk.view
    path = tmp_path / "my-first_walk.md"
    walk_about(desk, clock)
    end = desk.view
    assert desk.actions["record"].isChecked()
    keep(desk, path)
    assert not desk.actions["record"].isChecked()
    found = lesson.read(path)
    assert found.title == "My first walk"
    assert [step.title for step in found.steps] == ["1. Map", "2. Map", "3. Map"]
    assert found.steps[0].view.cursor == pytest.approx(start.cursor, abs=1e-5)
    assert found.steps[2].view.cursor == pytest.approx(end.cursor, abs=1e-5)
    assert [moment.view.page for moment in found.steps[2].walk] == ["traversal", "map"]
    assert desk.view.lesson == str(path)
    assert not desk.parts.docks.lesson.isHidden()
    assert not desk.parts.lesson.play.isHidden()


def test_a_walk_is_played_at_its_own_speed_to_its_end(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    walk_about(desk, clock)
    end = desk.view
    keep(desk, tmp_path / "walk.md")
    seen: list[tuple[int, str]] = []
    desk.store.watch(lambda view: seen.append((view.lesson_step, view.page)))
    click(desk.parts.lesson.play)
    assert desk.actions["play_walk"].isChecked()
    waits = play_out(desk, clock)
    assert waits == pytest.approx([550, 3000, 1000], abs=120)
    assert [at for at in dict.fromkeys(seen) if at[1] == "traversal"] == [(1, "traversal")]
    assert desk.view.cursor == pytest.approx(end.cursor, abs=1e-5)
    assert (desk.view.lesson_step, desk.view.page) == (2, "map")
    assert not desk.actions["play_walk"].isChecked()


def test_each_way_that_was_played_is_one_step_of_undo(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    walk_about(desk, clock)
    keep(desk, tmp_path / "walk.md")
    desk.act("play_walk")
    play_out(desk, clock)
    for number in (1, 0):
        desk.act("undo")
        assert desk.view.lesson_step == number
        assert desk.program.lessons.player.number == number


def test_a_touch_of_the_map_pauses_and_play_goes_on_from_there(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    walk_about(desk, clock)
    keep(desk, tmp_path / "walk.md")
    playback, player = desk.program.walks.playback, desk.program.lessons.player
    player.next()
    desk.act("play_walk")
    clock.now += 3.1
    playback._wake.start(0)
    desk.turn()
    assert desk.view.page == "traversal"  # in the middle of the way
    desk.store.set(page="map")
    desk.drag((0.3, 0.3), (0.6, 0.6))
    assert not playback.playing
    assert not desk.actions["play_walk"].isChecked()
    clock.now += 60
    desk.act("play_walk")
    assert desk.view.page == "traversal"
    assert playback._wake.remainingTime() == pytest.approx(1000, abs=150)


def test_another_step_ends_the_playing(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    walk_about(desk, clock)
    keep(desk, tmp_path / "walk.md")
    desk.act("play_walk")
    click(desk.parts.lesson.next)
    assert not desk.program.walks.playback.playing
    assert desk.view.lesson_step == 1
    desk.act("lesson_close")
    assert not desk.actions["play_walk"].isEnabled()


def test_a_walk_that_is_declined_can_still_be_saved(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    walk_about(desk, clock)
    desk.act("record")
    child(desk.window, QFileDialog).reject()
    desk.turn()
    assert "not saved" in desk.message()
    click(child(desk.parts.messages, QPushButton))
    path = tmp_path / "late.md"
    dialogs = [d for d in desk.window.findChildren(QFileDialog) if d.isVisible()]
    dialogs[0].selectFile(str(path))
    dialogs[0].accept()
    assert len(lesson.read(path).steps) == 3


def test_a_walk_ends_by_itself_and_says_so(desk: Desk, clock: Clock) -> None:
    walk_about(desk, clock)
    clock.now += LONGEST
    desk.program.walks.recorder._on_tick()
    assert "10 minutes" in desk.message()
    assert not desk.actions["record"].isChecked()
    assert desk.remedy().text() == "Save ..."


def test_a_walk_ends_before_its_file_is_full(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "_MOST", 100)
    desk.act("record")
    desk.store.set(selection=tuple(range(60)))
    desk.qtbot.waitUntil(lambda: not desk.program.walks.recorder.recording)
    assert "room" in desk.message()


def test_the_status_bar_says_that_one_records_and_ends_it(desk: Desk, clock: Clock) -> None:
    mark = desk.window.findChild(QToolButton, "recording")
    assert mark is not None
    assert mark.isHidden()
    low = desk.parts.status.sizeHint().height()
    assert low < mark.sizeHint().height()  # what is hidden takes no room of the map's
    desk.act("record")
    assert not mark.visibleRegion().isEmpty()
    clock.now += 62
    desk.program.walks.recorder._on_tick()
    assert mark.accessibleName() == "Recording 1:02 of 10:00"
    click(mark)
    assert mark.isHidden()
    assert not desk.program.walks.recorder.recording
    assert desk.parts.status.sizeHint().height() == low


def test_a_drag_is_looked_at_now_and_then_and_its_end_is_kept(desk: Desk) -> None:
    made = Recorder(desk.store, desk.window)
    made.begin()
    places = [(at / 100, at / 50) for at in range(200)]
    for place in places:
        desk.store.set(cursor=place)
    found = made.end()
    assert len(found) == 2
    assert found[-1].view.cursor == places[-1]
    assert rests(found) == [0, 1]


def test_nothing_watches_while_nothing_is_recorded(desk: Desk) -> None:
    before = len(desk.store._watches)
    desk.act("record")
    assert len(desk.store._watches) == before + 1
    desk.act("record")
    assert len(desk.store._watches) == before
    desk.store.set(cursor=(0.3, 0.4))
    assert not desk.program.walks.recorder._look.isActive()


def test_a_model_in_training_is_in_no_walk(desk: Desk) -> None:
    assert subject_of(desk)
    desk.act("record")
    desk.type("Epochs", "100000")
    desk.train()
    desk.qtbot.waitUntil(lambda: not desk.program.walks.recorder.recording)
    assert not desk.actions["record"].isChecked()
    desk.act("record")
    child(desk.window, QFileDialog).reject()  # what came before the training is asked about first
    desk.act("record")
    assert "keep the one in training" in desk.message()
    assert not desk.actions["record"].isChecked()


def test_the_keys_record_and_play(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(desk.window, Qt.Key.Key_R, both)
    assert desk.program.walks.recorder.recording
    desk.drag((0.0, 0.0), (1.0, 0.5))
    clock.now += 0.2
    keep(desk, tmp_path / "walk.md")
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.program.walks.playback.playing


def test_a_walk_is_filmed_at_its_own_speed(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    walk_about(desk, clock)
    keep(desk, tmp_path / "walk.md")
    look = Look("map", (240, 180))
    order = Order(look, tmp_path / "walk.gif", motion="walk", frames=1000, fps=4)
    made = along(order, desk.view)
    assert len(made) == 1 + round(4 * 4.5)  # the seconds from the first change to the last
    first, *_, last = lesson.read(tmp_path / "walk.md").steps
    assert (made[0]["cursor"], made[-1]["cursor"]) == (first.view.cursor, last.view.cursor)
    assert "page" not in made[0]  # a film of the map stays there
    whole = along(replace(order, look=Look("window", (1280, 720))), desk.view)
    assert [frame["page"] for frame in whole].count("traversal") == 4
    assert len(along(replace(order, frames=5), desk.view)) == 5
    job = Job(replace(order, frames=5), desk.view)
    with desk.qtbot.waitSignal(job.ended) as caught:
        job.start()
    assert caught.args == [order.target]
    with Image.open(order.target) as image:
        assert getattr(image, "n_frames", 1) > 1


def test_where_no_walk_is_open_none_is_filmed(desk: Desk, tmp_path: Path) -> None:
    order = Order(Look("map", (240, 180)), tmp_path / "walk.gif", motion="walk")
    with pytest.raises(UserError, match="there is no walk to film"):
        along(order, desk.view)
    path = tmp_path / "one.md"
    moments = (Moment(0.0, desk.view), Moment(1.0, replace(desk.view, t=0.5)))
    path.write_text(written(moments, "One", lambda number, _: str(number), "Words."))
    elsewhere = replace(desk.view, lesson=str(path), slots=(Slot(model="digits-vq"),))
    with pytest.raises(UserError, match="the walk shows mnist-vae-2d, too"):
        along(order, elsewhere)
