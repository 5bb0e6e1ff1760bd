"""What the mouse points at: the sample under it, its card, and what a press would do there."""

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from aeviewer.app.views.map.gestures import Gestures
from aeviewer.app.views.map.ground import Ground
from aeviewer.app.views.map.hover import HoverCard
from aeviewer.session.view import Point


class Pointing(QObject):
    """Follows the mouse, and looks again where something moved under it.

    Attributes:
        changed: another sample is under the mouse: its number, -1 for none.
        mouse: where the mouse is, in pixels; None elsewhere.
        sample: number of the sample in front under it, -1 for none or while a hand drags.
        card: the sample's picture, beside the mouse.
    """

    changed = Signal(int)

    def __init__(self, canvas: QWidget, ground: Ground, gestures: Gestures) -> None:
        super().__init__(canvas)
        self._canvas, self._ground, self._gestures = canvas, ground, gestures
        self.mouse: Point | None = None
        self.sample = -1
        self.card = HoverCard(canvas)

    def go_to(self, position: QPointF) -> None:
        """Follow the mouse."""
        self.mouse = position.x(), position.y()
        self.shape_pointer()
        self.card.follow(position.toPoint())
        self.look()

    def leave(self) -> None:
        """Nothing is under the mouse any more."""
        self.mouse = None
        self.look()

    def shape_pointer(self) -> None:
        """Say what a press would do here."""
        if self.mouse is not None:
            self._canvas.setCursor(self._gestures.shape(self.mouse))

    def look(self) -> None:
        """Find out what is under the mouse, which or under which something moved."""
        mouse = None if self._gestures.dragging else self.mouse
        sample = -1 if mouse is None else self._ground.sample_at(mouse)
        if sample == self.sample:
            return
        self.sample = sample
        if sample < 0:
            self.card.hide()
        self.changed.emit(sample)
        self._canvas.update()

    def show(self, sample: int, image: QImage | None, caption: str) -> None:
        """Show the picture of a sample beside the mouse, if that is still there."""
        if self.mouse is not None and sample == self.sample >= 0:
            self.card.show_sample(image, caption, QPointF(*self.mouse).toPoint())
