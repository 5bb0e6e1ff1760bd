"""The chips of all classes: they follow `hidden` of the view, and write it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.chip import Chip
from aeviewer.app.views.map.stamps import glyphs_of
from aeviewer.session.store import Store
from aeviewer.session.view import View


class Chips:
    """Makes a chip for each class; whoever shows them lays them out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._theme: Theme | None = None
        self._chips: list[Chip] = []
        self.classes: tuple[str, ...] = ()
        """Names of the classes there are chips for."""

    @property
    def all(self) -> Sequence[Chip]:
        """The chips, in the order of their classes."""
        return self._chips

    def make(self, classes: tuple[str, ...], parent: QWidget) -> None:
        """Make chips anew, within a widget; the former ones are whoever's parent they had."""
        self.classes = classes
        self._chips = [self._chip(number, parent) for number in range(len(classes))]
        self._dress()
        self.show_hidden(self._store.view)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._dress()

    def show_hidden(self, view: View) -> None:
        """Follow the store."""
        for number, chip in enumerate(self._chips):
            chip.setChecked(number not in view.hidden)

    def _chip(self, number: int, parent: QWidget) -> Chip:
        chip = Chip(self.classes[number], parent)
        chip.clicked.connect(lambda: self._toggle(number))
        chip.soloed.connect(lambda: self._solo(number))
        return chip

    def _dress(self) -> None:
        if self._theme is None:
            return
        colours = self._theme.classes(len(self._chips))
        glyphs = glyphs_of(colours, each=self._theme.glyphs)
        for chip, colour, glyph in zip(self._chips, colours, glyphs, strict=True):
            chip.set_look(self._theme, colour, glyph)

    def _toggle(self, number: int) -> None:
        self._store.choose(hidden=self._store.view.hidden ^ {number})

    def _solo(self, number: int) -> None:
        """Hide all others; where they are hidden already, show all."""
        alone = frozenset(range(len(self._chips))) - {number}
        self._store.choose(hidden=frozenset() if self._store.view.hidden == alone else alone)
