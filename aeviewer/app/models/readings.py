"""Which of the models that are read is put on show: reading takes a while, and hands are quick."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class _Read:
    """A model that has been read: how it was called, and what puts it on show."""

    name: str
    show: Callable[[], None]


class Readings:
    """Puts the newest that was asked for on show, and lets none end a training asked for after it.

    What was asked for before a training waits until that has done a step and is on show; then it
    is passed over. If the training does not get so far, it is put on show after all.
    """

    def __init__(self, passed: Callable[[str], None]) -> None:
        """Call `passed` with the name of a model that gave way to a training."""
        self._passed = passed
        self._asked = self._came = 0  # number of the newest that was asked for, that was read
        self._older = 0  # number of the newest that was asked for before the training
        self._begins = False  # that training is not on show yet
        self._waiting: _Read | None = None

    def ask(self) -> int:
        """Give one that is asked for its number."""
        self._asked += 1
        return self._asked

    def give_way(self) -> None:
        """A training was asked for: what was asked for before waits for it."""
        self._older, self._begins = self._asked, True

    def come(self, number: int, name: str, show: Callable[[], None]) -> None:
        """Put what was read on show, unless it must wait, or another one took its place."""
        if number <= self._came:
            return
        self._came, self._waiting = number, None
        if number > self._older:
            show()
        elif self._begins:
            self._waiting = _Read(name, show)
        else:
            self._passed(name)

    def pass_over(self) -> None:
        """The training is on show: whatever was asked for before it is no longer."""
        self._begins, waiting, self._waiting = False, self._waiting, None
        if waiting is not None:
            self._passed(waiting.name)

    def take_back(self) -> None:
        """The training ended; if it never was on show, what waited for it is shown now."""
        if not self._begins:
            return
        self._begins, self._older = False, 0
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.show()
