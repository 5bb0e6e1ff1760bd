"""Pictures of changes: signed numbers as colours, with the zero in the middle."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from aeviewer.app.kit.keys import paint_ramp
from aeviewer.app.kit.ramps import signed_ramp
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.words import _

Values = NDArray[np.float32]

_COLOUR = 3  # channels
_KEY_STEP = 17  # of a ramp's 256 colours
KEY = 96.0
"""Points that the key's colours take."""


def signed_image(values: Values, theme: Theme, scale: float | None = None) -> QImage:
    """Colour a change (C, H, W): blue darker, orange brighter, the paper at zero.

    Of three channels the colours are their own, around grey; of other numbers the mean is shown.
    The scale is what has the strongest colour: the largest there is, without one.
    """
    largest = float(np.abs(values).max()) if scale is None else scale
    shares = np.nan_to_num(values / max(largest, 1e-12)).clip(-1, 1)
    if len(values) == _COLOUR:
        pixels = (shares.transpose(1, 2, 0) * 127 + 128).round().astype(np.uint8)
    else:
        ramp = signed_ramp(theme)
        place = (shares.mean(0) * 0.5 + 0.5) * (len(ramp) - 1)
        pixels = ramp[place.round().astype(np.intp)]
    height, width = values.shape[1:]
    data = np.ascontiguousarray(pixels).tobytes()
    return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def paint_signed_key(
    painter: QPainter, box: QRectF, theme: Theme, words: Sequence[str], coloured: bool
) -> None:
    """Say at the right of a line what the colours mean, with the zero marked."""
    right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
    painter.setPen(QColor(theme.quiet))
    if coloured:
        painter.drawText(box, right | middle, _("grey: no change"))
        return
    metrics = painter.fontMetrics()
    after = metrics.horizontalAdvance(words[1]) + SPACES[0]
    painter.drawText(box, right | middle, words[1])
    bar = QRectF(box.right() - after - px(KEY), box.center().y() - 4, px(KEY), 8)
    ramp = signed_ramp(theme)[::_KEY_STEP].tolist()
    paint_ramp(painter, bar, [QColor(*colour).name() for colour in ramp])
    painter.setPen(QColor(theme.text))
    zero = round(bar.center().x())
    painter.drawLine(zero, round(bar.top()) - 2, zero, round(bar.bottom()) + 1)
    painter.setPen(QColor(theme.quiet))
    before = QRectF(box.left(), box.top(), bar.left() - SPACES[0] - box.left(), box.height())
    painter.drawText(before, right | middle, words[0])
