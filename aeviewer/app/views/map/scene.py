"""What is seen of the map, from the bottom up, and how much of it must be painted anew."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.map.backdrop import Backdrop
from aeviewer.app.views.map.ground import Ground
from aeviewer.app.views.map.marks import small
from aeviewer.app.views.map.overlay import Overlay


class Scene:
    """Paints the backdrop and what lies over it; or where there is nothing, an invitation.

    Attributes:
        backdrop: all below the cursor and the path.
        overlay: what moves with the hand.
        theme: its colours; without them nothing is painted.
        ring: whether the focus is shown.
    """

    def __init__(self, canvas: QWidget, ground: Ground, overlay: Overlay) -> None:
        self._canvas, self._ground = canvas, ground
        self.backdrop, self.overlay = Backdrop(ground.content), overlay
        self.theme: Theme | None = None
        self.ring = False

    def renew(self) -> None:
        """Paint all anew: something on the plane is other than it was."""
        self.backdrop.renew()
        self._canvas.update()

    def update(self) -> None:
        """Paint the overlay anew, over the plane as it was painted."""
        self._canvas.update()

    def move(self) -> None:
        """Paint what another camera shows."""
        self.backdrop.move()
        self._canvas.update()

    def mark(self) -> None:
        """Paint anew where the cursor was and where it is."""
        if self.theme is not None:
            viewport, font = self._ground.viewport, self._canvas.font()
            self._canvas.update(self.overlay.touched(viewport, self.theme, font))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the map, or say what an empty one invites to."""
        content, viewport = self._ground.content, self._ground.viewport
        if content.room is None and not len(content.cloud):
            self._invite(painter, theme)
            return
        painter.setFont(small(self._canvas.font()))
        self.backdrop.paint(painter, viewport, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.overlay.paint(painter, viewport, theme)
        if self.ring:
            painter.setPen(theme.pen(theme.accent, 2))
            painter.drawRect(QRectF(self._canvas.rect()).adjusted(1, 1, -1, -1))

    def _invite(self, painter: QPainter, theme: Theme) -> None:
        painter.fillRect(self._canvas.rect(), QColor(theme.ground))
        painter.setPen(QColor(theme.quiet))
        box = self._canvas.rect().adjusted(SPACES[4], SPACES[4], -SPACES[4], -SPACES[4])
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, self._ground.content.empty)
