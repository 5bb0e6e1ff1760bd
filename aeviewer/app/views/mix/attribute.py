"""An attribute: what one group of samples has and another has not, added to the cursor's latent."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.app.kit.series import Item, Series
from aeviewer.app.kit.strength import StrengthSlider
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import LIGHT, SPACES, Theme
from aeviewer.app.views.mix.group import GroupChoice
from aeviewer.session.store import Store
from aeviewer.words import N_, _

STOPS = tuple(number / 2 for number in range(-4, 5))
"""The strengths that are shown side by side."""

TITLES = (N_("without it"), N_("with it"))
_TAKE = N_("Move the cursor there")
_TIMES = "\N{MULTIPLICATION SIGN}"
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, eq=False)
class Added:
    """What becomes of the cursor's latent.

    Attributes:
        before: the picture at the cursor.
        after: the picture with the attribute.
        strength: how often it was added.
    """

    before: QImage
    after: QImage
    strength: float


class AttributeView(QWidget):
    """Two groups, how much of their difference is added, and what that does to the picture.

    Attributes:
        controls: what makes the groups, and moves the cursor.
        taken: the cursor is to go where the picture is.
    """

    taken = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._theme = LIGHT
        self._added: Added | None = None
        self.groups = [GroupChoice(store, number, _(title)) for number, title in enumerate(TITLES)]
        self.note, self.empty = Hint(), Hint(centred=True)
        self._take, self._pages = QPushButton(_(_TAKE)), QStackedLayout(self)
        self._strength = StrengthSlider(store)
        self.pair = Series(_("Picture at the cursor, and with the attribute"), 56)
        self.row = Series(_("Pictures with less and more of the attribute"), 28)
        self.controls: Sequence[QWidget] = *(group.choices for group in self.groups), self._take
        self._build()
        self.row.chosen.connect(self._on_chosen)
        self._take.clicked.connect(self.taken)
        self.empty.wanted.connect(partial(open_model, store))
        watch(self, store, lambda _: self.row.set_mark(self._nearest()), "strength")
        self.show_added(None)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        for group in self.groups:
            group.set_theme(theme)
        for pictures in (self.pair, self.row):
            pictures.set_theme(theme)
        self._paint()

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer classes as groups."""
        for group in self.groups:
            group.set_classes(classes)

    def set_empty(self, text: str, model: str = "") -> None:
        """Say why there can be no groups, and offer a model that has some; no text shows them."""
        self.empty.say(text, model)
        self._pages.setCurrentIndex(int(not text))

    def say(self, text: str) -> None:
        """Say what is missing, or what the attribute is."""
        self.note.say(text)

    def show_row(self, images: Sequence[QImage]) -> None:
        """Show the pictures at `STOPS`, or none."""
        items = [
            Item(image, f"{stop:g}".replace("-", _MINUS))
            for image, stop in zip(images, STOPS if images else (), strict=True)
        ]
        self.row.set_items(items, self._nearest())

    def show_added(self, added: Added | None) -> None:
        """Show the picture at the cursor and what becomes of it, or nothing."""
        self._added = added
        self._take.setEnabled(added is not None and added.strength != 0)
        self._paint()

    def _paint(self) -> None:
        added = self._added
        if added is None:
            self.pair.set_items(())
            return
        times = f"{abs(added.strength):.2f}"
        sign = _MINUS if added.strength < 0 else "+"
        self.pair.set_items((
            Item(added.before, _("at the cursor"), colour=self._theme.cursor),
            Item(
                added.after,
                _("{share} the attribute").format(share=f"{sign} {times} {_TIMES}"),
                "\N{RIGHTWARDS ARROW}",
            ),
        ))

    def _nearest(self) -> int:
        strength = self._store.view.strength
        return min(range(len(STOPS)), key=lambda number: abs(STOPS[number] - strength))

    def _on_chosen(self, number: int) -> None:
        self._store.choose(strength=STOPS[number])

    def _build(self) -> None:
        self.setAccessibleName(_("Attribute"))
        self._take.setToolTip(
            tip(_("Put the cursor on the latent with the attribute; How much is 0"))
        )
        self.row.set_selectable()
        chosen, much = QHBoxLayout(), QHBoxLayout()
        chosen.setSpacing(SPACES[3])
        much.setSpacing(SPACES[1])
        for group in self.groups:
            chosen.addWidget(group, 1)
        much.addWidget(self._strength, 1)
        much.addWidget(self._take)
        content = QWidget()
        column = boxes.column(content, SPACES[1])
        column.addLayout(chosen)
        column.addWidget(self.note)
        column.addLayout(much)
        column.addWidget(self.pair, 3)
        column.addWidget(self.row, 2)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(content)
        self.set_empty("")
