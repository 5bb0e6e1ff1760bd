"""The keys of a clicker in the real window: on each page, and whatever on it has the focus."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QComboBox, QLineEdit, QWidget

from aeviewer.app.lecture.clicker import Meaning
from aeviewer.app.lecture.lecture import Lecture
from aeviewer.app.pages import PAGES
from tests.app.conftest import BUNDLED, Desk, OpenDesk
from tests.app.lecture.test_clicker import PAIRS

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", r"support raise\(\)", "requestActivate", extend=True
)
AROUND = "train\nprobe\ndraw\nlayers\ntabs\npath\ntime"
STEP = """
# {title}
What is to be seen.

```state
model = "{model}"
{state}
```

```highlight
{highlight}
```
"""


def steps() -> Iterator[str]:
    """A step for each page with its controls, and one with all that can stand around the map."""
    anchors = "anchors = [{point = [0.0, 0.0]}, {point = [1.0, 1.0]}]\nhonest = true"
    yield STEP.format(title="Around the map", model=BUNDLED, state=anchors, highlight=AROUND)
    for page in PAGES:
        state = f'page = "{page.name}"'
        yield STEP.format(title=page.name, model=BUNDLED, state=state, highlight="controls\ntabs")


@pytest.fixture
def meant(monkeypatch: pytest.MonkeyPatch) -> list[Meaning]:
    """What the keys were taken for; nothing else comes of them."""
    found: list[Meaning] = []
    monkeypatch.setattr(Lecture, "step", lambda _lecture, meaning: found.append(meaning))
    return found


@pytest.fixture
def course(tmp_path: Path, bundle: Path, meant: list[Meaning], open_desk: OpenDesk) -> Desk:
    """The window before an audience, with a lesson that leads to every page."""
    path = tmp_path / "everywhere.md"
    head = '+++\ntitle = "Everywhere"\nsummary = "All pages."\nminutes = 1\n+++'
    path.write_text(head + "".join(steps()), encoding="utf-8")
    desk = open_desk()
    desk.program.open_lesson(str(path))
    desk.quiet()
    desk.act("present")
    desk.quiet()
    return desk


def focusable(desk: Desk) -> list[QWidget]:
    """One of each kind of widget on show that takes the focus."""
    found: dict[type[QWidget], QWidget] = {}
    for widget in desk.window.findChildren(QWidget):
        takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if takes and widget.isVisible() and widget.isEnabled():
            found.setdefault(type(widget), widget)
    return list(found.values())


def test_each_key_has_its_one_meaning_on_every_page(course: Desk, meant: list[Meaning]) -> None:
    kinds: set[type[QWidget]] = set()
    lesson = course.program.lessons.player.lesson
    assert lesson is not None
    for number in range(len(lesson.steps)):
        course.program.lessons.player.go(number)
        course.turn()
        before, widgets = course.view, focusable(course)
        assert widgets
        for widget in widgets:
            kinds.add(type(widget))
            widget.setFocus()
            for key, meaning in PAIRS:
                meant.clear()
                QTest.keyClick(QApplication.focusWidget() or widget, key)
                assert meant == [meaning], (before.page, widget, key.name)
        assert course.view == before
    for kind in (QAbstractSlider, QComboBox, QLineEdit):
        assert any(issubclass(each, kind) for each in kinds), kind
    course.program.lecture.end()
