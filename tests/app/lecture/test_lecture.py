"""Presenting in the real window, by the keys of a clicker and the mouse."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QScrollArea,
    QSlider,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from aeviewer.app.lecture.chooser import Chooser
from aeviewer.app.lecture.screens import Screen
from aeviewer.errors import UserError
from aeviewer.session.lesson import read
from aeviewer.session.view import View
from tests.app.conftest import Desk, OpenDesk, bring_up
from tests.app.hands import child, click
from tests.app.lecture.conftest import key
from tests.app.lecture.reading import written

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", r"support raise\(\)", "requestActivate", extend=True
)


def visible(desk: Desk) -> set[QWidget]:
    return {widget for widget in desk.window.findChildren(QWidget) if widget.isVisible()}


def docks(desk: Desk) -> set[str]:
    found = desk.window.findChildren(QDockWidget)
    return {dock.objectName() for dock in found if dock.isVisible()}


def dock(desk: Desk, name: str) -> QDockWidget:
    (found,) = desk.window.findChildren(QDockWidget, name)
    return found


def middle(desk: Desk) -> QWidget:
    found = desk.window.centralWidget()
    assert found is not None
    return found


def test_nothing_but_the_step_is_shown(talk: Desk) -> None:
    assert talk.program.lecture.presenting
    assert docks(talk) == {"dock-lesson", "dock-probe"}
    assert talk.parts.map.isVisible()
    assert talk.parts.probe.picture.isVisible()
    for gone in (talk.parts.bar, talk.parts.status, talk.parts.path, talk.parts.probe.sliders):
        assert not gone.isVisible()
    key(talk, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert talk.view.lesson_step == 1
    assert talk.parts.path.isVisible()
    assert docks(talk) == {"dock-lesson", "dock-train"}
    key(talk, Qt.Key.Key_PageDown)
    assert docks(talk) == {"dock-lesson"}
    assert talk.parts.pages.views["traversal"].isVisible()


def test_a_question_is_answered_before_the_next_step(talk: Desk) -> None:
    assert not talk.parts.lesson.show_answer.isHidden()
    key(talk, Qt.Key.Key_Space)
    assert (talk.view.lesson_step, talk.parts.lesson.show_answer.isHidden()) == (0, True)
    key(talk, Qt.Key.Key_Space)
    assert talk.view.lesson_step == 1


def test_keys_lead_through_the_lesson_whatever_has_the_focus(talk: Desk, lesson: Path) -> None:
    views = [step.view for step in read(lesson).steps]
    talk.parts.map.setFocus()
    seen = []
    for pressed in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_PageUp):
        key(talk, pressed)
        seen.append(talk.view.lesson_step)
        assert talk.view == views[talk.view.lesson_step]
    assert seen == [2, 1, 0, 0]


def test_f5_begins_and_does_nothing_more_and_escape_ends(desk: Desk) -> None:
    desk.window.activateWindow()
    key(desk, Qt.Key.Key_F5)
    assert desk.window.isFullScreen()
    key(desk, Qt.Key.Key_F5)
    assert desk.window.isFullScreen()
    key(desk, Qt.Key.Key_Escape)
    assert not desk.window.isFullScreen()
    key(desk, Qt.Key.Key_Right)
    assert desk.view.page == "map"


def test_everything_comes_back_as_it_was(desk: Desk, lesson: Path) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desk.program.open_lesson(str(lesson))
    desk.quiet()
    desk.window.resizeDocks([desk.parts.docks.lesson], [401], Qt.Orientation.Horizontal)
    desk.parts.docks.draw.raise_()
    desk.parts.map.setFocus()
    desk.turn()

    def look() -> tuple[object, ...]:
        desk.turn()
        window, parts = desk.window, desk.parts
        sizes = window.geometry(), window.minimumSize(), window.windowState()
        pages = parts.map, parts.pages, parts.path, parts.bar, parts.status, parts.train, parts.draw
        places = [(part.isVisible(), part.geometry()) for part in (*pages, middle(desk))]
        seen = {name for name in docks(desk) if not dock(desk, name).visibleRegion().isEmpty()}
        places += [(True, dock(desk, name).geometry()) for name in sorted(seen)]
        return sizes, places, seen, app.font().pixelSize(), window.focusWidget(), docks(desk)

    before = look()
    desk.act("present")
    key(desk, Qt.Key.Key_End, Qt.Key.Key_Home)
    desk.quiet()
    assert look() != before
    key(desk, Qt.Key.Key_Escape)
    desk.quiet()
    assert look() == before
    assert QApplication.overrideCursor() is None


def test_a_lesson_that_is_closed_meanwhile_does_not_come_back(talk: Desk) -> None:
    talk.act("lesson_close")
    assert "dock-lesson" not in docks(talk)
    key(talk, Qt.Key.Key_Escape)
    assert "dock-lesson" not in docks(talk)


def test_without_a_lesson_the_keys_go_from_page_to_page(desk: Desk) -> None:
    desk.act("present")
    assert docks(desk) == {"dock-probe"}
    key(desk, Qt.Key.Key_Return)
    assert desk.view.page == "denoise"
    assert docks(desk) == set()
    key(desk, Qt.Key.Key_Backspace)
    assert desk.view.page == "map"
    desk.program.lecture.end()


def test_no_text_is_small_on_a_projector(talk: Desk) -> None:
    for _ in range(3):
        talk.quiet()
        fonts = {
            (type(widget).__name__, widget.font().pixelSize())
            for widget in visible(talk)
            if widget.font().pixelSize() < 18
        }
        assert not fonts
        painted = written(talk.window)
        assert sum(map(len, painted.values())) > 10
        assert min(painted) >= 18, painted[min(painted)]
        key(talk, Qt.Key.Key_End if talk.view.lesson_step else Qt.Key.Key_PageDown)
        key(talk, Qt.Key.Key_PageDown)


def test_what_can_be_hit_is_large(talk: Desk) -> None:
    kinds = (QAbstractButton, QComboBox, QSlider, QLineEdit, QAbstractSpinBox)
    for _ in range(2):
        small = {
            (type(widget).__name__, widget.accessibleName(), widget.height())
            for widget in visible(talk)
            if isinstance(widget, kinds) and widget.height() < 44
        }
        assert not small
        key(talk, Qt.Key.Key_End)
        talk.quiet()


def test_the_window_is_no_larger_than_the_screen(talk: Desk) -> None:
    for _ in range(4):
        assert (talk.window.width(), talk.window.height()) == (1024, 768)
        for widget in (middle(talk), *talk.window.findChildren(QDockWidget)):
            if widget.isVisible():
                assert talk.window.rect().contains(widget.geometry())
        key(talk, Qt.Key.Key_PageDown)
        talk.quiet()


def test_the_words_of_a_step_are_seen_without_scrolling(talk: Desk, lesson: Path) -> None:
    panel = talk.parts.lesson
    for _ in range(4):
        talk.quiet()
        bar = child(panel, QScrollArea).verticalScrollBar()
        assert bar.maximum() == 0
        assert not panel.next.isVisible()
        key(talk, Qt.Key.Key_PageDown)
    large = max(written(panel))
    longer = lesson.read_text("utf-8").replace("A plane,", "A plane, " + 60 * "word ")
    lesson.write_text(longer, encoding="utf-8")
    talk.program.open_lesson(str(lesson))
    talk.quiet()
    assert child(panel, QScrollArea).verticalScrollBar().maximum() == 0
    assert 18 <= max(written(panel)) < large
    key(talk, Qt.Key.Key_Escape)
    assert not panel.next.isHidden()


@pytest.mark.parametrize(("latex", "drawn"), [("a + c", True), (r"\\nonsense", False)])
def test_an_audience_sees_no_latex_while_it_is_typeset(
    talk: Desk, lesson: Path, latex: str, drawn: bool
) -> None:
    equation, typesetting = talk.parts.lesson.equation, talk.parts.lesson.typesetting
    talk.qtbot.waitUntil(lambda: equation.drawn)
    other = re.sub(r"(?s)```math.*?```", f"```math\n{latex}\n```", lesson.read_text("utf-8"))
    lesson.write_text(other, encoding="utf-8")
    with talk.qtbot.waitSignal(typesetting.ready):
        talk.program.open_lesson(str(lesson))
        assert equation.isHidden()
    assert equation.isVisible()
    assert equation.drawn == drawn


def test_the_black_screen_hides_all_and_any_key_brings_it_back(talk: Desk) -> None:
    key(talk, Qt.Key.Key_B)
    seen = talk.window.grab().toImage()
    assert {seen.pixelColor(x, y).name() for x in (5, 500, 1000) for y in (5, 700)} == {"#000000"}
    key(talk, Qt.Key.Key_PageDown)
    assert not talk.program.lecture.black
    assert talk.view.lesson_step == 0  # that key did no more
    key(talk, Qt.Key.Key_Period)
    key(talk, Qt.Key.Key_Escape)
    assert talk.program.lecture.presenting  # it closes the black screen first
    assert not talk.program.lecture.black
    key(talk, Qt.Key.Key_Period)
    click(talk.program.lecture.curtain)
    assert not talk.program.lecture.black


def test_the_mouse_leads_the_cursor_as_ever(talk: Desk) -> None:
    talk.drag((0.0, 0.0), (0.25, 0.5))
    talk.quiet()
    assert talk.view.cursor == pytest.approx((0.25, 0.5), abs=0.05)
    assert talk.picture() == talk.expected()


def test_tools_are_taken_by_their_keys(talk: Desk) -> None:
    lecture = talk.program.lecture
    names = []
    for pressed in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_3):
        key(talk, pressed)
        names.append(lecture.hand.name)
    assert names == ["spotlight", "loupe", "laser", ""]
    assert [talk.actions[name].isChecked() for name in ("spotlight", "laser")] == [False, False]
    talk.act("loupe")
    assert talk.actions["loupe"].isChecked()
    key(talk, Qt.Key.Key_Escape)
    assert lecture.hand.name == ""
    assert not talk.actions["loupe"].isEnabled()


def test_a_knob_that_had_the_focus_may_be_gone_in_the_end(desk: Desk) -> None:
    with desk.qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    line = desk.line("Latent")
    line.setFocus()
    desk.act("present")
    desk.store.choose(variant="vanilla")
    desk.qtbot.waitUntil(lambda: not isValid(line))
    desk.act("present")
    assert not desk.program.lecture.presenting
    assert desk.parts.bar.isVisible()


def test_an_error_is_a_quiet_sentence_beside_the_map(talk: Desk) -> None:
    focus = talk.window.focusWidget()
    talk.program.show_error(UserError("the cable is loose"))
    talk.turn()
    messages = talk.parts.messages
    assert "cable" in talk.message()
    assert talk.window.focusWidget() is focus
    corner = messages.mapTo(talk.window, QPoint())
    map_corner = talk.parts.map.mapTo(talk.window, QPoint())
    assert (
        not messages
        .rect()
        .translated(corner)
        .intersects(talk.parts.map.rect().translated(map_corner))
    )
    key(talk, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert talk.view.lesson_step == 1


def test_a_fault_that_nobody_expected_keeps_its_details_to_itself(talk: Desk) -> None:
    talk.program.show_error(ValueError("odd"))
    details = [
        button
        for button in talk.parts.messages.findChildren(QAbstractButton)
        if button.text() in {"Details", "Copy"} and button.isVisible()
    ]
    assert not details
    key(talk, Qt.Key.Key_Escape)
    assert any(
        button.text() == "Details" and not button.isHidden()
        for button in talk.parts.messages.findChildren(QAbstractButton)
    )


def test_the_presenters_window_tells_what_the_step_is_about(talk: Desk) -> None:
    talk.act("presenter")
    window = talk.program.lecture.notes.window
    assert window is not None
    assert talk.actions["presenter"].isChecked()
    notes = child(window, QTextBrowser).toPlainText()
    for words in ("Point at the middle", "What is in the middle?", "Nothing much."):
        assert words in notes
    said = " ".join(text for texts in written(window).values() for text in texts)
    assert "step 1 of 3" in said
    assert "Next: A path" in said
    assert "of 10:00" in said
    click(window.next)
    click(window.next)
    assert talk.view.lesson_step == 1
    QTest.keyClick(window, Qt.Key.Key_PageDown)  # a clicker speaks to whichever window is active
    assert talk.view.lesson_step == 2
    click(window.back)
    assert talk.view.lesson_step == 1
    talk.act("presenter")
    assert talk.program.lecture.notes.window is None


def test_the_mirror_shows_what_the_audience_sees_and_points_there(talk: Desk) -> None:
    talk.act("presenter")
    window, lecture = talk.program.lecture.notes.window, talk.program.lecture
    assert window is not None
    talk.turn()
    with talk.qtbot.waitSignal(lecture.sight.seen):
        talk.parts.map.update()
    mirror = window.mirror
    place = mirror.place()
    assert place.width() / place.height() == pytest.approx(1024 / 768, rel=0.02)
    centre = mirror.mapTo(window, place.center().toPoint())
    for where in (centre + QPoint(1, 1), centre):
        QTest.mouseMove(window.windowHandle(), where)
    at = lecture.hand.at
    assert at is not None
    assert (at - QPointF(512, 384)).manhattanLength() < 8
    talk.act("laser")
    dot = mirror.grab().toImage().pixelColor(place.center().toPoint())
    assert (dot.red(), dot.green() < 120) == (255, True)
    key(talk, Qt.Key.Key_B)
    assert "black" in mirror.accessibleDescription()


def test_the_time_goes_on_after_an_escape_by_mistake(talk: Desk) -> None:
    watch = talk.program.lecture.notes.watch
    running = [watch.running]
    key(talk, Qt.Key.Key_Escape)
    running.append(watch.running)
    gone = watch.seconds
    talk.act("present")
    assert [*running, watch.running] == [True, False, True]
    assert watch.seconds >= gone > 0


def test_a_lecture_begins_before_there_is_a_torch_and_the_picture_follows(
    lesson: Path, open_desk: OpenDesk
) -> None:
    """As `aeviewer present` begins: nothing but the page is painted, ever."""
    desk = open_desk(view=read(lesson).steps[0].view, until="painted", saved=True)

    def begin() -> None:
        desk.program.lecture.begin()  # there is a program by now

    desk.window.filled.connect(begin)
    bring_up(desk)
    assert desk.program.lecture.presenting
    assert docks(desk) == {"dock-lesson", "dock-probe"}
    assert desk.picture() == desk.expected()
    desk.program.lecture.end()


def test_on_one_screen_the_presenters_window_comes_when_it_is_wanted(talk: Desk) -> None:
    assert len(QGuiApplication.screens()) == 1
    assert talk.program.lecture.notes.window is None
    assert talk.program.lecture.seating.chooser is None


def test_a_screen_that_is_not_there_is_told_and_the_lecture_begins(desk: Desk) -> None:
    desk.program.lecture.begin(2)
    assert desk.window.isFullScreen()
    assert "screen 3 is not here" in desk.message()
    desk.program.lecture.end()


def test_a_training_may_run_meanwhile(talk: Desk) -> None:
    talk.store.set(data="digits", knobs=(("hidden", "8"), ("plan.epochs", 100_000)))
    talk.train()
    key(talk, Qt.Key.Key_B, Qt.Key.Key_B)
    assert talk.studio.phase == "running"
    talk.end()


def test_closing_the_window_ends_the_lecture(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.act("present")
    desk.act("presenter")
    desk.act("laser")
    assert desk.window.close()
    assert QApplication.overrideCursor() is None
    assert not desk.program.lecture.presenting
    assert desk.program.lecture.notes.window is None


def test_the_chooser_offers_each_screen_once(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    laptop = Screen("laptop", 0, 0, 1920, 1200, primary=True)
    screens = [laptop, Screen("beamer", 1920, 0, 1024, 768), Screen("clone", 0, 0, 1920, 1200)]
    chooser = Chooser(screens, 1, owner)
    chooser.open()
    texts = [button.text() for button in chooser.findChildren(QAbstractButton)]
    assert [text[0] for text in texts] == ["1", "2"]
    assert "1024 x 768" in texts[1]
    with qtbot.waitSignal(chooser.chosen) as caught:
        QTest.keyClick(chooser, Qt.Key.Key_Return)  # the one that is proposed
    assert caught.args == [1]
    assert chooser.isHidden()


def test_a_session_that_is_saved_while_presenting_says_nothing_of_it(talk: Desk) -> None:
    step: View = talk.view
    key(talk, Qt.Key.Key_Escape)
    assert talk.view == step
