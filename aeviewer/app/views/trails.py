"""Trails: lines from where samples were at earlier moments of a training to where they are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from aeviewer.app.theme import Theme
from aeviewer.app.views.camera import Viewport
from aeviewer.app.views.cloud import Cloud

Floats = NDArray[np.float32]

_FAR = 1e5  # pixels; Qt dies of lines that are much longer
_FAINTEST, _STRONGEST = 20, 150  # alpha of the oldest and of the newest stretch, of 255
_WIDTH = 1.25


class Trails:
    """A line for each of some samples, the older a stretch of it the fainter.

    It is painted into an image of its own, anew only where it, the points or the camera changed.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._places: Sequence[Floats] = ()
        self._numbers = np.empty(0, np.intp)
        self._image = QImage()
        self._painted: tuple[object, ...] = ()

    def show(self, places: Sequence[Floats], numbers: NDArray[np.intp]) -> None:
        """Take other trails.

        Args:
            places: (n, 2) where the samples were, the longest ago first; they end at the points.
            numbers: (n,) which samples these are.
        """
        self._places, self._numbers, self._painted = places, numbers, ()

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        theme: Theme,
        classes: int,
        hidden: frozenset[int],
    ) -> None:
        """Paint the trails, but those of hidden classes, in the colours of so many classes."""
        if not self._places:
            return
        ratio = painter.device().devicePixelRatioF()
        now = (viewport, theme.name, ratio, self._cloud.version, classes, hidden)
        if now != self._painted:
            self._draw(viewport, theme, ratio, classes, hidden)
            self._painted = now
        painter.drawImage(QPointF(0, 0), self._image)

    def _draw(
        self,
        viewport: Viewport,
        theme: Theme,
        ratio: float,
        classes: int,
        hidden: frozenset[int],
    ) -> None:
        width, height = round(viewport.width * ratio), round(viewport.height * ratio)
        self._image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(Qt.GlobalColor.transparent)
        colours = [*theme.classes(classes), theme.quiet]
        with QPainter(self._image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for style, alpha, lines in self._stretches(viewport, hidden):
                colour = QColor(colours[min(style, classes)])
                colour.setAlpha(alpha)
                painter.setPen(QPen(colour, _WIDTH))
                painter.drawLines(lines)

    def _stretches(
        self, viewport: Viewport, hidden: frozenset[int]
    ) -> Iterator[tuple[int, int, list[QLineF]]]:
        """Yield class, alpha and lines, the oldest stretches first, so that newer ones cover."""
        ends, styles = self._cloud.subset(self._numbers)
        shown = ~np.isin(styles, list(hidden))
        way = [_pixels(viewport, place[shown]) for place in (*self._places, ends)]
        for age, (start, end) in enumerate(pairwise(way), 1):
            share = age / (len(way) - 1)
            alpha = round(_FAINTEST + (_STRONGEST - _FAINTEST) * share**2)
            by_style = defaultdict(list)
            seen = np.isfinite(start).all(1) & np.isfinite(end).all(1)
            corners = np.concatenate((start, end), 1)[seen].tolist()
            for style, line in zip(styles[shown][seen].tolist(), corners, strict=True):
                by_style[style].append(QLineF(*line))
            for style, lines in by_style.items():
                yield style, alpha, lines


def _pixels(viewport: Viewport, points: Floats) -> NDArray[np.float64]:
    """Where points (n, 2) lie on the canvas, within what Qt can paint; NaN for what is nowhere."""
    left, _, _, top = viewport.bounds
    found = np.where(np.isfinite(points), points, np.nan).astype(np.float64)
    pixels = (found - (left, top)) * (viewport.scale, -viewport.scale)
    return pixels.clip(-_FAR, _FAR)
