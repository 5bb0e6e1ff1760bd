"""How the window looks: its theme."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from aeviewer.app import theme
from aeviewer.app.acting import tint
from aeviewer.app.layout import Parts
from aeviewer.app.window import Window
from aeviewer.session.store import Store
from aeviewer.session.view import View


class Looks(QObject):
    """Dresses the window as the view says.

    Attributes:
        theme: the colours on show.
        dressed: they are other ones, or all text has another size.
    """

    dressed = Signal()

    def __init__(
        self, window: Window, parts: Parts, actions: Mapping[str, QAction], store: Store
    ) -> None:
        super().__init__(window)
        self._window, self._parts, self._actions, self._store = window, parts, actions, store
        self._least = 0.0
        self.theme = theme.resolve(store.view.theme, _application())
        parts.set_theme(self.theme)
        store.watch(self._dress, "theme")

    def next_theme(self) -> None:
        """Turn from light to dark or back."""
        dark = theme.resolve(self._store.view.theme, _application()).dark
        self._store.set(theme="light" if dark else "dark")

    def toggle_presentation(self) -> None:
        """Give the whole screen to the map and the probe, or put everything back."""
        presenting = not self._window.isFullScreen()
        self._parts.train_dock.setHidden(presenting)
        self._parts.status.setVisible(not presenting)
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def enlarge(self, least: float) -> None:
        """Have all text drawn by this factor at least, whatever the view says; 0 for no bound."""
        if least != self._least:
            self._least = least
            self._dress(self._store.view)

    def _dress(self, view: View) -> None:
        self.theme = theme.resolve(view.theme, _application())
        theme.apply(_application(), self.theme)
        self._parts.set_theme(self.theme)
        tint(self._actions, _application().palette())
        self.dressed.emit()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
