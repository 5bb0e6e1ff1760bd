"""The one place where the view changes, and where its changes are told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from aeviewer.session.view import View

Watcher = Callable[[View], None]

_DEEPEST = 100
_FIELDS = frozenset(field.name for field in fields(View))
# Undoing a look must not switch the lights.
_KEPT = frozenset({"theme", "scale", "glyphs", "device", "tool"})
_PLAIN = {name: getattr(View(), name) for name in _KEPT}


@dataclass(frozen=True)
class _Watch:
    call: Watcher
    fields: frozenset[str]


class Store:
    """Holds the view; tells watchers of the fields they watch; remembers what was settled."""

    def __init__(self, view: View | None = None) -> None:
        self._view = view or View()
        self._watches: list[_Watch] = []
        self._settled = self._view
        self._past: list[View] = []
        self._future: list[View] = []
        self._whole = False

    @property
    def view(self) -> View:
        """The view as it is now."""
        return self._view

    @property
    def whole(self) -> bool:
        """Whether what watchers are told of just now is a whole view, undone or brought from afar.

        What follows other changes, such as the cursor on a path, is then where that view has it.
        """
        return self._whole

    def set(self, **changes: Any) -> None:
        """Change fields of the view; equal values are silent, so nothing can loop."""
        before, self._view = self._view, replace(self._view, **changes)
        self._tell(_changed(before, self._view, changes))

    def choose(self, **changes: Any) -> None:
        """Change fields by a gesture of its own: one step of undo."""
        self.set(**changes)
        self.settle()

    def amend(self, **changes: Any) -> None:
        """Call something otherwise, as if it had always been so: this is no step of undo.

        Whatever view undo or redo leads to is changed, too, where it has what this one had.
        """
        before = {name: getattr(self._view, name) for name in changes}

        def amended(view: View) -> View:
            alike = all(getattr(view, name) == value for name, value in before.items())
            return replace(view, **changes) if alike else view

        self._past, self._future = ([*map(amended, views)] for views in (self._past, self._future))
        self._settled = amended(self._settled)
        self.set(**changes)

    def watch(self, call: Watcher, *names: str) -> Callable[[], None]:
        """Call with the view after any of these fields (or, without names, any field) changed.

        Returns a function that ends the watching.

        Raises:
            ValueError: the view has no such field.
        """
        if unknown := set(names) - _FIELDS:
            raise ValueError(f"the view has no field {unknown}")
        entry = _Watch(call, frozenset(names) or _FIELDS)
        self._watches.append(entry)
        return lambda: self._watches.remove(entry)

    def settle(self) -> None:
        """End a gesture: all since the last one becomes a single step of undo."""
        if _looks(self._view) != _looks(self._settled):
            self._past = [*self._past, self._settled][-_DEEPEST:]
            self._future = []
        self._settled = self._view

    def adopt(self, view: View) -> None:
        """Look at what another view looks at, as one step of undo; the lights stay as they are."""
        self.settle()
        self._take_whole(self._lit(view))
        self.settle()

    def start_here(self) -> None:
        """Forget what came before: there is nothing to undo."""
        self._past, self._future, self._settled = [], [], self._view

    @property
    def can_undo(self) -> bool:
        """Whether there is a gesture to go back before."""
        return bool(self._past) or _looks(self._view) != _looks(self._settled)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone that can be done again."""
        return bool(self._future) and _looks(self._view) == _looks(self._settled)

    def undo(self) -> None:
        """Go back to the view before the last gesture."""
        self.settle()
        if self._past:
            self._future.append(self._settled)
            self._restore(self._past.pop())

    def redo(self) -> None:
        """Go forth again to the view that was undone."""
        self.settle()
        if self._future:
            self._past.append(self._settled)
            self._restore(self._future.pop())

    def _restore(self, view: View) -> None:
        self._settled = self._lit(view)
        self._take_whole(self._settled)

    def _take_whole(self, view: View) -> None:
        before, self._view, self._whole = self._view, view, True
        try:
            self._tell(_changed(before, view, _FIELDS))
        finally:
            self._whole = False

    def _lit(self, view: View) -> View:
        """Leave a view what is kept of the one on show."""
        return replace(view, **{name: getattr(self._view, name) for name in _KEPT})

    def _tell(self, changed: frozenset[str]) -> None:
        for entry in tuple(self._watches):
            if entry.fields & changed:
                entry.call(self._view)


def _looks(view: View) -> View:
    """A view without what undo leaves alone."""
    return replace(view, **_PLAIN)


def _changed(before: View, after: View, names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))
