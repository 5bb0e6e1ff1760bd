"""A box of choices for one field of the view."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _


class Choice(QComboBox):
    """Shows a field of the view and writes it; each choice is one step of undo."""

    def __init__(
        self,
        store: Store,
        field: str,
        choices: Sequence[tuple[str, str]],
        name: str,
        help_text: str,
    ) -> None:
        """Make one.

        Args:
            store: that has the view.
            field: its name, as `reach`, or that of a part of one, as `features.order`.
            choices: what it may be, and how that is called.
            name: of the field, for those who cannot see it.
            help_text: what it is, in a sentence.
        """
        super().__init__()
        self._store, self._fixed = store, ""
        self._field, _dot, self._part = field.partition(".")
        for value, title in choices:
            self.addItem(_(title), value)
        self.setAccessibleName(name)
        self.setToolTip(tip(help_text))
        calm(self)
        self.activated.connect(self._on_activated)
        watch(self, store, self._follow, self._field)
        self._follow(store.view)

    def fix(self, value: str) -> None:
        """Show what alone there is to choose; an empty text leaves the choice to the person."""
        self._fixed = value
        self.setEnabled(not value)
        self._follow(self._store.view)

    def _on_activated(self, place: int) -> None:
        value = self.itemData(place)
        if self._part:
            value = replace(getattr(self._store.view, self._field), **{self._part: value})
        self._store.choose(**{self._field: value})

    def _follow(self, view: View) -> None:
        value = getattr(view, self._field)
        value = getattr(value, self._part) if self._part else value
        self.setCurrentIndex(self.findData(self._fixed or value))


def labelled(name: str, widget: QWidget) -> QWidget:
    """Put a word before a widget."""
    both = QWidget()
    row = boxes.row(both, SPACES[0])
    label = QLabel(name)
    label.setBuddy(widget)
    row.addWidget(label)
    row.addWidget(widget)
    return both
