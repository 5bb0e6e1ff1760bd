"""The tour: notes that go on as one does what they say, and never stand in its way."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton

from aeviewer.app.work.tour import Tour, beside
from aeviewer.app.work.tour_notes import NOTES
from aeviewer.session.kept import place, read
from aeviewer.session.view import Slot
from tests.app.conftest import Desk, OpenDesk
from tests.app.hands import click

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def toured(desk: Desk) -> Desk:
    with desk.qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    desk.parts.map.setFocus()
    desk.act("tour")
    return desk


def tour(desk: Desk) -> Tour:
    return desk.program.work.tour


def title(desk: Desk) -> str:
    note = tour(desk).note
    return "" if note is None else note.title


def card(desk: Desk) -> QFrame:
    (found,) = (f for f in desk.window.findChildren(QFrame) if f.objectName() == "note")
    return found


def button(desk: Desk, said: str) -> QPushButton:
    (found,) = (b for b in card(desk).findChildren(QPushButton) if b.text() == said)
    return found


def over(desk: Desk) -> bool:
    """Whether the note lies on the widget that it is about."""
    target = tour(desk)._target
    assert target is not None
    corner = target.mapTo(desk.window, QPoint(0, 0))
    return card(desk).geometry().intersects(QRect(corner, target.size()))


def test_it_goes_on_by_itself_as_one_does_what_it_says(toured: Desk) -> None:
    titles = [note.title for note in NOTES]
    assert title(toured) == titles[0]
    toured.drag((0.0, 0.0), (0.5, 0.5))
    assert title(toured) == titles[1]
    toured.anchor(1)
    assert title(toured) == titles[1]
    toured.anchor(4)
    assert title(toured) == titles[2]
    toured.store.set(t=0.5)
    assert title(toured) == titles[3]
    toured.parts.layers.actions()[0].trigger()
    assert title(toured) == titles[4]
    toured.store.set(slots=(Slot(model=""),))
    assert title(toured) == titles[5]


def test_it_never_lies_on_what_it_tells_one_to_use(toured: Desk) -> None:
    for size in (QSize(1280, 720), QSize(1024, 768)):
        toured.window.resize(size)
        toured.act("tour")
        for note in NOTES:
            assert title(toured) == note.title
            assert not over(toured), note.title
            assert toured.window.rect().contains(card(toured).geometry()), note.title
            click(button(toured, "Done" if note is NOTES[-1] else "Next"))
        assert title(toured) == ""
        assert not card(toured).isVisible()


def test_nothing_is_modal_and_the_focus_stays(toured: Desk) -> None:
    assert QApplication.activeModalWidget() is None
    assert toured.window.focusWidget() is toured.parts.map
    click(button(toured, "Next"))
    assert toured.window.focusWidget() is toured.parts.map


def test_its_words_fit(toured: Desk) -> None:
    for note in NOTES:
        assert title(toured) == note.title
        for part in card(toured).children():
            if isinstance(part, QFrame) and part.isVisible():
                assert part.height() >= part.heightForWidth(part.width())
        click(button(toured, "Done" if note is NOTES[-1] else "Next"))


def test_the_frame_takes_no_click(toured: Desk) -> None:
    ring = tour(toured)._ring
    assert ring.isVisible()
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert toured.window.childAt(ring.geometry().center()) is toured.parts.map


def test_it_can_be_skipped_and_had_again(toured: Desk) -> None:
    click(button(toured, "Skip the tour"))
    assert title(toured) == ""
    assert not card(toured).isVisible()
    toured.store.set(cursor=(3.0, 3.0))
    assert title(toured) == ""
    toured.store.set(page="mix")
    toured.act("tour")
    assert title(toured) == NOTES[0].title
    assert toured.view.page == "map"


def test_presenting_ends_it(toured: Desk) -> None:
    toured.window.setWindowState(Qt.WindowState.WindowFullScreen)
    toured.qtbot.waitUntil(lambda: title(toured) == "")
    toured.window.setWindowState(Qt.WindowState.WindowNoState)


def test_it_is_shown_once(bundle: Path, open_desk: OpenDesk) -> None:
    for wanted in (NOTES[0].title, ""):
        desk = open_desk(until="filled")
        desk.program.work.come_home(tour=True)
        desk.turn()
        assert title(desk) == wanted
        assert read(place()).toured
        assert desk.window.close()


def test_it_goes_with_the_window(toured: Desk) -> None:
    assert toured.window.close()
    assert title(toured) == ""
    assert card(toured).isHidden()


def test_who_asked_for_a_model_is_not_shown_around(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(until="filled")
    desk.program.work.come_home(tour=False)
    desk.turn()
    assert title(desk) == ""
    assert not read(place()).toured


@pytest.mark.parametrize(
    ("target", "corner"),
    [
        (QRect(300, 0, 400, 600), QPoint(92, 250)),  # at the left of a tall one
        (QRect(0, 0, 400, 600), QPoint(408, 250)),  # or at its right
        (QRect(300, 0, 100, 40), QPoint(250, 48)),  # below a button
        (QRect(760, 0, 30, 40), QPoint(592, 48)),  # pushed into the window
        (QRect(300, 560, 100, 40), QPoint(250, 452)),  # above one at the foot
        (QRect(), QPoint(8, 468)),  # beside nothing: at the foot
    ],
)
def test_where_a_card_lies(target: QRect, corner: QPoint) -> None:
    assert beside(QSize(200, 100), target, QRect(0, 0, 800, 600)) == corner
