"""A sentence in the place of what is not there yet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QWidget


class Inviting(QWidget):
    """A view that says, for as long as it has nothing to show, what would be here or is missing."""

    def __init__(self, invitation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.invitation = invitation

    def set_invitation(self, text: str) -> None:
        """Say this, for as long as nothing is shown."""
        self.invitation = text
        self.describe()
        self.update()

    def describe(self) -> None:
        """Tell those who do not see it what is shown, or the sentence."""
        raise NotImplementedError

    def paint_invitation(self, painter: QPainter, margin: int = 0) -> None:
        """Paint the sentence in the middle, so many pixels from the sides at least."""
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(margin, 0, -margin, 0), flags, self.invitation)
