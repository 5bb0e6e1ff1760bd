"""The histogram of what the adversary says: of real images, and of samples."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.camera import ticks
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

Scores = NDArray[np.float32]

_BINS = 50
_LEFT, _TOP, _RIGHT, _BELOW = 12, 26, 12, 36  # pixels around the plot
_TICK = 60  # pixels from one number to the next, about
_FILLED = 90  # of 255
_HALVES = (0.02, 0.05, 0.1, 0.2, 0.5)  # of the axis, around a probability of a half


def _none() -> Scores:
    return np.empty(0, np.float32)


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What an adversary says of images.

    Attributes:
        real: (N,) of real ones; empty where none are at hand.
        made: (M,) of samples.
        probable: these are probabilities of being real; else scores without a unit.
    """

    real: Scores = field(default_factory=_none)
    made: Scores = field(default_factory=_none)
    probable: bool = True

    @property
    def span(self) -> tuple[float, float]:
        """The ends of the axis: of probabilities as far around a half as they reach."""
        known = np.concatenate([self.real, self.made])
        known = known[np.isfinite(known)]
        if not len(known):
            return 0.0, 1.0
        if not self.probable:
            room = 0.05 * float(np.ptp(known)) or 0.5
            return float(known.min()) - room, float(known.max()) + room
        reach = float(np.abs(known - 0.5).max())
        half = next((half for half in _HALVES if reach <= half), _HALVES[-1])
        return 0.5 - half, 0.5 + half

    @property
    def right(self) -> float | None:
        """The share it tells right, both kinds alike; None where it does not say or cannot know."""
        if not self.probable or not len(self.real) or not len(self.made):
            return None
        return float(((self.real > 0.5).mean() + (self.made < 0.5).mean()) / 2)

    @property
    def area(self) -> float | None:
        """The area under the ROC curve: of all pairs, those in which the real one scores higher.

        Ties count half. None where one kind is missing, or a score is no number.
        """
        known = np.isfinite(self.real).all() and np.isfinite(self.made).all()
        if not known or not len(self.real) or not len(self.made):
            return None
        gaps = self.real[:, None] - self.made
        return float((gaps > 0).mean() + (gaps == 0).mean() / 2)


class ScoreShapes(Themed):
    """Paints both kinds over one axis; where they cover each other, it cannot tell them apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdicts = Verdicts()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sized(self, QWidget.setMinimumSize, 200, 150)
        self.setAccessibleName(_("What the adversary says of real images and of samples"))
        self.setToolTip(
            _("How often the adversary gives which score, to real images and to samples")
        )

    @property
    def verdicts(self) -> Verdicts:
        """What is shown."""
        return self._verdicts

    def set_verdicts(self, verdicts: Verdicts) -> None:
        """Show these."""
        self._verdicts = verdicts
        self.setAccessibleDescription(", ".join(text for _, text in self._keys()))
        self.update()

    def sizeHint(self) -> QSize:
        """Broader than high."""
        return QSize(320, px(150))

    def plot(self) -> QRectF:
        """Where the shapes stand."""
        return QRectF(self.rect()).adjusted(px(_LEFT), px(_TOP), -px(_RIGHT), -px(_BELOW))

    def x_of(self, score: float) -> float:
        """Where a score stands."""
        (low, high), plot = self._verdicts.span, self.plot()
        return plot.left() + plot.width() * (score - low) / (high - low)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axis, both shapes and their names."""
        with painting(self) as painter:
            painter.setFont(caption_font(self.font()))
            painter.fillRect(self.rect(), QColor(self._theme.panel))
            self._paint_axis(painter)
            self._paint_keys(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shares = [_shares(part, self._verdicts.span) for part in self._kinds()]
            top = max(float(share.max()) for share in shares) or 1.0
            for real, share in zip((True, False), shares, strict=True):
                if share.any():
                    self._paint_shape(painter, self._shape(share / top), real)

    def _kinds(self) -> tuple[Scores, Scores]:
        return self._verdicts.real, self._verdicts.made

    def _paint_axis(self, painter: QPainter) -> None:
        plot, line, (low, high) = self.plot(), painter.fontMetrics().height(), self._verdicts.span
        painter.setPen(QColor(self._theme.hairline))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        if self._verdicts.probable:
            painter.setPen(self._theme.pen(self._theme.quiet, 1, Qt.PenStyle.DashLine))
            middle = round(self.x_of(0.5))
            painter.drawLine(QPointF(middle, plot.top()), QPointF(middle, plot.bottom()))
        painter.setPen(QColor(self._theme.quiet))
        for score in ticks(low, high, round(plot.width() / px(_TICK))):
            box = QRectF(self.x_of(score) - px(_TICK) / 2, plot.bottom() + 2, px(_TICK), line)
            text = f"{score:.4g}".replace("-", "\N{MINUS SIGN}")
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        words = QRectF(plot.left(), plot.bottom() + 2 + line, plot.width(), line)
        said = _("probability real") if self._verdicts.probable else _("the critic's score")
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, said)

    def _keys(self) -> list[tuple[bool, str]]:
        kinds = zip((True, False), (_("real images"), _("samples")), self._kinds(), strict=True)
        found = ((real, name, part) for real, name, part in kinds if len(part))
        return [(real, f"{name} {three_digits(float(part.mean()))}") for real, name, part in found]

    def _paint_keys(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        at, side = QPointF(SPACES[1], metrics.ascent() + 4.0), metrics.ascent() - 2.0
        for real, text in self._keys():
            box = QPainterPath()
            box.addRect(QRectF(at.x() + 1, at.y() - side, side, side))
            self._paint_shape(painter, box, real)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(at + QPointF(side + 6, 0), text)
            at += QPointF(side + 6 + metrics.horizontalAdvance(text) + SPACES[2], 0)

    def _paint_shape(self, painter: QPainter, shape: QPainterPath, real: bool) -> None:
        """Real images are filled, neutral; what the generator makes has its colour, and a line."""
        if not real:
            painter.strokePath(shape, self._theme.pen(self._theme.term("generator"), 2))
            return
        ink = QColor(self._theme.quiet)
        ink.setAlpha(_FILLED)
        painter.fillPath(shape, ink)

    def _shape(self, shares: Scores) -> QPainterPath:
        """Steps from bin to bin, 1 at the plot's top."""
        plot = self.plot()
        path, wide = QPainterPath(plot.bottomLeft()), plot.width() / _BINS
        for place, share in enumerate(shares.tolist()):
            y = plot.bottom() - plot.height() * share
            path.lineTo(plot.left() + place * wide, y)
            path.lineTo(plot.left() + (place + 1) * wide, y)
        path.lineTo(plot.bottomRight())
        return path


def _shares(scores: Scores, span: tuple[float, float]) -> Scores:
    counts = np.histogram(scores[np.isfinite(scores)], _BINS, span)[0]
    return (counts / max(1, len(scores))).astype(np.float32)
