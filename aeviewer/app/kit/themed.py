"""Widgets that paint themselves in the colours of a theme."""

from PySide6.QtWidgets import QWidget

from aeviewer.app.look.theme import LIGHT, Theme


class Themed(QWidget):
    """A widget that is painted anew when it takes other colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()
