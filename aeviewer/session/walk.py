"""A walk: what was looked at, and when. Written down it is a lesson, a step for each rest.

The way from one step to the next stands in its `walk` block, a line for each moment: the seconds
since the step before was reached, and what changed, as JSON.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from pydantic_core import to_jsonable_python

from aeviewer.session.view import Slot, View

REST = 2.0
"""Seconds without a change after which a place is one of rest."""

OWN = frozenset({"theme", "scale", "glyphs", "device", "tool", "lesson", "lesson_step"})
"""Fields of the view that no walk has: they are the person's own, or the lesson's."""

_DIGITS = 5  # after the point


@dataclass(frozen=True)
class Moment:
    """What was looked at from a time on.

    Attributes:
        at: seconds since the walk began; in a lesson, since the step before was reached.
        view: all of it.
    """

    at: float
    view: View


def changes(before: View, after: View) -> dict[str, object]:
    """What of a view is another in the next, by the fields' names, but for what no walk has."""
    names = (field.name for field in fields(View) if field.name not in OWN)
    return {name: getattr(after, name) for name in names if _differ(name, before, after)}


def line(seconds: float, before: View, after: View) -> str:
    """A line of a `walk` block."""
    return f"{seconds:.2f} {json.dumps(_plain(before, after), ensure_ascii=False)}"


def state(view: View) -> str:
    """A `state` block: what differs from a fresh view, as TOML."""
    found = _plain(View(slots=()), view)
    return "\n".join(f"{name} = {_toml(value)}" for name, value in found.items())


def rests(walk: Sequence[Moment]) -> list[int]:
    """Number the moments that one rested at: the first and the last are always among them."""
    long = [number for number, (a, b) in enumerate(pairwise(walk)) if b.at - a.at >= REST]
    return sorted({0, *long, len(walk) - 1})


def written(
    walk: Sequence[Moment], title: str, heading: Callable[[int, View], str], text: str
) -> str:
    """Write a walk as a lesson.

    Args:
        walk: one moment or more.
        title: of the lesson.
        heading: names a step by its number, from 1, and what it shows.
        text: what each step says until somebody writes more.
    """
    parts, last = [f"+++\ntitle = {_toml(title)}\n+++"], 0
    for number, stop in enumerate(rests(walk), 1):
        view = walk[stop].view
        parts.append(f"\n# {heading(number, view)}\n{text}\n\n```state\n{state(view)}\n```")
        way = walk[last : stop + 1]
        lines = [line(b.at - way[0].at, a.view, b.view) for a, b in pairwise(way)]
        if lines:
            parts.append("\n```walk\n{}\n```".format("\n".join(lines)))
        last = stop
    return "\n".join(parts) + "\n"


def _differ(name: str, before: View, after: View) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _plain(before: View, after: View) -> dict[str, object]:
    """What changed, in plain values as a lesson names them: the slot is its model."""
    changed = to_jsonable_python(changes(before, after))
    found = {name: _rounded(value) for name, value in changed.items()}
    if found.pop("slots", None) is not None:
        found = {"model": after.slots[0].model if after.slots else Slot().model, **found}
    return found


def _rounded(value: object) -> object:
    """Shorten numbers, as deep as they stand, and leave out what is None within."""
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items() if item is not None}
    return value


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
