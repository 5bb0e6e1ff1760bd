"""A lesson's file in its parts: the front matter, and the blocks of each step, with their lines."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aeviewer.errors import UserError

FENCES = ("math", "state", "highlight", "question", "answer", "notes", "walk")
_EDGE = "+++"
_LARGEST = 1_000_000  # bytes
_ALIKE = 0.7  # of two words, from which on one is taken for the other misspelt


@dataclass(frozen=True)
class Block:
    """What stands in a fence.

    Attributes:
        text: without the fence's own lines.
        line: of the file, where the text begins; counted from 1.
    """

    text: str
    line: int


@dataclass(frozen=True)
class Section:
    """One step as it is written.

    Attributes:
        title: its heading.
        line: of the heading.
        text: Markdown, without the heading and without the fences that mean something.
        blocks: those fences, by name.
    """

    title: str
    line: int
    text: str
    blocks: Mapping[str, Block]


class Front(BaseModel):
    """The front matter.

    Attributes:
        title: of the lesson.
        summary: one sentence.
        minutes: how long it takes in class.
        sources: what to read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Annotated[str, Field(min_length=1)]
    summary: str = ""
    minutes: Annotated[int, Field(ge=1)] | None = None
    sources: Annotated[tuple[str, ...], Field(strict=False)] = ()


class LessonError(UserError):
    """Something in a lesson's file is wrong: says in which line, and what is allowed."""

    def __init__(self, path: Path, line: int, words: str) -> None:
        super().__init__(f"{path.name}, line {line}: {words}")


def read(path: Path) -> tuple[Front, list[Section]]:
    """Read a lesson's file.

    Raises:
        UserError: it is missing or too large.
        LessonError: its form is wrong.
    """
    lines = _load(path).split("\n")
    edges = [number for number, line in enumerate(lines) if line.strip() == _EDGE]
    if not edges or edges[0] != 0:
        raise LessonError(path, 1, f"a lesson begins with {_EDGE}, then its title, then {_EDGE}")
    if len(edges) < 2:
        raise LessonError(path, 1, f"what {_EDGE} begins is not ended by another {_EDGE}")
    front = _front(path, lines[1 : edges[1]])
    return front, list(_sections(path, lines, edges[1] + 1))


def toml(path: Path, text: str, line: int) -> dict[str, Any]:
    """Read TOML that begins at a line of a lesson's file.

    Raises:
        LessonError: it is none.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words, _, place = str(error).partition(" (at ")
        within = place.split(",")[0].removeprefix("line ")
        off = int(within) - 1 if within.isdigit() else text.count("\n")
    raise LessonError(path, line + off, f"this is no TOML: {words[:1].lower()}{words[1:]}")


def line_of(text: str, key: str, first: int) -> int:
    """Find the line of a file at which TOML that begins at `first` sets a key."""
    for number, line in enumerate(text.split("\n"), first):
        if line.lstrip(" [\"'").startswith(key):
            return number
    return first


def meant(word: str, known: Sequence[str]) -> str:
    """Say which word was probably meant, and which there are."""
    close = get_close_matches(word, known, 1, 0.5)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"


def _load(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise UserError(f"{path} is over {_LARGEST:,} bytes: not a lesson")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    raise LessonError(path, line, "this is no UTF-8 text; save the file as UTF-8")


def _front(path: Path, lines: Sequence[str]) -> Front:
    text = "\n".join(lines)
    try:
        return Front.model_validate(toml(path, text, 2))
    except ValidationError as error:
        first = error.errors()[0]
    key = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        known = tuple(Front.model_fields)
        line = line_of(text, key, 2)
        raise LessonError(path, line, f"{key} is unknown here{meant(key, known)}")
    if first["type"] == "missing":
        raise LessonError(path, 1, f"the lesson has no {key}; give it one between the {_EDGE}")
    raise LessonError(path, line_of(text, key, 2), f"{key}: {first['msg'].lower()}")


@dataclass
class _Draft:
    """A step that is being read: which of its lines are text, and its fences."""

    title: str
    line: int
    start: int
    blocks: dict[str, Block] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def done(self, lines: Sequence[str], end: int) -> Section:
        kept = (lines[number] for number in range(self.start, end) if number not in self.taken)
        return Section(self.title, self.line, "\n".join(kept).strip(), self.blocks)


def _sections(path: Path, lines: list[str], start: int) -> Iterator[Section]:
    """Read the steps from a line on; one begins with each heading of the first level.

    Raises:
        LessonError: one has no title, or a fence of it is wrong; or there are none.
    """
    body = "\n".join([""] * start + lines[start:])  # so that lines keep their numbers
    draft: _Draft | None = None
    tokens = MarkdownIt("commonmark").parse(body)
    for number, token in enumerate(tokens):
        if token.map is None or token.level:
            continue
        if token.type == "heading_open" and token.tag == "h1":
            if draft is not None:
                yield draft.done(lines, token.map[0])
            draft = _Draft(_title(path, token, tokens[number + 1]), token.map[0] + 1, token.map[1])
        elif draft is None:
            raise LessonError(path, token.map[0] + 1, "the first step needs a heading: # Its title")
        elif token.type == "fence":
            _take(path, token, lines, draft)
    if draft is None:
        raise LessonError(path, len(lines), "the lesson has no steps; each begins with # Its title")
    yield draft.done(lines, len(lines))


def _title(path: Path, heading: Token, content: Token) -> str:
    assert heading.map is not None
    if not content.content.strip():
        raise LessonError(path, heading.map[0] + 1, "this step has no title; write # Its title")
    return content.content.strip()


def _take(path: Path, token: Token, lines: Sequence[str], draft: _Draft) -> None:
    """Take a fence that means something out of the text; others are code, and stay.

    Raises:
        LessonError: it is not ended, stands there twice, or is one of them misspelt.
    """
    assert token.map is not None
    first, end = token.map
    name, where = token.info.strip(), first + 1
    closed = end - 1 > first and lines[end - 1].strip().startswith(token.markup)
    if not closed:
        raise LessonError(path, where, f"this {token.markup}{name} is not ended by {token.markup}")
    if name not in FENCES:
        if name and get_close_matches(name.lower(), FENCES, 1, _ALIKE):
            raise LessonError(path, where, f"there is no {name} block{meant(name.lower(), FENCES)}")
        return
    if name in draft.blocks:
        raise LessonError(path, where, f"this step has a second {name} block; it can have one")
    draft.blocks[name] = Block(token.content.strip("\n"), first + 2)
    draft.taken.update(range(first, end))
