"""Layers of lines over the plane: rings of the prior, ellipses of posteriors, contours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from aeviewer.app.kit.camera import MARK, Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.kit.polygons import ellipses, polygons
from aeviewer.app.look.theme import Theme
from aeviewer.session.view import Point
from aeviewer.words import N_, _

_RINGS = (1, 2, 3)  # standard deviations
_LARGEST = 1e5  # pixels; Qt dies of ellipses that are much larger


class Rings:
    """The prior N(0, I): circles of one, two and three standard deviations.

    Attributes:
        centre: the point of the plane where the prior's mean lies; None without such a prior.
    """

    def __init__(self) -> None:
        self.centre: Point | None = None

    def key(self, _theme: Theme) -> None:
        """Nothing: the rings are labelled."""

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the circles, dashed, with their numbers."""
        if self.centre is None:
            return
        centre = QPointF(*viewport.to_pixel(self.centre))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in _RINGS:
            radius = ring * viewport.scale
            if not 1 < radius < _LARGEST:
                continue
            painter.setPen(theme.pen(theme.accent, 1.5, Qt.PenStyle.DashLine))
            painter.drawEllipse(centre, radius, radius)
            painter.drawText(centre + QPointF(4, -radius - 4), _("{ring} std").format(ring=ring))


@dataclass(frozen=True, eq=False)
class Ovals:
    """Ellipses in the plane.

    Attributes:
        centres: (N, 2).
        axes: (N, 2) lengths of the half axes.
        angles: (N,) radians of the first axis, counter-clockwise from the plane's x.
        styles: (N,) class numbers, or None where all are alike.
    """

    centres: NDArray[np.floating]
    axes: NDArray[np.floating]
    angles: NDArray[np.floating]
    styles: NDArray[np.int64] | None = None

    def on(self, viewport: Viewport) -> "Ovals":
        """Those whose centre is in sight, in pixels, and turned as the canvas is."""
        left, _, _, top = viewport.bounds
        centres = (self.centres - (left, top)) * (viewport.scale, -viewport.scale)
        corner = viewport.width + MARK, viewport.height + MARK
        seen = ((centres >= -MARK) & (centres <= corner)).all(1)
        axes = (self.axes[seen] * viewport.scale).clip(0.5, _LARGEST)
        styles = None if self.styles is None else self.styles[seen]
        return Ovals(centres[seen], axes, -self.angles[seen], styles)


class OvalLayer:
    """Ellipses: each says how far something reaches around its centre.

    Attributes:
        title: what the key says.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._ovals: Ovals | None = None
        self._classes = 0

    def show(self, ovals: Ovals | None, classes: int = 0) -> None:
        """Show other ellipses, in the colours of so many classes."""
        self._ovals, self._classes = ovals, classes

    def key(self, _theme: Theme) -> Key | None:
        """Say what the ellipses are."""
        return None if self._ovals is None else Key(self.title)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint those whose centre is in sight."""
        if self._ovals is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colours = [QColor(colour) for colour in (*theme.classes(self._classes), theme.text)]
        seen = self._ovals.on(viewport)
        styles = np.full(len(seen.axes), -1) if seen.styles is None else seen.styles
        for style in np.unique(styles).tolist():
            of = styles == style
            painter.setPen(theme.pen(colours[style]))  # a wider one takes four times as long
            painter.drawPath(ellipses(seen.centres[of], seen.axes[of], seen.angles[of]))


class Contours:
    """Lines of equal density, the innermost the strongest."""

    title = N_("density: 50, 80, 95 % inside")

    def __init__(self) -> None:
        self._lines: Sequence[Sequence[NDArray[np.float32]]] = ()

    def show(self, lines: Sequence[Sequence[NDArray[np.float32]]]) -> None:
        """Show other lines: for each level, innermost first, closed or open ones, (K, 2)."""
        self._lines = lines

    def key(self, _theme: Theme) -> Key | None:
        """Say what the lines are."""
        return Key(_(self.title)) if self._lines else None

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, _, _, top = viewport.bounds
        for rank, level in enumerate(self._lines):
            painter.setPen(theme.pen(theme.text, 2.0 - 0.5 * min(rank, 2)))
            for line in level:
                pixels = ((line - (left, top)) * (viewport.scale, -viewport.scale)).clip(
                    -_LARGEST, _LARGEST
                )
                painter.drawPolyline(next(polygons(pixels[None])))
