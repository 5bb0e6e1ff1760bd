from dataclasses import replace
from itertools import chain, combinations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSlider,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aeviewer.app.look.style import sheet
from aeviewer.app.look.theme import DARK, LIGHT, Theme
from aeviewer.app.views.path.bar import PathBar
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, View
from tests.app.hands import child, press
from tests.app.pictures import plain

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
BOTH = (Anchor((0.0, 0.0), 3), Anchor((1.0, 0.0), 5))


@pytest.fixture
def store() -> Store:
    return Store(View(anchors=BOTH, t=0.25))


@pytest.fixture
def bar(store: Store, qtbot: QtBot) -> PathBar:
    made = PathBar(store)
    qtbot.addWidget(made)
    made.resize(700, 72)
    made.show()
    return made


def slider(bar: PathBar) -> QSlider:
    return child(bar, QSlider)


def play(bar: PathBar) -> QPushButton:
    return child(bar, QPushButton)


def parts_of(row: QWidget) -> list[QWidget]:
    """What is on show in a row, without what is within it."""
    shown = [part for part in row.findChildren(QWidget) if not part.isHidden()]
    return [part for part in shown if part.parent() is row]


def walking(bar: PathBar) -> bool:
    timer = bar.findChild(QTimer)
    assert timer is not None
    return timer.isActive()


def test_it_shows_the_view(bar: PathBar, store: Store) -> None:
    assert slider(bar).value() == 250
    store.set(t=0.5, path="slerp")
    assert slider(bar).value() == 500
    assert child(bar, QComboBox).currentText() == "Arc"
    assert "0.50" in {label.text() for label in bar.findChildren(QLabel)}


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("width", [312, 320, 400, 456, 600, 748, 900])
def test_nothing_overlaps_at_any_width(
    bar: PathBar, store: Store, width: int, theme: Theme
) -> None:
    bar.setStyleSheet(sheet(theme))
    for honest in (False, True):
        store.set(honest=honest)
        bar.resize(width, bar.sizeHint().height())
        assert bar.width() == width
        parts = [parts_of(row) for row in (bar._sheet, bar._track, bar._controls)]
        assert len(parts[0]) >= (10 if honest else 4)
        for part in chain(*parts):
            room = part.parentWidget()
            assert room is not None
            assert room.rect().contains(part.geometry()), part
            assert part.width() >= part.minimumSizeHint().width(), part
        for shown in parts:
            for part, other in combinations(shown, 2):
                assert not part.geometry().intersects(other.geometry()), (part, other)


def test_it_asks_for_no_more_than_its_narrowest_look(bar: PathBar) -> None:
    assert bar.minimumSizeHint().width() <= 320
    bar.resize(320, 72)
    assert play(bar).text() == ""
    assert not play(bar).icon().isNull()
    assert play(bar).toolTip().startswith("Play")
    assert "0.25" not in {label.text() for label in bar.findChildren(QLabel) if label.isVisible()}
    bar.resize(700, 72)
    assert play(bar).text() == "Play"


def test_the_ends_say_what_they_are(bar: PathBar, store: Store) -> None:
    names = {part.accessibleName(): part.toolTip() for part in bar.findChildren(QWidget)}
    for text in ("A: reconstruction of sample 3", "B: reconstruction of sample 5"):
        assert names[text] == text
    store.set(anchors=(BOTH[0], Anchor((1.25, -0.5))))
    names = {part.accessibleName(): part.toolTip() for part in bar.findChildren(QWidget)}
    assert "B: decoded from the point (1.25, \N{MINUS SIGN}0.50) of the map" in names


def test_showing_a_finer_t_does_not_round_it(bar: PathBar, store: Store) -> None:
    store.set(t=0.123456)
    assert store.view.t == 0.123456


def test_keys_move_t_and_each_is_one_undo(bar: PathBar, store: Store) -> None:
    press(slider(bar), Qt.Key.Key_Right)
    assert store.view.t == pytest.approx(0.26)
    press(slider(bar), Qt.Key.Key_End)
    assert store.view.t == 1
    store.undo()
    assert store.view.t == pytest.approx(0.26)
    store.undo()
    assert store.view.t == 0.25
    assert slider(bar).value() == 250


def test_a_drag_is_one_undo(bar: PathBar, store: Store) -> None:
    handle, height = slider(bar), slider(bar).height() // 2
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    spots = [QPoint(round(share * handle.width()), height) for share in (0.27, 0.4, 0.6, 0.5)]
    QTest.mousePress(handle, left, none, spots[0])
    for spot in spots[1:]:
        QTest.mouseMove(handle, spot)
    QTest.mouseRelease(handle, left, none, spots[-1])
    assert store.view.t == pytest.approx(0.5, abs=0.05)
    store.undo()
    assert store.view.t == 0.25


def test_the_shape_is_chosen(bar: PathBar, store: Store) -> None:
    before = store.view
    press(child(bar, QComboBox), Qt.Key.Key_Down)
    assert store.view == replace(before, path="slerp")
    press(child(bar, QComboBox), Qt.Key.Key_Down)
    assert store.view == replace(before, path="geodesic")
    store.undo()
    store.undo()
    assert store.view == before
    assert child(bar, QComboBox).currentIndex() == 0


