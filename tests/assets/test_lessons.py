"""The bundled lessons are well formed; tests of the application run them."""

from pathlib import Path

import pytest

from aeviewer.session import lesson
from aeviewer.training.bundled import shipped
from aeviewer.training.header import read_header
from aeviewer.zoo.registry import variants

LESSONS = lesson.lessons()


@pytest.mark.parametrize("path", LESSONS.values(), ids=LESSONS)
def test_a_bundled_lesson_reads(path: Path) -> None:
    found = lesson.read(path)
    assert found.name == path.stem
    assert found.summary
    assert found.minutes
    assert found.sources
    assert all(step.text for step in found.steps)
    shown = {
        model for step in found.steps for model in (step.view.slots[0].model, *step.view.others)
    }
    assert shown <= set(shipped())


def test_the_course_is_told_as_its_lessons_say() -> None:
    table = (lesson.folder() / "README.md").read_text(encoding="utf-8")
    for number, path in enumerate(LESSONS.values(), 1):
        found = lesson.read(path)
        assert f"| {number} | {found.title} | {found.minutes} | " in table


def test_every_family_has_a_lesson() -> None:
    steps = [step for path in LESSONS.values() for step in lesson.read(path).steps]
    shown = {name for step in steps for name in (step.view.slots[0].model, *step.view.others)}
    assert {read_header(shipped()[name]).variant for name in shown} >= set(variants())
