"""How the window looks: its theme, and how large all text is."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget

from aeviewer.app.actions.making import tint
from aeviewer.app.layout import Parts
from aeviewer.app.look import dressing, scale, theme
from aeviewer.app.panels.theme_menu import ThemeMenu
from aeviewer.app.window import Window
from aeviewer.session.store import Store
from aeviewer.session.view import View


class Looks(QObject):
    """Dresses the window as the view says.

    Attributes:
        theme: the colours on show.
        menu: of the themes.
        dressed: they are other ones, or all text has another size.
    """

    dressed = Signal()

    def __init__(
        self, window: Window, parts: Parts, actions: Mapping[str, QAction], store: Store
    ) -> None:
        super().__init__(window)
        self._window, self._parts, self._actions, self._store = window, parts, actions, store
        self._least = 0.0
        self.menu = ThemeMenu(store, window)
        self.theme = _theme(store.view)
        parts.set_theme(self.theme)
        store.watch(self._follow, "theme", "scale", "glyphs")
        self._desk = QTimer(self, singleShot=True, interval=0)
        self._desk.timeout.connect(lambda: self._dress(store.view))
        _application().styleHints().colorSchemeChanged.connect(self._on_desk_changed)

    @property
    def scale(self) -> float:
        """What all text is multiplied by, as drawn now."""
        return scale.factor()

    def next_theme(self) -> None:
        """Turn to the next of all themes; after the last comes the first."""
        names = list(theme.THEMES)
        self._store.set(theme=names[(names.index(self.theme.name) + 1) % len(names)])

    def step_scale(self, by: int) -> None:
        """Draw all text larger (`by` = 1) or smaller (-1), by a step; 0 is back to 100 %."""
        now = self._store.view.scale
        self._store.set(scale=scale.step(now, by) if by else 1.0)

    def enlarge(self, least: float) -> None:
        """Have all text drawn by this factor at least, whatever the view says; 0 for no bound."""
        if least != self._least:
            self._least = least
            self._dress(self._store.view)

    def _on_desk_changed(self) -> None:
        """Follow the desktop; not at once, as what is set here tells of a change as well."""
        if self._store.view.theme == "system":
            self._desk.start()

    def _follow(self, view: View) -> None:
        before = scale.factor()
        self._dress(view)
        if not self._least:  # whoever enlarges for a while puts the docks back himself
            self._widen(scale.factor() / before)

    def _dress(self, view: View) -> None:
        self.theme = _theme(view)
        dressing.apply(_application(), self.theme, max(view.scale, self._least))
        self._parts.set_theme(self.theme)
        tint(self._actions, _application().palette())
        self.dressed.emit()

    def _widen(self, ratio: float) -> None:
        """Have the docks grow and shrink with what is in them."""
        shown = [dock for dock in self._window.findChildren(QDockWidget) if dock.isVisible()]
        if ratio != 1 and shown:
            widths = [round(dock.width() * ratio) for dock in shown]
            self._window.resizeDocks(shown, widths, Qt.Orientation.Horizontal)


def _theme(view: View) -> theme.Theme:
    chosen = dressing.resolve(view.theme, _application())
    return replace(chosen, glyphs=True) if view.glyphs else chosen


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
