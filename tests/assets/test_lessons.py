"""The bundled lessons are well formed; tests of the application run them."""

from pathlib import Path

import pytest

from aeviewer.session import lesson
from aeviewer.training.bundled import shipped

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
