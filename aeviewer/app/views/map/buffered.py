"""Layers of lines keep their picture: to pan costs one copy, and to zoom one that is stretched."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.kept import MARGIN, Kept
from aeviewer.app.views.map.layers import Layer
from aeviewer.app.views.map.shapes import in_shapes

_MARGIN = MARGIN + 32  # so that the plane's picture with its margin is covered, too
_APART = 0.012  # seconds, so that no frame waits for two


class Turns:
    """Sees to it that of several layers that are to be painted anew, a frame paints one."""

    def __init__(self, later: Callable[[], None], apart: float = _APART) -> None:
        """Take whom to ask for one more frame, and the seconds from one painting to the next."""
        self.later = later
        self._apart, self._taken = apart, -math.inf

    def take(self) -> bool:
        """Whether it is a layer's turn; else it is asked again in the next frame."""
        if time.monotonic() - self._taken < self._apart:
            self.later()
            return False
        return True

    def done(self) -> None:
        """Start counting: a layer has been painted."""
        self._taken = time.monotonic()


class Buffered:
    """Paints another layer into a picture, and that one as long as it serves.

    A picture of another zoom is stretched until `renew` is called: whoever feeds the layer does so
    when the hand rests.

    Attributes:
        layer: the one that is painted.
        stale: it waits to be painted anew.
    """

    def __init__(self, layer: Layer, turns: Turns) -> None:
        self.layer, self._turns = layer, turns
        self._kept: Kept | None = None
        self.stale = False

    def renew(self) -> None:
        """Paint anew, soon: there is something else to see, or the hand rests."""
        self.stale = True

    def forget(self) -> None:
        """Show nothing of what was painted: it is of another model."""
        self._kept = None

    def key(self, theme: Theme) -> Key | None:
        """Say what the layer says."""
        return self.layer.key(theme)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the picture where it lies, or a new one."""
        if in_shapes(painter):
            self.layer.paint(painter, viewport, theme)
            return
        kept = self._kept
        serves = kept is not None and kept.dressed_as(theme, painter) and _serves(kept, viewport)
        if kept is not None and kept.zoomed(viewport) == 1 and not kept.covers(viewport):
            self.stale = True  # at the edges a line is missing until its turn comes
        if kept is None or not serves or (self.stale and self._turns.take()):
            kept = self._kept = Kept.paint(self.layer.paint, painter, viewport, theme, _MARGIN)
            self.stale = False
            self._turns.done()
        kept.show(painter, viewport)


def _serves(kept: Kept, viewport: Viewport) -> bool:
    """Whether a picture can stand for what is to be seen until its turn comes.

    Far from its own zoom, lines would be bars or hairs; far from its own place there are none.
    """
    seen = QRectF(0, 0, viewport.width, viewport.height)
    return 0.5 < kept.zoomed(viewport) < 2 and kept.place(viewport).contains(seen.center())
