"""One question to several models, again and again."""

from collections.abc import Callable, Sequence
from functools import partial

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.compare.models import Entrant
from aeviewer.app.flows.flow import Ask

_SEATS = "abcdefghi"  # one for each model, the first one's first


class Rounds:
    """Asks all models the same, again and again, but none before it has answered."""

    def __init__(self, what: str, make: Callable[[str, Entrant], Request | None], ask: Ask) -> None:
        self._names = [f"compare {what} {seat}" for seat in _SEATS]
        self._make, self._ask = make, ask
        self._entrants: dict[str, Entrant] = {}
        self._waiting: set[str] = set()
        self._again: set[str] = set()

    def answers(self, then: Callable[[Answer], None]) -> dict[str, Callable[[Answer], None]]:
        """What to do with the answers, by the requests' names."""
        return dict.fromkeys(self._names, partial(self._on_answered, then))

    def ask(self, entrants: Sequence[Entrant]) -> None:
        """Ask these, at once or as soon as they have answered what they were asked before."""
        self.hold(entrants)
        for name in self._entrants:
            if name in self._waiting:
                self._again.add(name)
            else:
                self._ask_one(name)

    def hold(self, entrants: Sequence[Entrant]) -> None:
        """Hold on to no other models than these."""
        self._entrants = dict(zip(self._names, entrants, strict=False))

    def forget(self) -> None:
        """Whatever was asked is never answered."""
        self._waiting.clear()
        self._again.clear()

    def _ask_one(self, name: str) -> None:
        request = self._make(name, self._entrants[name])
        if request is not None:
            self._waiting.add(name)
            self._ask(request)

    def _on_answered(self, then: Callable[[Answer], None], answer: Answer) -> None:
        self._waiting.discard(answer.name)
        then(answer)
        if answer.name in self._again and answer.name in self._entrants:
            self._again.discard(answer.name)
            self._ask_one(answer.name)
