"""What lies at the pointer to lead two hundred pairs of eyes: a spotlight, a loupe, a dot."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

from aeviewer.app.look.theme import Theme

_EDGE = 3  # pixels around a circle that belong to it
_DIM = 165  # of 255: what is not in the light can still be made out
_NOTCH = 1.15  # times as large for each notch of the wheel
_SMALLEST, _LARGEST = 40.0, 420.0  # pixels
FACTORS = (2, 3, 4)
"""How many times a loupe magnifies: whole factors keep pixels square."""


@dataclass(frozen=True)
class Tool(ABC):
    """A circle at the pointer.

    Attributes:
        radius: of the circle, in pixels.
    """

    radius: float

    dims = False
    """Whether it changes what lies outside its circle."""
    magnifies = False
    """Whether it needs a picture of what lies below."""
    replaces = False
    """Whether it stands in the pointer's place."""

    @abstractmethod
    def paint(
        self,
        painter: QPainter,
        room: QRectF,
        at: QPointF | None,
        below: QPixmap,
        theme: Theme,
    ) -> None:
        """Paint it over a window.

        Args:
            painter: of the window's pixels.
            room: the window.
            at: where the pointer is; None while it is elsewhere.
            below: a picture of the window without the tool.
            theme: the colours.
        """

    def resized(self, notches: float) -> Self:
        """The same one, larger or smaller by notches of the wheel."""
        radius = self.radius * _NOTCH**notches
        return replace(self, radius=min(max(radius, _SMALLEST), _LARGEST))

    def stronger(self, notches: float) -> Self:
        """The same one, with more effect; most have one effect only."""
        del notches
        return self

    def bounds(self, at: QPointF) -> QRect:
        """What it covers, with its edge."""
        return self.circle(at).adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE).toAlignedRect()

    def circle(self, at: QPointF) -> QRectF:
        """Its circle."""
        side = 2 * self.radius
        return QRectF(at.x() - self.radius, at.y() - self.radius, side, side)


@dataclass(frozen=True)
class Spotlight(Tool):
    """All but a circle is dimmed."""

    radius: float = 150.0
    dims = True

    def paint(
        self, painter: QPainter, room: QRectF, at: QPointF | None, below: QPixmap, theme: Theme
    ) -> None:
        """Dim what is not in the light; without a pointer, nothing."""
        del below
        if at is None:
            return
        path = QPainterPath()
        path.addRect(room)
        path.addEllipse(self.circle(at))  # odd and even: the circle is left out
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, QColor(0, 0, 0, _DIM))
        painter.setPen(QPen(QColor(theme.panel), 2))
        painter.drawEllipse(self.circle(at))


@dataclass(frozen=True)
class Loupe(Tool):
    """A circle in which everything is larger.

    Attributes:
        factor: how many times, one of `FACTORS`.
    """

    radius: float = 150.0
    factor: int = 2
    magnifies = True

    def stronger(self, notches: float) -> Self:
        """Magnify more, or less."""
        factor = min(max(self.factor + (1 if notches > 0 else -1), FACTORS[0]), FACTORS[-1])
        return replace(self, factor=factor)

    def paint(
        self, painter: QPainter, room: QRectF, at: QPointF | None, below: QPixmap, theme: Theme
    ) -> None:
        """Magnify by whole factors, with hard pixels."""
        if at is None:
            return
        circle, inside = self.circle(at), QPainterPath()
        inside.addEllipse(circle)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(inside, Qt.ClipOperation.IntersectClip)
        painter.fillRect(circle, QColor(theme.ground))
        centre = QPointF(round(at.x()), round(at.y()))
        painter.translate(centre)
        painter.scale(self.factor, self.factor)
        painter.translate(-centre)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawPixmap(room.topLeft(), below)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((theme.panel, 5), (theme.text, 2)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(circle)


@dataclass(frozen=True)
class Laser(Tool):
    """A dot in the pointer's place: red, with a white rim and a dark one, on any ground."""

    radius: float = 10.0
    replaces = True

    def resized(self, notches: float) -> Self:
        """It has one size."""
        del notches
        return self

    def paint(
        self, painter: QPainter, room: QRectF, at: QPointF | None, below: QPixmap, theme: Theme
    ) -> None:
        """Paint the dot."""
        del room, below, theme
        if at is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(0, 0, 0, 140), 5))
        painter.drawEllipse(self.circle(at))
        painter.setPen(QPen(QColor("#ffffff"), 2.5))
        painter.setBrush(QBrush(QColor("#ff1f1f")))
        painter.drawEllipse(self.circle(at))
