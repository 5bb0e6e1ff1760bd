"""Pages before an audience: what a step shows is there, in sight, and large enough."""

from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtWidgets import QScrollArea

from aeviewer.app.pages import PAGES
from aeviewer.app.views.page import PageView
from aeviewer.app.views.probe.dimension import unranked
from aeviewer.app.views.traversal.layout import Line
from aeviewer.app.views.traversal.page import TraversalPage
from aeviewer.app.views.traversal.sheet import TraversalSheet
from tests.app.conftest import BUNDLED, Desk
from tests.app.lecture.conftest import key
from tests.app.lecture.reading import written

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", r"support raise\(\)", "requestActivate", extend=True
)

STEPS = (
    'page = "denoise"',
    'page = "denoise"',
    'page = "compare"\nothers = ["one", "two", "three"]',
    'page = "features"\nfeatures = {part = "units"}',
    'page = "adversary"\nadversary = "search"',
    'page = "anomaly"\nnormal = [3, 5]',
    'page = "mix"\nmixing = "attribute"',
)
NAMED = 1  # the step that points at the controls


@pytest.fixture
def lesson(tmp_path: Path, bundle: Path) -> Path:
    """The file of a lesson with a step for each of these pages."""
    for name in ("one", "two", "three"):
        copyfile(bundle, bundle.parent / f"{name}.safetensors")
    steps = [
        f'# Step {number}\nWords.\n\n```state\nmodel = "{BUNDLED}"\n{state}\n```\n'
        + ("\n```highlight\ncontrols\n```\n" if number == NAMED else "")
        for number, state in enumerate(STEPS)
    ]
    path = tmp_path / "pages.md"
    path.write_text('+++\ntitle = "Pages"\n+++\n' + "\n".join(steps), encoding="utf-8")
    return path


def on_show(desk: Desk) -> PageView:
    return desk.parts.pages.views[desk.view.page]


def shown(page: PageView) -> set[bool]:
    return {row.isVisibleTo(page) for row in page.control_rows()}


def test_controls_are_hidden_unless_a_step_names_them(talk: Desk) -> None:
    assert shown(on_show(talk)) == {False}
    key(talk, Qt.Key.Key_PageDown)
    assert shown(on_show(talk)) == {True}
    key(talk, Qt.Key.Key_PageDown)  # a page that is made while one presents
    assert talk.view.page == "compare"
    assert shown(on_show(talk)) == {False}
    key(talk, Qt.Key.Key_Escape)
    assert {all(shown(page)) for page in talk.parts.pages.views.values()} == {True}


def test_every_page_has_controls_to_hide_and_to_point_at(desk: Desk) -> None:
    for page in PAGES:
        desk.store.set(page=page.name)
        assert desk.parts.pages.controls() is on_show(desk).control_rows()[0]
    desk.store.set(page="map")
    assert desk.parts.pages.controls() is None


def test_nothing_of_a_step_must_be_scrolled_to(talk: Desk) -> None:
    talk.window.resize(1280, 720)
    for number in range(len(STEPS)):
        talk.quiet()
        assert talk.view.lesson_step == number
        scrolled = {
            area.verticalScrollBar().maximum()
            for area in talk.parts.pages.findChildren(QScrollArea)
            if area.isVisible()
        }
        assert scrolled <= {0}, STEPS[number]
        key(talk, Qt.Key.Key_PageDown)


def sheet_of_24_rows(desk: Desk) -> TraversalSheet:
    """The traversal page's sheet, with rows that no model has."""
    page = desk.parts.pages.views["traversal"]
    assert isinstance(page, TraversalPage)
    page.sheet.wanted.disconnect()  # else its flow shows the model's rows again
    page.sheet.set_lines([Line(found, -1.0, 1.0, 0.0) for found in unranked(24)], QSizeF(28, 28))
    return page.sheet


def test_rows_that_do_not_fit_are_left_out_with_a_word(talk: Desk) -> None:
    talk.store.set(page="traversal")  # which is made while one presents
    talk.quiet()
    sheet = sheet_of_24_rows(talk)
    assert "of 24" in sheet.left_out
    talk.act("present")
    talk.quiet()
    assert sheet.left_out == ""
    talk.act("present")
    talk.quiet()
    assert "of 24" in sheet.left_out


def test_no_text_of_a_page_is_small(talk: Desk) -> None:
    talk.window.resize(1024, 768)
    for state in STEPS:
        talk.quiet()
        painted = written(on_show(talk))
        assert min(painted) >= 18, (state, painted[min(painted)])
        key(talk, Qt.Key.Key_PageDown)
