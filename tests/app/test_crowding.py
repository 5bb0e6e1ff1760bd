"""The page keeps its share of the window, and each page's layout comes to rest."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.scrolled import Scrolled
from aeviewer.app.work.crowding import SHARE
from aeviewer.session.kept import place, read
from tests.app.conftest import Desk, OpenDesk

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", "propagateSizeHints", extend=True)
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
SIZES, SCALES = ((1280, 720), (1024, 768)), (1.0, 1.3, 1.6)
PAGES = "denoise", "anomaly", "adversary", "features", "compare"
LESSON = """+++
title = "Small"
summary = "A test."
minutes = 1
sources = ["Somebody 2020"]
+++
# First
Some text.
"""
_CALM, _TURNS = 4, 60  # turns of the event loop: at rest, and at most until then


@dataclass
class Resizes(QObject):
    """Counts how often a widget, or one in it, is given another size."""

    whole: QWidget

    def __post_init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.count += watched is self.whole or self.whole.isAncestorOf(watched)
        return False


def come_to_rest(desk: Desk, whole: QWidget) -> None:
    """Turn the event loop until nothing is given another size any more."""
    app = QApplication.instance()
    assert app is not None
    resizes, calm = Resizes(whole), 0
    app.installEventFilter(resizes)
    try:
        for _ in range(_TURNS):
            before = resizes.count
            desk.turn()
            calm = calm + 1 if resizes.count == before else 0
            if calm == _CALM:
                return
    finally:
        app.removeEventFilter(resizes)
    pytest.fail(f"after {_TURNS} turns sizes still change: {resizes.count} times so far")


def dress(desk: Desk, size: tuple[int, int], scale: float = 1.0) -> None:
    """Give the window a size, and its text."""
    desk.store.set(scale=scale)
    desk.window.resize(*size)
    come_to_rest(desk, desk.window)


def share(desk: Desk) -> float:
    return desk.parts.pages.width() / desk.window.width()


def side(desk: Desk) -> Qt.DockWidgetArea:
    return desk.window.dockWidgetArea(desk.parts.docks.train)


# -- pages


@pytest.mark.parametrize("page", PAGES)
def test_whatever_the_size_a_page_comes_to_rest_and_all_of_it_can_be_reached(
    desk: Desk, page: str
) -> None:
    desk.store.set(page=page)
    desk.quiet()
    view = desk.parts.pages.views[page]
    for size in (*SIZES, (880, 560)):
        for scale in SCALES:
            dress(desk, size, scale)
            areas = [*_around(view), *view.findChildren(QScrollArea)]
            assert all(isinstance(area, Scrolled) for area in areas)
            for area in areas:
                assert_all_reached(area)
                sideways = area.horizontalScrollBar().maximum() if area.isVisible() else 0
                assert not sideways or size not in SIZES


def assert_all_reached(area: QScrollArea) -> None:
    """Check that nothing is squeezed, and that what is larger than its room can be scrolled."""
    inside = area.widget()
    assert inside is not None
    least, room = inside.minimumSizeHint(), area.viewport().size()
    assert inside.width() >= least.width()
    assert inside.height() >= least.height()
    bars = area.horizontalScrollBar(), area.verticalScrollBar()
    assert bars[0].maximum() == max(inside.width() - room.width(), 0)
    assert bars[1].maximum() == max(inside.height() - room.height(), 0)


def _around(view: QWidget) -> list[QScrollArea]:
    viewport = view.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    return [area] if isinstance(area, QScrollArea) else []


def test_pictures_of_noise_stay_large_where_text_is_large(desk: Desk) -> None:
    desk.store.set(page="denoise")
    desk.quiet()
    page = desk.parts.pages.views["denoise"]
    pictures = page.pictures  # type: ignore[attr-defined]
    for scale in (1.0, 1.5, 1.6):
        dress(desk, (1280, 720), scale)
        desk.quiet()
        sides = [rect.width() for rect in pictures.places()]
        assert len(sides) == 4
        assert min(sides) >= 80 * scale - 8  # a whole multiple of 8 pixels
        last = pictures.places()[-1]
        assert last.right() <= pictures.width()


# -- panels


def test_the_map_keeps_its_share(desk: Desk) -> None:
    order = [(size, scale) for size in SIZES for scale in SCALES]
    for size, scale in (*order, *order[::-1]):  # it does not matter where one comes from
        dress(desk, size, scale)
        assert desk.window.size().toTuple() == size
        assert share(desk) >= SHARE, (size, scale)


def test_the_training_gives_way_and_comes_back(desk: Desk) -> None:
    dress(desk, (1280, 720))
    first = desk.parts.docks.train.geometry()
    dress(desk, (1024, 768), 1.6)
    assert side(desk) == RIGHT
    assert not desk.parts.probe.visibleRegion().isEmpty()  # what was in front is so still
    assert desk.parts.docks.train in desk.window.tabifiedDockWidgets(desk.parts.docks.probe)
    dress(desk, (1280, 720))
    assert side(desk) == LEFT
    assert desk.parts.docks.train.geometry() == first
    assert not desk.parts.probe.visibleRegion().isEmpty()


def test_who_sets_the_training_keeps_it_before_him(desk: Desk) -> None:
    line = desk.parts.train.findChildren(QLineEdit)[0]
    line.setFocus()
    dress(desk, (1024, 768), 1.6)
    assert side(desk) == RIGHT
    assert line.hasFocus()
    assert not line.visibleRegion().isEmpty()


def test_a_panel_that_is_dragged_wide_is_left_alone(desk: Desk) -> None:
    dress(desk, (1280, 720))
    docks = desk.parts.docks
    desk.window.resizeDocks([docks.train], [600], Qt.Orientation.Horizontal)
    come_to_rest(desk, desk.window)
    assert docks.train.width() == 600
    assert share(desk) < SHARE
    dress(desk, (1200, 720))
    assert share(desk) >= SHARE


def test_a_lesson_and_its_end_leave_the_map_its_share(desk: Desk, tmp_path: Path) -> None:
    lesson = tmp_path / "small.md"
    lesson.write_text(LESSON)
    dress(desk, (1024, 768), 1.0)
    desk.program.open_lesson(str(lesson))
    dress(desk, (1024, 768), 1.6)
    assert not desk.parts.docks.lesson.isHidden()
    desk.act("lesson_close")
    come_to_rest(desk, desk.window)
    assert side(desk) == RIGHT
    assert share(desk) >= SHARE
    dress(desk, (1024, 768), 1.0)
    assert side(desk) == LEFT


def test_the_next_start_knows_nothing_of_it(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    first = open_desk(until="filled")
    first.program.work.come_home(tour=False)
    dress(first, (1024, 768), 1.6)
    assert side(first) == RIGHT
    assert first.window.close()
    assert read(place()).layout
    other = open_desk(until="filled")
    other.program.work.come_home(tour=False)
    dress(other, (1280, 720))
    assert side(other) == LEFT
