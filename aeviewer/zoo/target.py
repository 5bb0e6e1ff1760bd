"""A target: a figure that a model is held to, for certain knobs on a certain data set. No torch."""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


@dataclass(frozen=True)
class Target:
    """One figure and what it must keep: a gate after a short training, or a reach.

    Attributes:
        figure: its key in what `aeviewer evaluate` prints; any name where there is a `way`.
        must: relation and bound, "<= 4.2", or a value and what it may be off, "13.866 +- 0.005".
        samples: training images after which a gate must hold; 0 for a reach, which shipped weights
            aim at, however long they are trained.
        knobs: of the models that it is meant for; those that are not named are free.
        data: name of the data set that it is meant for.
        over: key of the figure that it is divided by first.
        way: how it is measured, where the figures of one model do not tell it.
        beside: what it compares with: whose it is, and the figure.
    """

    figure: str
    must: str
    samples: int = 0
    knobs: Mapping[str, object] = field(default_factory=dict)
    data: str = "mnist"
    over: str = ""
    way: str = ""
    beside: str = ""

    def fits(self, data: str, knobs: Mapping[str, object]) -> bool:
        """Whether it is meant for a model with these knobs, all of them, on that data set."""
        return self.data == data and self.knobs.items() <= knobs.items()

    def value(self, figures: Mapping[str, float]) -> float:
        """Read what is held to it off a model's figures.

        Raises:
            KeyError: it is not among them.
        """
        return figures[self.figure] / (figures[self.over] if self.over else 1)

    def holds(self, value: float) -> bool:
        """Whether a value is as it must be.

        Raises:
            ValueError: what must be is written otherwise than told above.
        """
        match self.must.split():
            case [middle, "+-", off]:
                return abs(value - float(middle)) <= float(off)
            case [relation, bound] if relation in _HOLDS:
                return _HOLDS[relation](value, float(bound))
        raise ValueError(f"{self.must!r} is neither a relation with a bound nor a value +- another")


@dataclass(frozen=True)
class Verdict:
    """A target, and the figure of a model that was held to it."""

    target: Target
    value: float

    @property
    def holds(self) -> bool:
        """Whether the model is as it must be."""
        return self.target.holds(self.value)


def verdicts(
    targets: Sequence[Target], data: str, knobs: Mapping[str, object], figures: Mapping[str, float]
) -> Iterator[Verdict]:
    """Hold the figures of a model with these knobs, all of them, to the targets meant for it.

    A gate stands in for a reach where the figure has none.
    """
    meant = [target for target in targets if target.fits(data, knobs) and not target.way]
    reached_for = {(target.figure, target.over) for target in meant if not target.samples}
    for target in meant:
        known = {target.figure, target.over or target.figure} <= figures.keys()
        second = target.samples and (target.figure, target.over) in reached_for
        if known and not second:
            yield Verdict(target, target.value(figures))
