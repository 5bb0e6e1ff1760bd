"""What every page of the window is."""

from PySide6.QtWidgets import QWidget

from aeviewer.app.theme import Theme


class PageView(QWidget):
    """A page: it watches the store, and is given pictures and numbers by its flow."""

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
