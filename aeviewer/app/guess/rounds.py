"""A round of guesses: what is asked, and what a guess scores. No Qt, no torch."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aeviewer.session.view import Point

Kind = Literal["place", "picture"]

COUNT, CHOICES, BEST = 10, 4, 10
"""Guesses of a round, pictures to choose from, points for a guess."""

_LOOKED_AT = 400  # samples among which pictures to choose from are looked for


@dataclass(frozen=True)
class Ground:
    """What can be guessed of a map.

    Attributes:
        points: (N, 2) where the samples lie; what is not finite lies nowhere.
        labels: (N,) their classes, or None.
        classes: the classes' names.
        hidden: numbers of the classes that are not shown, and not asked for.
    """

    points: NDArray[np.float32]
    labels: NDArray[np.int64] | None = None
    classes: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()

    @cached_property
    def samples(self) -> list[int]:
        """Numbers of the samples that can be asked for."""
        known = np.logical_and(*np.isfinite(self.points).T)
        if self.labels is not None and self.hidden:
            known &= ~np.isin(self.labels[: len(known)], list(self.hidden))
        found: list[int] = np.flatnonzero(known).tolist()
        return found

    @cached_property
    def spread(self) -> float:
        """How far the samples lie from their middle, in the root of the mean square."""
        known = self.points[self.samples].astype(np.float64)
        return float(np.sqrt(known.var(axis=0).sum()))

    def place(self, sample: int) -> Point:
        """Where a sample lies."""
        x, y = self.points[sample].tolist()
        return x, y

    def name(self, sample: int) -> str:
        """The name of a sample's class; empty without labels."""
        if self.labels is None or not self.classes:
            return ""
        return self.classes[int(self.labels[sample])]

    def distance(self, one: int, other: int) -> float:
        """From sample to sample, on the map."""
        return math.dist(self.place(one), self.place(other))


@dataclass(frozen=True)
class Question:
    """One guess.

    Attributes:
        sample: the one that is asked for.
        place: where it lies.
        choices: the samples whose pictures are shown, that one among them.
    """

    sample: int
    place: Point
    choices: tuple[int, ...]


@dataclass(frozen=True)
class Score:
    """What was guessed so far.

    Attributes:
        points: of all guesses.
        guesses: how many there were.
    """

    points: int = 0
    guesses: int = 0

    def with_points(self, points: int) -> "Score":
        """Count one more guess."""
        return Score(self.points + points, self.guesses + 1)

    @property
    def most(self) -> int:
        """Points there were to be had."""
        return BEST * self.guesses

    @property
    def over(self) -> bool:
        """Whether the round is."""
        return self.guesses >= COUNT


def ask(ground: Ground, kind: Kind, random: Random) -> Question:
    """Draw a question: one picture for a place, or a place and pictures that lie apart."""
    sample = random.choice(ground.samples)
    choices = [sample] if kind == "place" else _apart(ground, sample, random)
    random.shuffle(choices)
    return Question(sample, ground.place(sample), tuple(choices))


def points(distance: float, spread: float) -> int:
    """What a guess scores: all in the place itself, nothing from the samples' spread on."""
    near = 1 - distance / spread if spread > 0 else float(distance == 0)
    return round(BEST * max(0.0, near))


def _apart(ground: Ground, sample: int, random: Random) -> list[int]:
    """Choose pictures beside that of a sample: of other classes, and as far apart as there are."""
    others = random.sample(ground.samples, min(_LOOKED_AT, len(ground.samples)))
    chosen = [sample]
    for near, mixed in ((0.5, False), (0.5, True), (0.1, True), (0.0, True)):
        for other in _fitting(ground, others, near * ground.spread, mixed, chosen):
            chosen.append(other)
            if len(chosen) == CHOICES:
                return chosen
    return chosen


def _fitting(
    ground: Ground, others: list[int], near: float, mixed: bool, chosen: list[int]
) -> Iterator[int]:
    """Go through those that lie apart from all that are chosen, also meanwhile."""
    for other in others:
        apart = all(ground.distance(other, one) >= near for one in chosen)
        names = {ground.name(one) for one in chosen} - {""}
        if other not in chosen and apart and (mixed or ground.name(other) not in names):
            yield other
