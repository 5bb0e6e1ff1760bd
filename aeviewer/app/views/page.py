"""What every page of the window is."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from aeviewer.app.look.theme import Theme


class PageView(QWidget):
    """A page: it watches the store, and is given pictures and numbers by its flow."""

    def offer_actions(self, actions: Mapping[str, QAction]) -> None:
        """Take those of the program's actions, by name, that belong on this page."""

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
