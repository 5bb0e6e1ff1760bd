"""Sessions, files used last, the docks' places, and undo a hundred gestures deep."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QFileDialog
from pytestqt.qtbot import QtBot

from aeviewer.app.start.run import open_window
from aeviewer.app.window import Window
from aeviewer.app.work.work import Work
from aeviewer.session import file
from aeviewer.session.frame import read_frame
from aeviewer.session.kept import Kept, RecentFile, place, read, write
from aeviewer.session.view import Slot
from tests.app.conftest import Desk, OpenDesk, bring_up, shut
from tests.app.hands import child

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def at_home(bundle: Path, open_desk: OpenDesk) -> Desk:
    """A window that keeps what the next start takes up."""
    desk = open_desk(until="filled")
    desk.program.work.come_home(tour=False)
    return desk


def work(desk: Desk) -> Work:
    return desk.program.work


def answer(desk: Desk, path: Path) -> None:
    """Choose a file in the dialog that is open."""
    dialog = child(desk.window, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    desk.turn()


def entries(desk: Desk) -> list[str]:
    return [action.text() for action in work(desk).recents.entries()]


# -- sessions


def test_a_session_is_saved_and_opened_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    desk.store.set(t=0.5, cursor=(0.3, 0.2))
    desk.act("save_session")
    answer(desk, path)
    saved = file.load(path)
    assert replace(saved, camera=None) == desk.view
    assert saved.camera == desk.parts.map.camera  # it shows the same map in another window
    desk.store.set(t=1.0, cursor=(0.0, 0.0), page="mix")
    desk.act("open_session")
    answer(desk, path)
    assert desk.view == saved
    assert entries(desk) == ["mine.json (session)"]
    desk.act("undo")
    assert desk.view.page == "mix"


def test_a_session_that_cannot_be_written_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    desk.act("save_session")
    answer(desk, tmp_path / "missing" / "mine.json")
    assert "cannot write" in desk.message()
    assert entries(desk) == []
    desk.act("save_session")
    answer(desk, tmp_path / "mine.json")
    assert desk.message() == ""


# -- files used last


def test_models_and_data_are_remembered_however_they_came(
    desk: Desk, digits_file: Path, tmp_path: Path
) -> None:
    path = copyfile(digits_file, tmp_path / "mine.safetensors")
    (tmp_path / "images").mkdir()
    desk.open(path)
    desk.store.set(data=str(tmp_path / "images"))
    assert entries(desk) == ["images (data folder)", "mine.safetensors (model)"]
    desk.open("mnist-vae-2d")
    assert len(entries(desk)) == 2  # a bundled one needs no remembering
    recent = work(desk).recents.entries()[1]
    with desk.qtbot.waitSignal(desk.engine.opened):
        recent.trigger()
    assert desk.engine.shown == str(path)
    desk.quiet()


def test_what_is_missing_leaves_the_list_with_a_word(at_home: Desk, tmp_path: Path) -> None:
    (tmp_path / "here.json").touch()
    for name in ("gone.json", "here.json"):
        work(at_home).recents.remember("session", str(tmp_path / name))
    work(at_home).recents.aboutToShow.emit()
    assert "gone.json is no longer there" in at_home.parts.status.currentMessage()
    assert entries(at_home) == ["here.json (session)"]
    assert [file.path for file in read(place()).files] == [str(tmp_path / "here.json")]


def test_an_entry_whose_file_went_meanwhile_opens_nothing(at_home: Desk, tmp_path: Path) -> None:
    (tmp_path / "here.json").touch()
    work(at_home).recents.remember("session", str(tmp_path / "here.json"))
    (action,) = work(at_home).recents.entries()
    (tmp_path / "here.json").unlink()
    action.trigger()
    assert "here.json is no longer there" in at_home.parts.status.currentMessage()
    assert at_home.message() == ""


def test_the_next_start_remembers(bundle: Path, open_desk: OpenDesk, tmp_path: Path) -> None:
    (tmp_path / "old.json").touch()
    write(Kept(files=(RecentFile(kind="session", path=str(tmp_path / "old.json")),)), place())
    desk = open_desk(until="filled")
    assert entries(desk) == []
    work(desk).come_home(tour=False)
    assert entries(desk) == ["old.json (session)"]


def test_pictures_and_tests_keep_nothing(desk: Desk, tmp_path: Path) -> None:
    work(desk).recents.remember("data", str(tmp_path))
    assert entries(desk) == [f"{tmp_path.name} (data folder)"]
    shut(desk)
    assert not place().exists()


def test_a_place_that_cannot_be_written_is_one_sentence(at_home: Desk, tmp_path: Path) -> None:
    place().mkdir(parents=True)
    work(at_home).recents.remember("data", str(tmp_path))
    assert "cannot write" in at_home.message()


# -- where the docks are


def train_dock(desk: Desk) -> QDockWidget:
    return desk.parts.docks.train


def settled(desk: Desk) -> Desk:
    """Wait until the docks have their places."""
    desk.turn()
    return desk


def rearrange(desk: Desk) -> None:
    """Put the training's panel on the other side, as a drag does."""
    desk.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, train_dock(desk))
    desk.turn()


def side(desk: Desk) -> Qt.DockWidgetArea:
    return desk.window.dockWidgetArea(train_dock(desk))


def test_docks_can_be_moved_and_put_back(at_home: Desk) -> None:
    settled(at_home)
    movable = QDockWidget.DockWidgetFeature.DockWidgetMovable
    assert all(dock.features() & movable for dock in at_home.window.findChildren(QDockWidget))
    before = train_dock(at_home).geometry()
    rearrange(at_home)
    train_dock(at_home).setFloating(True)
    assert side(at_home) == Qt.DockWidgetArea.RightDockWidgetArea
    at_home.act("reset_layout")
    at_home.qtbot.waitUntil(lambda: train_dock(at_home).geometry() == before)
    assert not train_dock(at_home).isFloating()
    assert side(at_home) == Qt.DockWidgetArea.LeftDockWidgetArea


