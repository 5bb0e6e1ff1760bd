"""Trails: lines from where samples were at earlier moments of a training to where they are."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.cloud import Cloud, Labels
from aeviewer.app.views.map.shapes import in_shapes

Floats = NDArray[np.float32]

_FAR = 1e5  # pixels; Qt dies of lines that are much longer
_FAINTEST, _STRONGEST = 20, 150  # alpha of the oldest and of the newest stretch, of 255
_WIDTH = 1.0  # Qt strokes anything wider eight times as slowly


class Trails:
    """A line for each of some samples, the older a stretch of it the fainter.

    While points travel, only the newest stretches move with them; the older ones are painted into
    an image once.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._places: Sequence[Floats] = ()
        self._numbers = np.empty(0, np.intp)
        self._image = QImage()
        self._painted: tuple[object, ...] = ()
        self._dressed: tuple[object, ...] = ()
        self._colours: list[QColor] = []

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
        self._dress(theme, classes)
        ends, styles = self._cloud.subset(self._numbers)
        shown = np.flatnonzero(~np.isin(styles, list(hidden)))
        painter.save()
        if in_shapes(painter):
            self._paint_older(painter, viewport, shown, styles[shown])
        else:
            ratio = painter.device().devicePixelRatioF()
            now = (viewport, theme.name, ratio, classes, hidden)
            if now != self._painted:
                self._draw(viewport, ratio, shown, styles[shown])
                self._painted = now
            painter.drawImage(QPointF(0, 0), self._image)
        last = (self._places[-1][shown], ends[shown])
        self._paint_stretch(painter, viewport, last, styles[shown], _STRONGEST)
        painter.restore()

    def _dress(self, theme: Theme, classes: int) -> None:
        if (theme.name, classes) != self._dressed:
            self._dressed = theme.name, classes
            self._colours = [QColor(name) for name in (*theme.classes(classes), theme.quiet)]

    def _draw(
        self, viewport: Viewport, ratio: float, shown: NDArray[np.intp], styles: Labels
    ) -> None:
        """Paint all stretches but the newest into the image."""
        width, height = round(viewport.width * ratio), round(viewport.height * ratio)
        self._image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(Qt.GlobalColor.transparent)
        with QPainter(self._image) as painter:
            self._paint_older(painter, viewport, shown, styles)

    def _paint_older(
        self, painter: QPainter, viewport: Viewport, shown: NDArray[np.intp], styles: Labels
    ) -> None:
        """Paint all stretches but the newest, the oldest first."""
        way = [place[shown] for place in self._places]
        for age, stretch in enumerate(pairwise(way), 1):
            alpha = _FAINTEST + (_STRONGEST - _FAINTEST) * (age / len(way)) ** 2
            self._paint_stretch(painter, viewport, stretch, styles, round(alpha))

    def _paint_stretch(
        self,
        painter: QPainter,
        viewport: Viewport,
        stretch: tuple[Floats, Floats],
        styles: Labels,
        alpha: int,
    ) -> None:
        """Paint a line for each sample, class by class."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        corners = np.concatenate([_pixels(viewport, end) for end in stretch], 1)
        seen = np.isfinite(corners).all(1)
        lines = defaultdict(list)
        for style, line in zip(styles[seen].tolist(), corners[seen].tolist(), strict=True):
            lines[style].append(QLineF(*line))
        for style, of_class in lines.items():
            colour = QColor(self._colours[min(style, len(self._colours) - 1)])
            colour.setAlpha(alpha)
            painter.setPen(QPen(colour, _WIDTH))
            painter.drawLines(of_class)


def _pixels(viewport: Viewport, points: Floats) -> NDArray[np.float64]:
    """Where points (n, 2) lie on the canvas, within what Qt can paint; NaN for what is nowhere."""
    left, _, _, top = viewport.bounds
    found = np.where(np.isfinite(points), points, np.nan).astype(np.float64)
    pixels = (found - (left, top)) * (viewport.scale, -viewport.scale)
    return pixels.clip(-_FAR, _FAR)
