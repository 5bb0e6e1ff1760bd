"""What an audience sees of the map and of what stands around it."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from aeviewer.app.views.map.chip import Chip
from aeviewer.session.view import Anchor
from tests.app.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", r"support raise\(\)", "requestActivate", extend=True
)


LEFT = Qt.MouseButton.LeftButton


def place(desk: Desk, widget: QWidget) -> QRect:
    """Where a widget stands in the window."""
    return QRect(widget.mapTo(desk.window, QPoint()), widget.size())


def chips(desk: Desk) -> list[Chip]:
    return [chip for chip in desk.window.findChildren(Chip) if chip.isVisible()]


def test_all_classes_stand_beside_the_plane_and_hide_nothing_of_it(talk: Desk) -> None:
    for step in range(2):
        talk.program.lessons.player.go(step)
        talk.quiet()
        assert len(chips(talk)) == 10
        for chip in chips(talk):
            assert not chip.visibleRegion().isEmpty()
            assert chip.visibleRegion().boundingRect() == chip.rect()
            assert not place(talk, chip).intersects(place(talk, talk.parts.map))
    QTest.mouseClick(chips(talk)[3], LEFT)
    assert talk.view.hidden == {3}
    talk.program.lecture.end()
    talk.turn()
    assert [chip.isChecked() for chip in chips(talk)].index(False) == 3
    assert all(place(talk, talk.parts.map).contains(place(talk, chip)) for chip in chips(talk))


def test_the_honesty_of_a_path_leaves_the_map_its_room(talk: Desk) -> None:
    desk, bar = talk, talk.parts.path
    desk.store.set(anchors=(Anchor((0.0, 0.0)), Anchor((1.0, 1.0))), honest=True)
    desk.quiet()
    assert desk.parts.map.height() > bar.height()
    row = bar.honesty.rows["nearest"]
    assert row.title.isVisible()
    assert "\n" not in row.title.text()  # its symbol is in the tool tip
    assert "distance of latents" in row.title.toolTip()
    assert row.profile.width() > row.title.width() / 2
    sheet = row.profile.parentWidget()
    assert sheet is not None
    seen = [part for part in sheet.children() if isinstance(part, QWidget) and part.isVisible()]
    assert len(seen) == 3 + 2 + 3 * 4  # strip and its ends, controls and fold, four measures
    for part, other in combinations(seen, 2):
        assert not part.geometry().intersects(other.geometry()), (part, other)
    assert desk.parts.probe.picture.visibleRegion().boundingRect().height() > 96
    desk.program.lecture.end()
    desk.turn()
    assert "\n" in row.title.text()


def test_what_begins_a_training_and_its_curves_are_seen_without_scrolling(talk: Desk) -> None:
    talk.program.lessons.player.go(1)
    talk.quiet()
    train = talk.parts.train
    assert train.verticalScrollBar().maximum() == 0
    assert not train.knobs.isVisible()
    start = button(train, talk, "start")
    for part in (start, train.curves):
        assert part.visibleRegion().boundingRect() == part.rect()
    talk.store.set(data="digits", knobs=(("hidden", "8"), ("plan.epochs", 1000)))
    with talk.qtbot.waitSignal(talk.studio.began):
        QTest.mouseClick(start, LEFT)
    with talk.qtbot.waitSignal(talk.studio.ended):
        QTest.mouseClick(button(train, talk, "stop"), LEFT)
    talk.program.lecture.end()
    assert not start.isVisible()
    assert train.knobs.isVisible()


def test_a_step_that_points_at_the_knobs_shows_them(talk: Desk) -> None:
    train = talk.parts.train
    train.set_bare(True, knobs=True)
    assert not train.knobs.isHidden()
    train.set_bare(True, knobs=False)
    assert train.knobs.isHidden()


def button(panel: QWidget, desk: Desk, name: str) -> QToolButton:
    found = panel.findChildren(QToolButton)
    return next(each for each in found if each.defaultAction() is desk.actions[name])