def test_the_next_start_has_them_where_they_were(
    bundle: Path, at_home: Desk, open_desk: OpenDesk
) -> None:
    rearrange(settled(at_home))
    assert at_home.window.close()
    other = open_desk(until="filled")
    work(other).come_home(tour=False)
    settled(other)
    assert side(other) == Qt.DockWidgetArea.RightDockWidgetArea
    other.act("reset_layout")
    assert side(other) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert other.message() == ""


@pytest.mark.parametrize("layout", ["no base64!", base64.b64encode(b"no state").decode()])
def test_a_broken_arrangement_is_ignored_with_a_word(
    bundle: Path, open_desk: OpenDesk, layout: str
) -> None:
    write(Kept(layout=layout, toured=True), place())
    desk = open_desk(until="filled")
    work(desk).come_home(tour=True)
    settled(desk)
    assert "where the panels were could not be read" in desk.message()
    assert side(desk) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert read(place()) == Kept(toured=True)  # the next start says nothing


# -- where the window is


def left_at(desk: Desk, box: QRect) -> None:
    """Put the window somewhere, and close it."""
    desk.window.setMinimumSize(1, 1)  # the tests' screen is narrower than a window may be
    desk.window.setGeometry(box)
    assert desk.window.close()


@pytest.fixture
def come_back(qtbot: QtBot) -> Iterator[Callable[[], Window]]:
    """Opens windows as the next start does, up to where they are shown."""
    windows: list[Window] = []

    def open_one() -> Window:
        window = open_window([], frame=read_frame(place()))
        windows.append(window)
        return window

    yield open_one
    for window in windows:
        window.close()
        window.deleteLater()


def test_the_next_start_has_the_window_where_it_was(
    at_home: Desk, come_back: Callable[[], Window]
) -> None:
    box = QRect(40, 50, 700, 640)
    left_at(at_home, box)
    found = come_back().geometry()
    assert (found.topLeft(), found.height()) == (box.topLeft(), box.height())


def test_a_window_that_was_as_large_as_the_screen_is_so_again(
    at_home: Desk, come_back: Callable[[], Window]
) -> None:
    at_home.window.showMaximized()
    assert at_home.window.close()
    assert come_back().isMaximized()


@pytest.mark.parametrize("box", [QRect(4000, 3000, 700, 600), QRect(-900, -900, 700, 600)])
def test_a_window_on_a_screen_that_is_gone_comes_onto_one_that_is_there(
    at_home: Desk, come_back: Callable[[], Window], box: QRect
) -> None:
    left_at(at_home, box)
    window = come_back()
    there = window.screen().availableGeometry()
    assert there.contains(window.geometry().topLeft())
    assert window.geometry().bottom() <= there.bottom()


@pytest.mark.parametrize("frame", ["no base64!", base64.b64encode(b"no frame").decode()])
def test_a_window_whose_place_cannot_be_read_has_the_first(
    come_back: Callable[[], Window], frame: str
) -> None:
    write(Kept(frame=frame), place())
    assert come_back().size() == QSize(1280, 720)


def test_a_damaged_file_is_told_and_the_window_starts(bundle: Path, open_desk: OpenDesk) -> None:
    place().parent.mkdir(parents=True)
    place().write_text("{")
    desk = open_desk(until="filled")
    work(desk).come_home(tour=False)
    assert "the window starts anew" in desk.message()


# -- undo


def test_undo_is_a_hundred_gestures_deep(desk: Desk) -> None:
    seen = []
    for number in range(104):
        desk.drag((number / 100, 0.0), (number / 100, 0.2))
        seen.append(desk.view)
    assert len(set(seen)) == 104
    for view in reversed(seen[3:-1]):
        desk.act("undo")
        assert desk.view == view
    assert not desk.actions["undo"].isEnabled()
    for view in seen[4:]:
        desk.act("redo")
        assert desk.view == view
    assert not desk.actions["redo"].isEnabled()
    desk.quiet()


def test_the_palette_undoes_too(desk: Desk) -> None:
    before = desk.view
    desk.drag((0.5, 0.5), (1.0, 0.5))
    (undo,) = (c for c in work(desk).commands.all() if c.action.objectName() == "undo")
    undo.action.trigger()
    assert desk.view == before
    desk.quiet()


def test_sessions_of_a_model_elsewhere_are_opened_from_the_list(
    desk: Desk, digits_file: Path, tmp_path: Path
) -> None:
    model = str(copyfile(digits_file, tmp_path / "mine.safetensors"))
    view = replace(desk.view, slots=(Slot(model=model),), t=0.25)
    file.save(view, tmp_path / "other.json")
    work(desk).recents.remember("session", str(tmp_path / "other.json"))
    with desk.qtbot.waitSignal(desk.engine.opened):
        work(desk).recents.entries()[0].trigger()
    desk.quiet()
    assert desk.view == view


def test_a_start_as_of_a_person_takes_up_what_was_kept(
    bundle: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`run` itself would stay in the event loop: what it does once the window is filled."""
    from aeviewer.app.start import run

    write(Kept(toured=True, commands=("Map: fit",)), place())
    desk = Desk(qtbot, open_window([]))
    bring_up(desk, "filled")
    run._settle(desk.window, None, tour=True)
    assert work(desk).memory.kept.commands == ("Map: fit",)
    assert work(desk).tour.note is None
    shut(desk)
