"""What an audience sees of the map and of what stands around it."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from aeviewer.app.views.map.chip import Chip
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
