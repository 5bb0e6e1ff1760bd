"""Layers of lines over the plane: rings of the prior, ellipses of posteriors, contours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.kit.polygons import polygons
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

    centres: NDArray[np.float32]
    axes: NDArray[np.float32]
    angles: NDArray[np.float32]
    styles: NDArray[np.int64] | None = None

    def on(self, viewport: Viewport) -> Iterator[tuple[float, float, float, float, float, int]]:
        """Yield those whose centre is in sight, on the canvas.

        Of each: its centre and half axes in pixels, its angle as Qt turns, in degrees, its style.
        """
        axes = (self.axes * viewport.scale).clip(0.5, _LARGEST).tolist()
        turns = np.degrees(-self.angles).tolist()
        styles = [-1] * len(axes) if self.styles is None else self.styles.tolist()
        for (x, y), (a, b), turn, style in zip(
            self.centres.tolist(), axes, turns, styles, strict=True
        ):
            centre = viewport.in_sight((x, y))
            if centre is not None:
                yield *centre, a, b, turn, style


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
        for x, y, a, b, angle, style in self._ovals.on(viewport):
            painter.setPen(theme.pen(colours[style]))  # a wider one takes four times as long
            painter.save()
            painter.translate(x, y)
            painter.rotate(angle)
            painter.drawEllipse(QRectF(-a, -b, 2 * a, 2 * b))
            painter.restore()


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
