"""`present` and `list lessons`; that a window then presents is tested in tests/app/lecture."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from aeviewer.app.start import run as running
from aeviewer.app.start.run import Talk
from aeviewer.session import lesson
from aeviewer.session.view import View
from tests.commands.conftest import Run

Read = Callable[..., dict[str, Any]]
FIRST = "01-what-an-autoencoder-is"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[View | None, Talk | None]]:
    """What a window would have begun with, instead of a window."""
    seen: list[tuple[View | None, Talk | None]] = []

    def begin(_argv: Sequence[str], saved: View | None = None, talk: Talk | None = None) -> int:
        seen.append((saved, talk))
        return 0

    monkeypatch.setattr(running, "run", begin)
    return seen


@pytest.mark.parametrize("name", [FIRST, FIRST.partition("-")[2]])
def test_a_lecture_begins_with_the_first_step(
    run: Run, begun: list[tuple[View | None, Talk | None]], name: str
) -> None:
    assert run("present", name)[0] == 0
    assert run("present", name, "--screen", 2)[0] == 0
    view = lesson.read(lesson.resolve(FIRST)).steps[0].view
    assert begun == [(view, Talk()), (view, Talk(screen=1))]


def test_without_a_lesson_they_are_listed(run: Run, read: Read) -> None:
    code, out, _ = run("present")
    listed = read("list", "lessons")["lessons"]
    assert code == 0
    assert [entry["name"] for entry in listed] == list(lesson.lessons())
    assert len(listed) >= 12
    assert all(entry["steps"] > 1 for entry in listed)
    words = {word for entry in listed for word in entry["title"].split()}
    assert all(word in out for word in words)  # a narrow table breaks lines between them


def test_a_wrong_name_is_told_with_the_right_ones(run: Run, begun: list[object]) -> None:
    code, _, said = run("present", "no-such-lesson")
    assert code == 1
    assert said.count("\n") == 1
    assert all(name in said for name in ("no-such-lesson", *lesson.lessons()))
    assert not begun


def test_screens_are_counted_from_one(run: Run, begun: list[object]) -> None:
    code, _, said = run("present", FIRST, "--screen", 0)
    assert (code, begun) == (2, [])
    assert "screen is 0" in said


def test_a_mistake_in_a_lesson_is_told_with_its_line(
    run: Run, begun: list[object], tmp_path: Path
) -> None:
    path = tmp_path / "mine.md"
    path.write_text('+++\ntitle = "Mine"\nsummary = "."\n+++\n# One\n```state\ncolour = 1\n```\n')
    code, _, said = run("present", path)
    assert (code, begun) == (1, [])
    assert "mine.md, line 7" in said
