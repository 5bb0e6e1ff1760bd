"""Guessing: a round of ten questions over the map, which leaves the view as it was."""

import math
from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from aeviewer.app.guess.cover import Cover
from aeviewer.app.guess.panel import GuessPanel
from aeviewer.app.guess.place import Place
from aeviewer.app.guess.rounds import (
    BEST,
    CHOICES,
    COUNT,
    Ground,
    Kind,
    Question,
    Score,
    ask,
    points,
)
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.layout import Parts
from aeviewer.app.look.looks import Looks
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.session.view import Point
from aeviewer.words import N_, _

if TYPE_CHECKING:
    from aeviewer.app.flows.guess import GuessFlow

OF_GUESSING: Mapping[str, Kind] = {"guess_place": "place", "guess_picture": "picture"}
"""Ids of the actions that are answered here, and what they ask for."""

_ASKED: Mapping[Kind, str] = {
    "place": N_("Where on the map does this picture come from? Click there."),
    "picture": N_("Which of these pictures lies at the ring on the map?"),
}
_ELSEWHERE = ("page", "slots", "chart", "axes", "moment", "hidden", "lesson", "lesson_step")
"""What a person changes who goes elsewhere."""


class Guessing(QObject):
    """Asks, hears the guess, tells how far off it was, and keeps the score of a round.

    Attributes:
        changed: one guesses, or no longer.
        declined: there is nothing to guess: the sentence why.
        question: what is asked, or None.
        score: of the round.
    """

    changed = Signal()
    declined = Signal(str)

    def __init__(self, store: Store, parts: Parts, looks: Looks, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._looks = store, looks
        self._random = Random()  # noqa: S311 - it draws questions, not secrets
        self._flow: GuessFlow | None = None
        self._ground: Ground | None = None
        self._end_watch: Callable[[], None] | None = None
        self.kind: Kind | None = None
        self.question: Question | None = None
        self.score, self._answered = Score(), False
        self.cover, self.panel = Cover(parts.map), GuessPanel(CHOICES, parts.docks.probe)
        self.panel.hide()
        self._place = Place(store, parts, self.panel)
        self._connect()

    def toggle(self, kind: Kind, flow: "GuessFlow | None") -> None:
        """Begin a round, or end it; another kind of question begins another round."""
        before = self.kind
        self.end()
        if flow is not None and before != kind:
            self._begin(kind, flow)
        self.changed.emit()

    def end(self) -> None:
        """End, and put everything back as it was."""
        if self.kind is None:
            return
        self._let_go()
        self._place.give_back()
        self.changed.emit()

    def _begin(self, kind: Kind, flow: "GuessFlow") -> None:
        try:
            self._ground = flow.ground(self._store.view)
        except UserError as error:
            self.declined.emit(str(error))
            return
        self.kind, self._flow, self.score = kind, flow, Score()
        flow.decoded.connect(self._on_decoded)
        self._place.take()
        self._dress()
        self.cover.begin(self._looks.theme)
        self._end_watch = self._store.watch(lambda _: self._leave(), *_ELSEWHERE)
        self._ask()

    def _leave(self) -> None:
        """End because somebody went elsewhere: what he looks at now stays."""
        self._let_go()
        self._place.give_back(stay=True)
        self.changed.emit()

    def _let_go(self) -> None:
        self.kind = self.question = None
        if self._end_watch is not None:
            self._end_watch()
        if self._flow is not None:
            self._flow.decoded.disconnect(self._on_decoded)
        self._end_watch = self._flow = None
        self.cover.end()

    def _ask(self) -> None:
        assert self.kind is not None
        assert self._ground is not None
        assert self._flow is not None
        if self.score.over:
            self.score = Score()
        self.question, self._answered = ask(self._ground, self.kind, self._random), False
        count = _("Guess {number} of {count}").format(number=self.score.guesses + 1, count=COUNT)
        asked = _(_ASKED[self.kind])
        self.panel.ask(count, self._scored(), asked, len(self.question.choices))
        self.cover.ask(self.question.place if self.kind == "picture" else None)
        self.cover.setAccessibleDescription(f"{count}. {asked}")
        self._flow.ask_for(self.question.choices, self._store.view)

    def _on_decoded(self, samples: tuple[int, ...], images: list[QImage]) -> None:
        if self.question is not None and samples == self.question.choices:
            self.panel.show_pictures(images)

    def _on_placed(self, x: float, y: float) -> None:
        """Hear a place."""
        if self.kind == "place" and self.question is not None and not self._answered:
            assert self._ground is not None
            away = math.dist((x, y), self.question.place)
            scored = points(away, self._ground.spread)
            words = _("{distance} away: {points} of {best} points")
            said = words.format(distance=three_digits(away), points=scored, best=BEST)
            self._answer(scored, said, (x, y))

    def _on_chosen(self, number: int) -> None:
        """Hear the number of a picture."""
        question, ground = self.question, self._ground
        if self.kind != "picture" or question is None or ground is None or self._answered:
            return
        if number >= len(question.choices):
            return
        right = question.choices.index(question.sample)
        self.panel.mark(right, number)
        words = _("Right: {best} points") if number == right else _("No: it is picture {right}")
        said = words.format(best=BEST, right=right + 1)
        self._answer(BEST * (number == right), said, ground.place(question.choices[number]))

    def _answer(self, scored: int, said: str, guess: Point) -> None:
        assert self.question is not None
        assert self._ground is not None
        self._answered = True
        self.score = self.score.with_points(scored)
        names = [self._ground.name(sample) for sample in self.question.choices]
        named = [_("sample: {name}").format(name=name) if name else "" for name in names]
        over = self.score.over
        self.panel.answer(said, self._scored(), named, _("Ten more") if over else _("Next"))
        self.cover.reveal(self.question.place, guess)
        self.cover.setAccessibleDescription(f"{said}. {self._scored()}")

    def _scored(self) -> str:
        score = self.score
        return _("{points} of {most} points").format(points=score.points, most=score.most)

    def _on_confirmed(self) -> None:
        if self._answered:
            self._ask()

    def _dress(self) -> None:
        self.panel.set_theme(self._looks.theme)
        self.cover.set_theme(self._looks.theme)

    def _connect(self) -> None:
        self.cover.placed.connect(self._on_placed)
        self.cover.numbered.connect(self._on_chosen)
        self.cover.confirmed.connect(self._on_confirmed)
        self.cover.ended.connect(self.end)
        self.panel.chosen.connect(self._on_chosen)
        self.panel.next.clicked.connect(self._on_confirmed)
        self.panel.end.clicked.connect(self.end)
        self._looks.dressed.connect(self._dress)
