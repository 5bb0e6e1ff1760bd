"""The colours of normal images and of anomalies: blue and orange, told apart by all eyes.

They differ without colours as well: what is normal is filled, what is not is outlined.
"""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from aeviewer.app.look.theme import Theme

_NORMAL = {False: "#2b6cb0", True: "#60a5f0"}
_OTHER = {False: "#c2570c", True: "#f5963c"}
_FILLED = 120  # of 255: the outline behind is still to be seen


def colour(theme: Theme, anomalous: bool) -> QColor:
    """The colour of either kind."""
    return QColor((_OTHER if anomalous else _NORMAL)[theme.dark])


def paint_shape(painter: QPainter, shape: QPainterPath, theme: Theme, anomalous: bool) -> None:
    """Paint a closed shape in the manner of its kind."""
    ink = colour(theme, anomalous)
    if anomalous:
        painter.strokePath(shape, theme.pen(ink, 2))
        return
    ink.setAlpha(_FILLED)
    painter.fillPath(shape, ink)


def paint_key(
    painter: QPainter, at: QPointF, text: str, theme: Theme, anomalous: bool | None
) -> float:
    """Write what a kind is called beside its swatch; returns how wide it came out.

    Args:
        painter: with its font set.
        at: the left end of the words' base line.
        text: what is written.
        theme: the colours.
        anomalous: which kind; None where that is not known.
    """
    metrics = painter.fontMetrics()
    side = metrics.ascent() - 2
    box = QPainterPath()
    box.addRect(QRectF(at.x() + 1, at.y() - side, side, side))
    paint_shape(painter, box, theme, bool(anomalous))
    painter.setPen(QColor(theme.text))
    painter.drawText(at + QPointF(side + 6, 0), text)
    return side + 6 + metrics.horizontalAdvance(text)
