"""Where one guesses: the whole map without its cursor, and the probe's place for the question."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from aeviewer.app.layout import Parts
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _


class Place:
    """Takes the map and the place of the probe, whose numbers would tell, and gives them back.

    Nothing of it is a step of undo: the view is left as it was found.
    """

    def __init__(self, store: Store, parts: Parts, panel: QWidget) -> None:
        self._store, self._map, self._dock = store, parts.map, parts.docks.probe
        self._panel = panel
        self._probe: QWidget | None = None
        self._before, self._title, self._hidden = View(), "", False

    def take(self) -> None:
        """Show all of the map, and the question beside it."""
        self._store.settle()
        self._before = self._store.view
        self._store.set(page="map", camera=None)
        dock = self._dock
        self._probe, self._title, self._hidden = dock.widget(), dock.windowTitle(), dock.isHidden()
        self._put(self._panel, _("Guess"))
        dock.show()
        dock.raise_()
        self._map.show_cursor(False)

    def give_back(self, *, stay: bool = False) -> None:
        """Put all back, or leave what is looked at to whoever went elsewhere."""
        assert self._probe is not None
        self._put(self._probe, self._title)
        self._dock.setHidden(self._hidden)
        self._map.show_cursor(True)
        if not stay:
            self._store.set(page=self._before.page, camera=self._before.camera)

    def _put(self, widget: QWidget, title: str) -> None:
        """Have the dock hold something else, as wide as it is."""
        width, window = self._dock.width(), self._dock.parent()
        self._dock.setWidget(widget)
        self._dock.setWindowTitle(title)
        widget.show()
        assert isinstance(window, QMainWindow)
        window.resizeDocks([self._dock], [width], Qt.Orientation.Horizontal)