def test_play_walks_there_and_back_until_paused(bar: PathBar, store: Store, qtbot: QtBot) -> None:
    seen: list[float] = []
    store.set(t=0.98)
    store.settle()
    store.watch(lambda view: seen.append(view.t), "t")
    press(play(bar), Qt.Key.Key_Space)
    assert play(bar).text() == "Pause"
    qtbot.waitUntil(lambda: len(seen) > 4 and seen[-1] < 1)
    press(play(bar), Qt.Key.Key_Space)
    assert play(bar).text() == "Play"
    assert max(seen) == 1
    assert not walking(bar)
    store.undo()
    assert store.view.t == 0.98


def test_an_undo_ends_the_walk(bar: PathBar, store: Store, qtbot: QtBot) -> None:
    store.set(path="slerp")
    store.settle()
    press(play(bar), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: store.view.t > 0.25)
    store.undo()
    assert not walking(bar)
    assert play(bar).text() == "Play"
    assert (store.view.t, store.view.path) == (0.25, "slerp")
    store.undo()
    assert store.view.path == "lerp"
    store.redo()
    store.redo()
    assert store.view.t > 0.25
    assert not walking(bar)


def test_codes_are_walked_straight_and_the_bar_says_so(bar: PathBar, store: Store) -> None:
    store.set(path="geodesic")
    shape = child(bar, QComboBox)
    bar.set_relaxing(False)
    assert shape.currentText() == "Straight"
    assert "no geodesic" in shape.toolTip()
    press(shape, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert store.view.path == "slerp"  # there is nothing beyond
    store.set(path="geodesic")
    bar.set_relaxing(True)
    assert shape.currentText() == "Geodesic"
    assert "no geodesic" not in shape.toolTip()


def test_from_three_anchors_on_the_path_can_be_closed(bar: PathBar, store: Store) -> None:
    loop = child(bar, QCheckBox)
    assert not loop.isVisible()
    store.set(anchors=(*BOTH, Anchor((0.0, 1.0), 7)))
    assert loop.isVisible()
    names = {part.accessibleName() for part in bar.findChildren(QWidget)}
    assert {"A: reconstruction of sample 3", "C: reconstruction of sample 7"} <= names
    press(loop, Qt.Key.Key_Space)
    assert store.view.closed
    names = {part.accessibleName() for part in bar.findChildren(QWidget)}
    assert "C: reconstruction of sample 7" not in names
    store.undo()
    assert not loop.isChecked()


def test_a_closed_path_is_walked_round_and_round(bar: PathBar, store: Store, qtbot: QtBot) -> None:
    store.set(anchors=(*BOTH, Anchor((0.0, 1.0), 7)), closed=True, t=0.97)
    seen: list[float] = []
    store.watch(lambda view: seen.append(view.t), "t")
    press(play(bar), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(seen) > 4 and seen[-1] < 0.5)
    press(play(bar), Qt.Key.Key_Space)


def test_hiding_ends_the_walk(bar: PathBar) -> None:
    press(play(bar), Qt.Key.Key_Space)
    bar.hide()
    assert not walking(bar)
    assert not play(bar).isChecked()


def test_without_two_anchors_it_invites(bar: PathBar, store: Store) -> None:
    press(play(bar), Qt.Key.Key_Space)
    for count, word in ((1, "B"), (0, "two places")):
        store.set(anchors=BOTH[:count])
        assert not walking(bar)
        assert not slider(bar).isEnabled()
        texts = [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]
        assert len(texts) == 1
        assert word in texts[0]
        assert "Shift+click" in texts[0]
    store.set(anchors=BOTH)
    assert slider(bar).isEnabled()
    assert slider(bar).isVisible()


def test_the_ends_show_their_pictures_in_the_anchors_colours(bar: PathBar) -> None:
    bar.set_theme(DARK)
    bar.set_thumbnails(plain(), None)
    colours = {
        bar.grab().toImage().pixelColor(x, y).name()
        for x in range(bar.width())
        for y in (20, bar.height() // 2)
    }
    assert {"#ff0000", DARK.anchor_a, DARK.anchor_b} <= colours


def test_every_control_says_what_it_is(bar: PathBar) -> None:
    for control in (slider(bar), play(bar), child(bar, QComboBox)):
        assert control.accessibleName()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_look_of_another_height_settles(store: Store, qtbot: QtBot) -> None:
    """In a column the bar is resized when a look takes another height."""
    host, bar = QWidget(), PathBar(store)
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    column.addWidget(QTextEdit(), 1)
    column.addWidget(bar)
    store.set(anchors=(*BOTH, Anchor((0.0, 1.0), 7)))
    host.show()
    looks = set()
    for width in (900, 600, 520, 480, 440, 400, 360):
        host.resize(width, 500)
        qtbot.waitUntil(lambda width=width: bar.width() > width - 40)  # type: ignore[misc]
        looks.add(bar._look)
    assert len(looks) > 1
