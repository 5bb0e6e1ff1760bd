"""Every step of every bundled lesson before an audience, on a projector of 1024x768."""

import contextlib

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.exceptions import TimeoutError  # noqa: A004  # it is what waitUntil raises

from aeviewer.app.views.map import points
from aeviewer.session.lesson import lessons
from tests.app.conftest import Desk, OpenDesk
from tests.app.hands import child
from tests.app.lecture.reading import written

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", r"support raise\(\)", "requestActivate", extend=True
)
SMALLEST = 18  # pixels of letters on a projector
_WRITING = 20_000  # milliseconds until words that do not fit stay as they are


def go(desk: Desk, number: int) -> None:
    """Go to a step, and wait until its model is on show, and all that the words need is there."""
    desk.program.lessons.player.go(number)
    desk.qtbot.waitUntil(
        lambda: not desk.engine.busy and desk.engine.shown == desk.view.slots[0].model,
    )
    panel = desk.parts.lesson
    desk.qtbot.waitUntil(
        lambda: (
            not panel.typesetting.busy and (not panel.terms.names or panel.terms.values.note != "")
        ),
    )
    settle(desk)


def settle(desk: Desk) -> None:
    """Wait until the words are laid out, in smaller letters where they did not fit."""
    bar = child(desk.parts.lesson, QScrollArea).verticalScrollBar()
    for _ in range(2):
        desk.turn()  # what the layout tells is heard then
        desk.turn()
        with contextlib.suppress(TimeoutError):
            desk.qtbot.waitUntil(lambda: not bar.maximum(), timeout=_WRITING)


def faults(desk: Desk) -> list[object]:
    """What is written too small, and whether the words of the step must be scrolled."""
    widgets = [each for each in desk.window.findChildren(QWidget) if each.isVisible()]
    found: list[object] = [
        (type(widget).__name__, widget.accessibleName(), widget.font().pixelSize())
        for widget in widgets
        if widget.font().pixelSize() < SMALLEST
    ]
    texts = written(desk.window)
    assert sum(map(len, texts.values())) > 5
    found += [(size, said) for size, said in texts.items() if size < SMALLEST]
    beyond = child(desk.parts.lesson, QScrollArea).verticalScrollBar().maximum()
    return [*found, f"the words are {beyond} pixels too high"] if beyond else found


def test_nothing_is_small_and_no_words_are_below_the_fold(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points, "paint_glyph", lambda *_: None)  # no letters, and a tenth of it all
    desk = open_desk()
    assert min(written(desk.window)) < SMALLEST  # whoever sits before it needs no more
    desk.act("present")
    desk.window.resize(1024, 768)
    panel, found = desk.parts.lesson, {}
    for name in lessons():
        desk.program.open_lesson(name)
        lesson = desk.program.lessons.player.lesson
        assert lesson is not None
        for number in range(len(lesson.steps)):
            go(desk, number)
            found[name, number + 1, "asked"] = faults(desk)
            if not panel.show_answer.isHidden():
                panel.show_answer.click()
                settle(desk)
                found[name, number + 1, "answered"] = faults(desk)
    desk.program.lecture.end()
    assert len(found) > 100
    assert not {where: what for where, what in found.items() if what}
