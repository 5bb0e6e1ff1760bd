"""The plane with the ways that a search has gone: from each start to where it came to rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.theme import SPACES
from aeviewer.words import N_, _, ngettext

Points = NDArray[np.float32]

_DOT = 2.8  # points, across a sample
_FAINT = 110  # of 255: the samples are ground, the ways are what one looks at
_ROOM = 12  # pixels between the outermost point and the edge
_UNIT = (-1.0, -1.0, 1.0, 1.0)
_EMPTY = N_("The search's ways through the plane appear here")


def _none() -> Points:
    return np.empty((0, 2), np.float32)


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways through the plane.

    Attributes:
        ways: (T, 2) of each start.
        best: the number of the one that came nearest.
        points: (N, 2) the samples, some of them.
        labels: (N,) their classes, or None.
        classes: how many classes there are.
        encoded: where the encoder puts the image, or None.
    """

    ways: Sequence[Points] = ()
    best: int = 0
    points: Points = field(default_factory=_none)
    labels: NDArray[np.int64] | None = None
    classes: int = 0
    encoded: tuple[float, float] | None = None


class WaysPlane(Themed):
    """Paints the samples, the ways, and their ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways = Ways()
        self._bounds = _UNIT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 150)
        self.setAccessibleName(_("The search's ways through the plane"))
        self.setToolTip(
            _(
                "From each start (a ring) to where its descent came to rest (a dot), in the map's "
                "plane;\nthe strong line came nearest, the cross is where the encoder puts the "
                "image"
            )
        )

    @property
    def ways(self) -> Ways:
        """What is shown."""
        return self._ways

    def set_ways(self, ways: Ways) -> None:
        """Show these."""
        self._ways, self._bounds = ways, _around([ways.points, *ways.ways])
        count = len(ways.ways)
        said = ngettext("{count} way", "{count} ways", count).format(count=count)
        self.setAccessibleDescription(said if count else _(_EMPTY))
        self.update()

    def sizeHint(self) -> QSize:
        """About square."""
        return QSize(200, 170)

    def place(self, point: Sequence[float]) -> QPointF:
        """Where a point of the plane lies; both axes have one scale."""
        left, bottom, right, top = self._bounds
        room = QRectF(self.rect()).adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        scale = min(room.width() / (right - left), room.height() / (top - bottom))
        x, y = point[0] - (left + right) / 2, point[1] - (bottom + top) / 2
        return QPointF(room.center().x() + scale * x, room.center().y() - scale * y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the samples below, the ways above, the best one last."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.ground))
            painter.setPen(QColor(self._theme.hairline))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            if not self._ways.ways:
                self._paint_empty(painter)
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_points(painter)
            order = sorted(range(len(self._ways.ways)), key=lambda n: n == self._ways.best)
            for number in order:
                self._paint_way(painter, number)
            self._paint_encoded(painter)

    def _paint_points(self, painter: QPainter) -> None:
        """Paint the samples class by class: thousands one by one would take a frame each time."""
        points, labels = self._ways.points, self._ways.labels
        kinds = np.zeros(len(points), np.int64) if labels is None else labels
        colours = self._theme.classes(self._ways.classes or 1)
        for kind in np.unique(kinds).tolist():
            ink = QColor(self._theme.quiet if labels is None else colours[kind])
            ink.setAlpha(_FAINT)
            across = _DOT * self._theme.point
            painter.setPen(QPen(ink, across, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            places = [self.place(point) for point in points[kinds == kind].tolist()]
            painter.drawPoints(QPolygonF(places))

    def _paint_way(self, painter: QPainter, number: int) -> None:
        best = number == self._ways.best
        ink = QColor(self._theme.accent if best else self._theme.quiet)
        corners = [self.place(point) for point in self._ways.ways[number].tolist()]
        painter.setPen(self._theme.pen(ink, 2.5 if best else 1.2))
        painter.drawPolyline(QPolygonF(corners))
        painter.setBrush(QColor(self._theme.ground))
        painter.drawEllipse(corners[0], 3, 3)
        painter.setBrush(ink)
        painter.drawEllipse(corners[-1], 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_encoded(self, painter: QPainter) -> None:
        if self._ways.encoded is None:
            return
        at = self.place(self._ways.encoded)
        painter.setPen(self._theme.pen(self._theme.text, 2))
        for x, y in ((5, 5), (5, -5)):
            painter.drawLine(at + QPointF(-x, -y), at + QPointF(x, y))

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(caption_font(self.font()))
        painter.setPen(QColor(self._theme.quiet))
        box = self.rect().adjusted(SPACES[2], 0, -SPACES[2], 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, _(_EMPTY))


def _around(parts: Sequence[Points]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of all points (N, 2) that are numbers."""
    known = np.concatenate([*parts, _none()])
    known = known[np.isfinite(known).all(1)]
    if not len(known):
        return _UNIT
    (left, bottom), (right, top) = known.min(0).tolist(), known.max(0).tolist()
    room = max(right - left, top - bottom, 1e-3) * 0.02
    return left - room, bottom - room, right + room, top + room
