"""What is compared, and what all models are given: the row above the compared models."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QMenu, QTabBar, QToolButton, QWidget

from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.theme import SPACES
from aeviewer.app.telling.dialogs import ask_checkpoint
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

MOST = 9
"""Models that stand beside each other."""

_GIVEN = (
    ("nearest", N_("Given the nearest on the map")),
    ("selected", N_("Given the first selected")),
    ("drawing", N_("Given the drawing")),
)
_SIDES = (
    ("models", N_("Side by side"), N_("The planes, and what each model makes of one picture")),
    (
        "rates",
        N_("Rate and distortion"),
        N_("What a picture costs in bits, and how well it comes back"),
    ),
)
_ALIGN = N_("Lay over each other")
_GIVEN_TIP = N_(
    "The one picture that all models rebuild: the sample nearest to the cursor on the map, the "
    "first one selected, or what is drawn in the Draw panel"
)
_ALIGN_TIP = N_(
    "Each plane is turned, mirrored and scaled so that its samples lie as near as they can to "
    "where they lie in the first one; else all have their own coordinates"
)


@dataclass(frozen=True)
class Offer:
    """A model that could be added.

    Attributes:
        name: what the view would call it.
        title: in the menu.
        group: which pictures it knows.
    """

    name: str
    title: str
    group: str


class CompareBar(QWidget):
    """Writes the view's `others`, `comparing`, `given` and `aligned`.

    Attributes:
        given: the choice of `given`, which stands beside the picture that it is about.
        align: the box of `aligned`, which stands with the words about the planes.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._offers: tuple[Offer, ...] = ()
        self._sides, self._add, self._twin = QTabBar(), QToolButton(), QToolButton()
        self._menu, self._file = (
            QMenu(self),
            QAction(_("A file or a run\N{HORIZONTAL ELLIPSIS}"), self),
        )
        self.given, self.align = QComboBox(), QCheckBox(_(_ALIGN))
        self._build()
        self._connect()
        watch(self, store, self._follow, "others", "comparing", "given", "aligned")
        self._follow(store.view)

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Offer these models, group by group."""
        if tuple(offers) != self._offers:
            self._offers = tuple(offers)
            self._fill()
        self._follow(self._store.view)

    def offer_twin(self, action: QAction) -> None:
        """Put the action on a button of words, as the one beside it."""
        self._twin.setDefaultAction(action)
        self._twin.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._twin.setAccessibleName(action.text())

    def offered(self) -> list[QAction]:
        """The models in the menu."""
        return [action for action in self._menu.actions() if action.data() is not None]

    def _fill(self) -> None:
        self._menu.clear()
        group = ""
        for offer in self._offers:
            if offer.group != group:
                group = offer.group
                self._menu.addSection(group)
            self._menu.addAction(offer.title).setData(offer.name)
        self._menu.addSeparator()
        self._menu.addAction(self._file)

    def _connect(self) -> None:
        self._menu.triggered.connect(self._on_added)
        self._sides.currentChanged.connect(self._on_side)
        self.given.activated.connect(self._on_given)
        self.align.clicked.connect(self._on_aligned)

    def _on_added(self, action: QAction) -> None:
        if action is self._file:
            ask_checkpoint(self, self._add_one)
        else:
            self._add_one(action.data())

    def _add_one(self, name: str) -> None:
        self._store.choose(others=(*self._store.view.others, name)[: MOST - 1])

    def _on_side(self, number: int) -> None:
        self._store.choose(comparing=_SIDES[number][0])

    def _on_given(self, number: int) -> None:
        self._store.choose(given=self.given.itemData(number))

    def _on_aligned(self, on: bool) -> None:
        self._store.choose(aligned=on)

    def _follow(self, view: View) -> None:
        self._sides.setCurrentIndex([name for name, *_ in _SIDES].index(view.comparing))
        self.given.setCurrentIndex(self.given.findData(view.given))
        self.align.setChecked(view.aligned)
        for action in self.offered():
            action.setEnabled(action.data() not in view.others)
        full = len(view.others) >= MOST - 1
        self._add.setEnabled(not full)
        self._add.setToolTip(tip(self._why(full)))

    def _why(self, full: bool) -> str:
        if full:
            return _("{most} models are as many as can be told apart; take one away first").format(
                most=MOST
            )
        if not self._offers:
            return _("No bundled model is for pictures of this size; add one from a file")
        return _("Add a bundled model for pictures of this size")

    def _build(self) -> None:
        self._sides.setAccessibleName(_("What is compared"))
        self._sides.setDrawBase(False)
        self._sides.setExpanding(False)
        for number, (_name, title, words) in enumerate(_SIDES):
            self._sides.addTab(_(title))
            self._sides.setTabToolTip(number, _(words))
        self._add.setText(_("Add a model"))
        self._add.setAccessibleName(_("Add a model"))
        self._add.setMenu(self._menu)
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for name, title in _GIVEN:
            self.given.addItem(_(title), name)
        self.given.setAccessibleName(_("Given"))
        self.given.setToolTip(tip(_(_GIVEN_TIP)))
        self.align.setAccessibleName(_(_ALIGN))
        self.align.setToolTip(tip(_(_ALIGN_TIP)))
        row = Wrapping(self, gap=SPACES[1])
        for widget in (self._sides, self._add, self._twin):
            row.addWidget(widget)
