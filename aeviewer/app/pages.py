"""The pages in the middle of the window: the map, and what else there is to look at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from aeviewer.app.theme import Theme
from aeviewer.app.views.adversary import AdversaryPage
from aeviewer.app.views.anomaly import AnomalyPage
from aeviewer.app.views.codebook import CodebookPage
from aeviewer.app.views.compare import ComparePage
from aeviewer.app.views.denoise import DenoisePage
from aeviewer.app.views.features import FeaturesPage
from aeviewer.app.views.mix import MixPage
from aeviewer.app.views.page import PageView
from aeviewer.app.views.tabs import PageTabs
from aeviewer.app.views.traversal import TraversalPage
from aeviewer.session.store import Store
from aeviewer.session.view import View


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
    Page("denoise", "Denoise", "What a model makes of noise and of holes", DenoisePage),
    Page("anomaly", "Anomaly", "Images unlike the normal ones are rebuilt badly", AnomalyPage),
    Page("adversary", "Adversary", "A generator against its critic; inversion", AdversaryPage),
    Page("codebook", "Codebook", "The codes of a model, and a sample spelt in them", CodebookPage),
    Page("traversal", "Traversal", "What each latent dimension does to a picture", TraversalPage),
    Page("features", "Features", "What each unit of the latent does, and when", FeaturesPage),
    Page("mix", "Mix", "Four corners, attributes and analogies of latents", MixPage),
    Page("compare", "Compare", "Several models side by side under one cursor", ComparePage),
)
"""Those beside the map, from left to right."""


class Pages(QWidget):
    """The map's column and the pages, one of them on show; tabs above choose.

    Attributes:
        shown: another page is on show: its name.
    """

    shown = Signal(str)

    def __init__(self, store: Store, first: QWidget) -> None:
        super().__init__()
        self._store = store
        self.views: Mapping[str, PageView] = {page.name: page.make(store) for page in PAGES}
        self._names = ["map", *self.views]
        self._tabs, self._stack = PageTabs("Pages"), QStackedWidget()
        self._fill(first)
        self._turns = self._make_actions()
        self._tabs.chosen.connect(self._on_chosen)
        end = store.watch(self._follow, "page")
        self.destroyed.connect(lambda *_: end())
        self._follow(store.view)

    def actions_to_show(self) -> list[QAction]:
        """Actions, with Ctrl+1 and so on, that turn to each page."""
        return list(self._turns)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for view in self.views.values():
            view.set_theme(theme)

    def set_bare(self, bare: bool) -> None:
        """Show the page alone, or with its tabs."""
        self._tabs.setHidden(bare)

    def _fill(self, first: QWidget) -> None:
        self._add("Map", "The plane of latent space", first)
        for page in PAGES:
            self._add(page.title, page.tip, self.views[page.name])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
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

    def _add(self, title: str, tip: str, widget: QWidget) -> None:
        self._stack.addWidget(widget)  # first: the first tab is chosen as it comes
        self._tabs.add(title, tip)

    def _on_chosen(self, number: int) -> None:
        self._store.set(page=self._names[number])
        self._store.settle()

    def _on_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._store.set(page=action.data())
        self._store.settle()

    def _follow(self, view: View) -> None:
        # A session may name a page of a later version.
        number = self._names.index(view.page) if view.page in self._names else 0
        self._tabs.choose(number)
        self._stack.setCurrentIndex(number)
        self.shown.emit(self._names[number])
