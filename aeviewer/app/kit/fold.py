"""A part of a panel that folds away under its title."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.look.theme import SPACES


class Fold(QWidget):
    """A title that is a button, and below it what it shows and hides."""

    def __init__(self, title: str, content: QWidget, tip: str, unfolded: bool = False) -> None:
        super().__init__()
        self._content = content
        self._button = QToolButton()
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setProperty("flat", True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setToolTip(tip)
        self._button.setAccessibleName(title)
        self._button.toggled.connect(self._on_toggled)
        layout = boxes.column(self, SPACES[0])
        layout.addWidget(self._button)
        layout.addWidget(content)
        self._button.setChecked(unfolded)
        self._on_toggled(unfolded)

    def set_unfolded(self, on: bool) -> None:
        """Show or hide the content."""
        self._button.setChecked(on)

    def _on_toggled(self, on: bool) -> None:
        self._content.setVisible(on)
        self._button.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
