"""Walks written as lessons, and read back."""

from dataclasses import replace
from pathlib import Path

import pytest

from aeviewer.errors import UserError
from aeviewer.session import lesson, walk
from aeviewer.session.view import Anchor, Camera, Painting, Spoil, View
from aeviewer.session.walk import Moment

START = View(
    cursor=(0.5, -1.25),
    anchors=(Anchor((0.0, 1.0)), Anchor((1.0, 1.0), sample=4)),
    camera=Camera((0.0, 0.5), 8.0),
    hidden=frozenset({1, 2}),
    knobs=(("beta", 4.0), ("note", 'a "word" \\ ü')),
    spoil=Spoil(level=0.25),
)
MOVED = replace(START, cursor=(1.0, 2.0), t=0.5)
TURNED = replace(MOVED, page="mix", spot=(0.25, 0.75))
BARE = replace(TURNED, page="map", camera=None, anchors=(), painted=Painting(sample=3))
WALK = (
    Moment(0.0, START),
    Moment(0.5, replace(START, cursor=(0.75, 0.0))),
    Moment(0.55, MOVED),
    Moment(3.0, TURNED),  # after a rest
    Moment(3.5, BARE),
)


def _written(path: Path, moments: tuple[Moment, ...] = WALK) -> str:
    text = walk.written(moments, "A walk", lambda number, view: f"{number} {view.page}", "Words.")
    path.write_text(text, encoding="utf-8")
    return text


def test_a_walk_is_a_lesson_with_a_step_for_each_rest(tmp_path: Path) -> None:
    path = tmp_path / "walk.md"
    _written(path)
    found = lesson.read(path)
    assert [step.title for step in found.steps] == ["1 map", "2 map", "3 map"]
    assert {step.text for step in found.steps} == {"Words."}
    for number, view in enumerate((START, MOVED, BARE)):
        own = replace(view, lesson=str(path), lesson_step=number, variant="vae")
        assert found.steps[number].view == own


def test_the_way_to_a_step_is_in_its_own_time_and_ends_there(tmp_path: Path) -> None:
    path = tmp_path / "walk.md"
    _written(path)
    first, second, third = lesson.read(path).steps
    assert first.walk == ()
    assert [moment.at for moment in second.walk] == [0.5, 0.55]
    assert [moment.at for moment in third.walk] == pytest.approx([2.45, 2.95])
    for step in (second, third):
        assert walk.changes(step.walk[-1].view, step.view) == {}
    assert third.walk[0].view.page == "mix"


def test_the_first_and_the_last_moment_are_rests() -> None:
    quick = [Moment(at, START) for at in (0.0, 0.1, 0.2)]
    assert walk.rests(quick) == [0, 2]
    assert walk.rests(quick[:1]) == [0]
    assert walk.rests([Moment(at, START) for at in (0.0, 2.0, 2.1, 9.0)]) == [0, 2, 3]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1.0 nothing", "line 8: a walk has lines of seconds and changes"),
        ('soon {"t": 0.5}', "line 8: a walk has lines of seconds and changes"),
        ('nan {"t": 0.5}', "line 8: a walk has lines of seconds and changes"),
        ('1.0 {"tt": 0.5}', "line 8: the view has no field tt; did you mean t?"),
        ('1.0 {"page": "nap"}', "line 8: there is no page nap; did you mean map?"),
        ('1.0 {"theme": "dark"}', "line 8: a lesson does not set theme"),
        ('1.0 {"t": 0.5}\n0.5 {"t": 0.6}', "line 9: 0.5 s is before the 1.0 s above"),
    ],
)
def test_what_is_wrong_in_a_walk_is_told_with_its_line(
    tmp_path: Path, line: str, words: str
) -> None:
    path = tmp_path / "walk.md"
    path.write_text(f'+++\ntitle = "A"\n+++\n# One\n\n# Two\n```walk\n{line}\n```\n')
    with pytest.raises(UserError, match=words.replace("?", r"\?")):
        lesson.read(path)


def test_the_first_step_has_no_way(tmp_path: Path) -> None:
    path = tmp_path / "walk.md"
    path.write_text('+++\ntitle = "A"\n+++\n# One\n```walk\n1.0 {"t": 0.5}\n```\n')
    with pytest.raises(UserError, match="the first step has none before it"):
        lesson.read(path)
