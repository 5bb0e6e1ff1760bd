"""Forwards and backwards: through a lesson, or without one along a path or through the pages."""

import math
from collections.abc import Sequence
from typing import Protocol

from aeviewer.session.store import Store


class Steps(Protocol):
    """What a clicker leads through."""

    def next(self) -> None:
        """Go one further, or stay at the end."""

    def back(self) -> None:
        """Go one back, or stay at the beginning."""

    def first(self) -> None:
        """Go to the beginning."""

    def last(self) -> None:
        """Go to the end."""


class Walk:
    """Leads from anchor to anchor where the map shows a path, else from page to page."""

    def __init__(self, store: Store, pages: Sequence[str]) -> None:
        self._store, self._pages = store, pages

    def next(self) -> None:
        """Go to the next anchor, or the next page."""
        self._go(self._at + 1)

    def back(self) -> None:
        """Go to the anchor before, or the page before."""
        self._go(self._at - 1)

    def first(self) -> None:
        """Go to the first anchor, or the first page."""
        self._go(0)

    def last(self) -> None:
        """Go to the last anchor, or the last page."""
        self._go(self.count - 1)

    @property
    def count(self) -> int:
        """How many stops there are."""
        return self._legs + 1 if self._on_path else len(self._pages)

    @property
    def place(self) -> int:
        """Number of the stop where one is, or was last, from 0."""
        return int(self._at)

    @property
    def _on_path(self) -> bool:
        return self._store.view.page == "map" and self._legs > 0

    @property
    def _legs(self) -> int:
        view = self._store.view
        return len(view.anchors) if view.is_loop else max(0, len(view.anchors) - 1)

    @property
    def _at(self) -> float:
        view = self._store.view
        if self._on_path:
            return round(view.t * self._legs, 6)
        return float(self._pages.index(view.page)) if view.page in self._pages else 0.0

    def _go(self, to: float) -> None:
        """Go to a stop; from between two of them, to the nearer end of the way that was meant."""
        onwards = to > self._at
        number = min(max(math.floor(to) if onwards else math.ceil(to), 0), self.count - 1)
        if self._on_path:
            self._store.choose(t=number / self._legs)
        else:
            self._store.choose(page=self._pages[number])
