"""The menu of the map's layers."""

from collections.abc import Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from aeviewer.app.kit.watching import watch
from aeviewer.app.views.map.layer_table import LAYERS, toggled
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _


class LayerMenu(QMenu):
    """Switches for the layers; what a model lacks for one stands beside it."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(_("Layers"), parent)
        self.setToolTipsVisible(True)
        self._store = store
        self._actions: dict[str, QAction] = {}
        for number, entry in enumerate(LAYERS, 1):
            action = self.addAction(_(entry.title))
            action.setCheckable(True)
            action.setShortcut(QKeySequence(f"Alt+{number % 10}"))  # of the tenth, Alt+0
            action.setData(entry.name)
            self._actions[entry.name] = action
        self.triggered.connect(self._on_triggered)
        self.set_missing({})
        watch(self, store, self._follow, "layers")
        self._follow(store.view)

    def set_missing(self, missing: Mapping[str, str]) -> None:
        """Say which layers the model on show cannot have, and why, in half a sentence."""
        for entry in LAYERS:
            lack = missing.get(entry.name)
            action = self._actions[entry.name]
            action.setEnabled(lack is None)
            title = _(entry.title)
            action.setText(title if lack is None else f"{title} ({lack})")
            action.setToolTip(_(entry.tip))

    def _on_triggered(self, action: QAction) -> None:
        self._store.choose(layers=toggled(self._store.view.layers, action.data()))

    def _follow(self, view: View) -> None:
        for name, action in self._actions.items():
            action.setChecked(name in view.layers)
