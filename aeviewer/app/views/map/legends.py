"""The legend of the map: in its corner, or beside it where nothing is to lie on the plane."""

from PySide6.QtWidgets import QWidget

from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.legend import Legend, LegendRows
from aeviewer.session.store import Store
from aeviewer.session.view import View


class Legends:
    """Both legends, of which one is shown at most.

    Attributes:
        rows: the one beside the map; whoever lays out places it.
        bare: whether the plane is to be bare, as before an audience.
    """

    def __init__(self, store: Store, canvas: QWidget) -> None:
        self._canvas = canvas
        self._corner, self.rows = Legend(store, canvas), LegendRows(store, canvas)
        self._classes: tuple[str, ...] = ()
        self.bare = False

    @property
    def inset(self) -> int:
        """How many pixels at the right of the map a fit leaves free."""
        return 0 if self._corner.isHidden() else self._corner.width()

    def reserved(self, y: float) -> float:
        """How many pixels at the right the legend takes at this height."""
        beside = not self._corner.isHidden() and y < self._corner.geometry().bottom()
        return self._canvas.width() - self._corner.x() if beside else 0

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """Name other classes, or none."""
        self._classes = classes
        self._corner.set_classes(classes)
        self.fit()
        self.rows.set_classes(classes)
        self._show()

    def set_bare(self, bare: bool) -> None:
        """Let the legend lie beside the map, or on it."""
        self.bare = bare
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._corner.set_theme(theme)
        self.rows.set_theme(theme)

    def show_hidden(self, view: View) -> None:
        """Follow the store."""
        self._corner.show_hidden(view)
        self.rows.show_hidden(view)

    def fit(self) -> None:
        """Take the corner of a canvas of another size."""
        self._corner.fit_into(self._canvas.size())

    def _show(self) -> None:
        self._corner.setHidden(self.bare or not self._classes)
        self.rows.setHidden(not self.bare or not self._classes)
