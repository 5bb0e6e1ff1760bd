"""Finding names by some of their letters, as one types them in a hurry."""

from collections.abc import Sequence
from typing import NamedTuple

_START, _INSIDE, _SCATTERED = 100, 60, 30  # what a word typed is worth by how it is found


class Match(NamedTuple):
    """How well a name fits what was typed.

    Attributes:
        score: the higher, the better.
        places: of the letters found, ascending.
    """

    score: float
    places: tuple[int, ...]


def match(typed: str, name: str) -> Match | None:
    """Find each word of what was typed in a name, or None where one is not there.

    A word counts most at the start of one of the name's, less inside, least as letters in order.
    """
    score, places = 0.0, set[int]()
    for word in typed.casefold().split():
        found = _find(word, name.casefold())
        if found is None:
            return None
        score += found.score
        places.update(found.places)
    return Match(score - len(name) / 100, tuple(sorted(places)))  # of equals, the shorter one


def _find(word: str, name: str) -> Match | None:
    starts = [place for place in range(len(name)) if name.startswith(word, place)]
    heads = [place for place in starts if _begins(name, place)]
    if heads or starts:
        place = (heads or starts)[0]
        worth = _START if heads else _INSIDE
        return Match(worth - place / 10, tuple(range(place, place + len(word))))
    return _scattered(word, name)


def _scattered(word: str, name: str) -> Match | None:
    """The letters in order, from where they lie closest together; most of them begin words."""
    tried = (_walk(word, name, place) for place in range(len(name)) if name[place] == word[0])
    found = [places for places in tried if places]
    if not found:
        return None
    best = max(found, key=lambda places: _worth(places, name))
    return Match(_worth(best, name), tuple(best))


def _walk(word: str, name: str, start: int) -> Sequence[int]:
    """Where the letters are, each as soon as may be; nothing where one is missing."""
    places, place = list[int](), start - 1
    for letter in word:
        place = name.find(letter, place + 1)
        if place < 0:
            return ()
        places.append(place)
    return places


def _worth(places: Sequence[int], name: str) -> float:
    heads = sum(_begins(name, place) for place in places)
    return _SCATTERED * heads / len(places) - (places[-1] - places[0] + 1 - len(places))


def _begins(name: str, place: int) -> bool:
    """Whether a word of the name begins there."""
    return place == 0 or not name[place - 1].isalnum()
