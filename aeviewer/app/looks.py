"""How the window looks: its theme, and what of it is shown while presenting."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from aeviewer.app import theme
from aeviewer.app.acting import tint
from aeviewer.app.layout import Parts
from aeviewer.app.window import Window
from aeviewer.session.store import Store
from aeviewer.session.view import View


class Looks(QObject):
    """Dresses the window as the view says, and gives the screen to what one presents."""

    def __init__(
        self, window: Window, parts: Parts, actions: Mapping[str, QAction], store: Store
    ) -> None:
        super().__init__(window)
        self._window, self._parts, self._actions, self._store = window, parts, actions, store
        self._arranged = QByteArray()
        parts.set_theme(theme.resolve(store.view.theme, _application()))
        store.watch(self._dress, "theme")

    def next_theme(self) -> None:
        """Turn from light to dark or back."""
        dark = theme.resolve(self._store.view.theme, _application()).dark
        self._store.set(theme="light" if dark else "dark")

    def toggle_presentation(self) -> None:
        """Give the whole screen to the map and the probe, or put everything back."""
        presenting = not self._window.isFullScreen()
        if presenting:
            self._arranged = self._window.saveState()
            self._parts.train_dock.hide()
        else:
            self._window.restoreState(self._arranged)
        self._parts.status.setVisible(not presenting)
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _dress(self, view: View) -> None:
        chosen = theme.resolve(view.theme, _application())
        theme.apply(_application(), chosen)
        self._parts.set_theme(chosen)
        tint(self._actions, _application().palette())


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
