"""The menu of the themes: one of them is chosen."""

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from aeviewer.app.kit.watching import watch
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_ENTRIES = (
    ("system", N_("As the desktop"), N_("Follow the desktop: light, dark or high contrast")),
    ("light", N_("Light"), N_("Dark words on light paper")),
    ("dark", N_("Dark"), N_("Light words on dark paper")),
    (
        "contrast",
        N_("High contrast"),
        N_("White on black, saturated colours, a form for each class"),
    ),
    (
        "projector",
        N_("Projector"),
        N_("Black on white, thick lines, large points, a form for each class"),
    ),
)


def title_of(theme: str) -> str:
    """What a theme is called, in the language that is spoken."""
    return next(_(title) for name, title, _tip in _ENTRIES if name == theme)


class ThemeMenu(QMenu):
    """Sets the view's theme, and shows which it is."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(_("Theme"), parent)
        self.setToolTipsVisible(True)
        self._store, group = store, QActionGroup(self)
        self._actions: dict[str, QAction] = {}
        for name, title, tip in _ENTRIES:
            action = group.addAction(_(title))
            action.setCheckable(True)
            action.setData(name)
            action.setToolTip(_(tip))
            action.setStatusTip(_(tip))
            self._actions[name] = action
        self.addActions(group.actions())
        group.triggered.connect(lambda action: store.set(theme=action.data()))
        watch(self, store, self._follow, "theme")
        self._follow(store.view)

    def _follow(self, view: View) -> None:
        self._actions[view.theme].setChecked(True)
