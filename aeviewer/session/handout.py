"""A handout: what is taken home of a lesson, whatever kind of file it becomes."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from aeviewer.session.lesson import Lesson, Step

Writing = Generator[tuple[int, int], None, bytes]
"""Writes a file step by step: at each it says which page it is at, of so many, or of 0 where none
are counted (yet); at the end it returns the file."""

_MARK = re.compile(r"\\term\{\w+\}")


@dataclass(frozen=True)
class Term:
    """What a term of a step's equation is worth for the model on show.

    Attributes:
        name: as the loss calls it.
        value: with three digits, or a dash.
        unit: of the value, or why there is none; may be empty.
    """

    name: str
    value: str
    unit: str

    @property
    def title(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Plate:
    """The picture of what a step shows.

    Attributes:
        png: the file.
        size: width and height of what is in it, in pixels at 100 %; the file may have more.
        caption: what it is of, in a few words.
        told: what is to be seen, for those who do not see it.
    """

    png: bytes
    size: tuple[int, int]
    caption: str
    told: str


@dataclass(frozen=True)
class Sheet:
    """What a handout has of one step.

    Attributes:
        number: of the step, from 1.
        step: its words.
        equation: as SVG; empty without one.
        terms: what those of the equation are worth; empty where no value is known.
        note: what the values were taken from.
        plate: what it shows.
    """

    number: int
    step: Step
    equation: bytes
    terms: tuple[Term, ...]
    note: str
    plate: Plate


@dataclass(frozen=True)
class Handout:
    """What is taken home of a lesson.

    Attributes:
        lesson: its title, summary, minutes and sources.
        sheets: one for each step.
        notes: whether what is for the presenter is in it, too.
    """

    lesson: Lesson
    sheets: tuple[Sheet, ...]
    notes: bool = False

    def answered(self) -> Iterator[Sheet]:
        """Go through the steps whose answers stand at the end, so that one can think first."""
        return (sheet for sheet in self.sheets if sheet.step.answer)


def plain(latex: str) -> str:
    """The LaTeX of an equation without what marks its terms, as others write it."""
    return _MARK.sub("", latex)
