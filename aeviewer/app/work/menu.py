"""The one menu, behind one button: a line for each group of the actions."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from aeviewer.app.actions.table import GROUPS, Group
from aeviewer.words import _


class MainMenu(QMenu):
    """Made from the table of actions; whoever has more to offer adds it to a group."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(_("Menu"), parent)
        self._groups = {group: self.addMenu(_(group)) for group in GROUPS}
        for group, menu in self._groups.items():
            shown = (action.id for action in GROUPS[group] if action.id != "menu")
            menu.addActions([actions[name] for name in shown])
            menu.setToolTipsVisible(True)

    def add(self, group: Group, menu: QMenu) -> None:
        """Put a menu at the end of a group."""
        self._groups[group].addSeparator()
        self._groups[group].addMenu(menu)

    def insert(self, title: str, entries: Sequence[QAction], before: Group) -> None:
        """Put a menu of its own before a group."""
        made = QMenu(_(title), self)
        made.setToolTipsVisible(True)
        made.addActions(list(entries))
        self.insertMenu(self._groups[before].menuAction(), made)

    def open_below(self, widget: QWidget) -> None:
        """Open it at a widget's lower left corner."""
        self.popup(widget.mapToGlobal(QPoint(0, widget.height())))
