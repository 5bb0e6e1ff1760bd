"""Lessons: one Markdown file each, in steps, each of which shows a whole view.

The form of the file is told by `lesson_text`, what a `state` may say by `lesson_state`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import aeviewer
from aeviewer.errors import UserError
from aeviewer.session import lesson_text
from aeviewer.session.lesson_state import view_of, walk_of
from aeviewer.session.lesson_text import Block, LessonError, Section, meant
from aeviewer.session.lesson_words import PARTS, TERMS
from aeviewer.session.view import View
from aeviewer.session.walk import Moment

SUFFIX = ".md"
_BRACE = re.compile(r"\\.|[{}]")  # what a backslash precedes counts as text
_TERM = re.compile(r"\\term\b(?:\{([^{}]*)\}\{)?")


@dataclass(frozen=True)
class Step:
    r"""One idea.

    Attributes:
        title: its heading.
        view: all that is looked at.
        text: Markdown.
        equation: LaTeX, in which `\term{NAME}{...}` marks a term of the loss; or empty.
        highlight: parts of the window that it points at, as `PARTS` names them.
        notes: what the presenter says or does.
        question: to be asked before the answer is shown; or empty.
        answer: Markdown, too.
        line: of the file, where it begins.
        equation_line: of the file, where the equation begins.
        walk: the way here from the step before, as it was recorded; empty for none.
    """

    title: str
    view: View
    text: str = ""
    equation: str = ""
    highlight: tuple[str, ...] = ()
    notes: str = ""
    question: str = ""
    answer: str = ""
    line: int = 1
    equation_line: int = 1
    walk: tuple[Moment, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms of a loss in its equation, in order, each once."""
        return tuple(dict.fromkeys(match[1] for match in _TERM.finditer(self.equation)))


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        name: what the view calls it: a bundled one's name, or a path.
        path: of its file.
        title: of the lesson.
        summary: one sentence.
        minutes: how long it takes in class, or None.
        sources: what to read.
        steps: one or more.
    """

    name: str
    path: Path
    title: str
    summary: str
    minutes: int | None
    sources: tuple[str, ...]
    steps: tuple[Step, ...]


def folder() -> Path:
    """Where the bundled lessons lie: inside an installed package, beside it in a checkout."""
    package = Path(aeviewer.__file__).parent
    inside = package / "lessons"
    return inside if inside.is_dir() else package.parent / "assets" / "lessons"


def lessons() -> Mapping[str, Path]:
    """The bundled lessons' files, by name, in the order of the course."""
    return {path.stem: path for path in sorted(folder().glob(f"[0-9][0-9]-*{SUFFIX}"))}


def bundled(text: str) -> Path | None:
    """Find the file of a bundled lesson by its name, its number, or both; None for none."""
    for name, path in lessons().items():
        number, _dash, words = name.partition("-")
        if text in {name, words, number, number.lstrip("0")}:
            return path
    return None


def resolve(text: str) -> Path:
    """Find the file of a lesson by a bundled one's name, its number, both, or a path.

    Raises:
        UserError: there is none.
    """
    if found := bundled(text):
        return found
    path = Path(text).expanduser()
    if path.is_file():
        return path.absolute()
    raise UserError(
        f"there is no lesson {text}; give a file or one of: "
        f"{', '.join(lessons()) or '(no lesson is bundled)'}"
    )


def read(path: Path) -> Lesson:
    """Read a lesson.

    Raises:
        UserError: the file is missing.
        LessonError: something in it is wrong.
    """
    front, sections = lesson_text.read(path)
    name = path.stem if path in lessons().values() else str(path.absolute())
    steps: list[Step] = []
    for number, section in enumerate(sections):
        step = _step(path, name, number, section)
        steps.append(replace(step, walk=_walk(path, section, steps)))
    given = front.title, front.summary, front.minutes, front.sources
    return Lesson(name, path, *given, tuple(steps))


def _walk(path: Path, section: Section, before: Sequence[Step]) -> tuple[Moment, ...]:
    block = section.blocks.get("walk")
    if block is None:
        return ()
    if not before:
        raise LessonError(path, block.line, "the first step has none before it to walk from")
    return walk_of(path, block, before[-1].view)


def _step(path: Path, name: str, number: int, section: Section) -> Step:
    texts = {key: block.text.strip() for key, block in section.blocks.items()}
    if "answer" in texts and "question" not in texts:
        raise LessonError(
            path, section.blocks["answer"].line, "this answers no question of its step"
        )
    _check_terms(path, section)
    math = section.blocks.get("math")
    return Step(
        title=section.title,
        view=view_of(path, section.blocks.get("state"), name, number),
        text=section.text,
        equation=texts.get("math", ""),
        highlight=_highlight(path, section),
        notes=texts.get("notes", ""),
        question=texts.get("question", ""),
        answer=texts.get("answer", ""),
        line=section.line,
        equation_line=section.line if math is None else math.line,
    )


def _highlight(path: Path, section: Section) -> tuple[str, ...]:
    """Read the names of parts, a line each.

    Raises:
        LessonError: there is no such part.
    """
    block = section.blocks.get("highlight")
    if block is None:
        return ()
    numbered = enumerate(map(str.strip, block.text.split("\n")), block.line)
    found = {name: line for line, name in numbered if name}
    for name, line in found.items():
        if name not in PARTS:
            words = f"{name} is no part of the window{meant(name, tuple(PARTS))}"
            raise LessonError(path, line, words)
    return tuple(found)


def _check_terms(path: Path, section: Section) -> None:
    r"""See that each `\term` is of a known name, and has something in braces after it.

    Raises:
        LessonError: one is not, or a brace has no partner.
    """
    block = section.blocks.get("math")
    if block is None:
        return
    if not block.text.strip():
        raise LessonError(path, block.line - 1, "this math block is empty")
    _check_braces(path, block)
    for found in _TERM.finditer(block.text):
        line = block.line + block.text.count("\n", 0, found.start())
        if found[1] is None:
            raise LessonError(path, line, r"write \term{NAME}{...}, as in \term{kl}{D_{KL}}")
        if found[1] not in TERMS:
            raise LessonError(
                path, line, f"{found[1]} is no term of a loss{meant(found[1], TERMS)}"
            )


def _check_braces(path: Path, block: Block) -> None:
    """See that each brace has its partner: what typesets equations would guess.

    Raises:
        LessonError: one has none.
    """
    opened: list[int] = []
    for found in _BRACE.finditer(block.text):
        line = block.line + block.text.count("\n", 0, found.start())
        if found[0] == "{":
            opened.append(line)
        elif found[0] == "}" and not opened:
            raise LessonError(path, line, "this equation closes a brace that is not open")
        elif found[0] == "}":
            opened.pop()
    if opened:
        raise LessonError(path, opened[-1], "this equation opens a brace that is not closed")
