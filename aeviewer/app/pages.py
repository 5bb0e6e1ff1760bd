"""The pages in the middle of the window: the map, and what else there is to look at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.scrolled import Scrolled
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.adversary.page import AdversaryPage
from aeviewer.app.views.anomaly.page import AnomalyPage
from aeviewer.app.views.codebook.page import CodebookPage
from aeviewer.app.views.compare.page import ComparePage
from aeviewer.app.views.denoise.page import DenoisePage
from aeviewer.app.views.features.page import FeaturesPage
from aeviewer.app.views.mix.page import MixPage
from aeviewer.app.views.page import PageView
from aeviewer.app.views.tabs import PageTabs
from aeviewer.app.views.traversal.page import TraversalPage
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        name: what the view calls it.
        title: on its tab.
        tip: what one sees there, in a sentence.
        make: makes its widget.
    """

    name: str
    title: str
    tip: str
    make: Callable[[Store], PageView]


PAGES: Sequence[Page] = (
    Page("denoise", N_("Denoise"), N_("What a model makes of noise and of holes"), DenoisePage),
    Page(
        "anomaly", N_("Anomaly"), N_("Images unlike the normal ones are rebuilt badly"), AnomalyPage
    ),
    Page(
        "adversary", N_("Adversary"), N_("A generator against its critic; inversion"), AdversaryPage
    ),
    Page(
        "codebook",
        N_("Codebook"),
        N_("The codes of a model, and a sample spelt in them"),
        CodebookPage,
    ),
    Page(
        "traversal",
        N_("Traversal"),
        N_("What each latent dimension does to a picture"),
        TraversalPage,
    ),
    Page(
        "features", N_("Features"), N_("What each unit of the latent does, and when"), FeaturesPage
    ),
    Page("mix", N_("Mix"), N_("Four corners, attributes and analogies of latents"), MixPage),
    Page("compare", N_("Compare"), N_("Several models side by side under one cursor"), ComparePage),
)
"""Those beside the map, from left to right."""


class Pages(QWidget):
    """The map's column and the pages, one of them on show; tabs above choose.

    A page is made when it is first turned to: all of them would keep a starting window waiting.

    Attributes:
        views: the pages made so far, by name.
        made: a page was made, and laid out: its name.
        shown: another page is on show: its name.
    """

    made = Signal(str)
    shown = Signal(str)

    def __init__(self, store: Store, first: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self._store, self._actions = store, actions
        self._theme: Theme | None = None
        self._bare = self._staged = False
        self._first = first
        self.views: dict[str, PageView] = {}
        self._rooms: dict[str, QWidget] = {}  # what each of them stands in
        self._names = ["map", *(page.name for page in PAGES)]
        self._tabs, self._stack = PageTabs(_("Pages")), QStackedWidget()
        self._fill()
        self._turns = self._make_actions()
        self._tabs.chosen.connect(self._on_chosen)
        watch(self, store, self._follow, "page")
        self._follow(store.view)

    def actions_to_show(self) -> list[QAction]:
        """Actions, with Ctrl+1 and so on, that turn to each page."""
        return list(self._turns)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        for view in self.views.values():
            view.set_theme(theme)

    def set_bare(self, *, tabs: bool, controls: bool) -> None:
        """Leave out the tabs, and what the pages are set by; or show them again."""
        self._tabs.setHidden(tabs)
        self._bare = controls
        for view in self.views.values():
            view.set_bare(controls)

    def set_staged(self, staged: bool) -> None:
        """Show the pages to people who cannot scroll, or to one who can."""
        self._staged = staged
        for view in self.views.values():
            view.set_staged(staged)

    def controls(self) -> QWidget | None:
        """What the page on show is set by; None of the map."""
        view = self.views.get(self._store.view.page)
        return next(iter(view.control_rows()), None) if view is not None else None

    def _fill(self) -> None:
        self._stack.addWidget(self._first)
        self._tabs.add(_("Map"), _("The plane of latent space"))
        for page in PAGES:
            self._tabs.add(_(page.title), _(page.tip))
        column = boxes.column(self, 0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)

    def _make_actions(self) -> list[QAction]:
        actions = []
        for number, name in enumerate(self._names):
            action = QAction(self._tabs.title(number), self)
            action.setShortcut(QKeySequence(f"Ctrl+{number + 1}"))
            action.setData(name)
            action.setToolTip(self._tabs.tip(number))
            action.triggered.connect(self._on_triggered)
            actions.append(action)
        return actions

    def _make(self, page: Page) -> None:
        view = self.views[page.name] = page.make(self._store)
        view.offer_actions(self._actions)
        view.set_bare(self._bare)
        view.set_staged(self._staged)
        if self._theme is not None:
            view.set_theme(self._theme)
        room = self._rooms[page.name] = Scrolled(view, sideways=True)
        self._stack.addWidget(room)
        self._stack.setCurrentWidget(room)
        self.made.emit(page.name)

    def _on_chosen(self, number: int) -> None:
        if self._names[number] != self._store.view.page:  # else the tab has followed the view
            self._store.choose(page=self._names[number])

    def _on_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._store.choose(page=action.data())

    def _follow(self, view: View) -> None:
        # A session may name a page of a later version.
        number = self._names.index(view.page) if view.page in self._names else 0
        name = self._names[number]
        self._tabs.choose(number)
        if number and name not in self.views:
            self._make(PAGES[number - 1])
        self._stack.setCurrentWidget(self._rooms.get(name, self._first))
        self.shown.emit(name)
