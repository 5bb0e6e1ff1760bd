"""The samples of the adversary page: always the same noise, so that one sees them grow."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import enlargement, paint
from aeviewer.app.kit.themed import Themed
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _, ngettext

COLUMNS, ROWS = 6, 4
_GAP = SPACES[0]
_BAR = 3  # points below each picture: where it stands on the histogram's axis
_SIDE = 64  # points of each picture's room
_MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SampleGrid(Themed):
    """Pictures in rows, each above a bar as long as the adversary finds it real.

    Attributes:
        chosen: a picture was clicked: its number.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: Sequence[QImage] = ()
        self._scores: NDArray[np.float32] = np.empty(0, np.float32)
        self._span = (0.0, 1.0)
        self._marked: int | None = None
        self._reached = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fit()
        self.setAccessibleName(_("Samples from the prior"))
        self.setToolTip(_("Click a sample, or press Enter on it, to search for its latent"))

    @property
    def images(self) -> Sequence[QImage]:
        """What is shown."""
        return self._images

    def set_samples(
        self, images: Sequence[QImage], scores: NDArray[np.float32], span: tuple[float, float]
    ) -> None:
        """Show pictures, with what the adversary says of each, if there is one.

        Args:
            images: the pictures, all of one size.
            scores: one for each, or none at all.
            span: between which scores the bars reach from nothing to their full length.
        """
        self._images, self._scores, self._span = images, scores, span
        self._fit()
        count = len(images)
        said = ngettext("{count:,} sample", "{count:,} samples", count).format(count=count)
        self.setAccessibleDescription(said)
        self.update()

    def mark(self, number: int | None) -> None:
        """Frame the picture that is searched for, if one of these is."""
        self._marked = number
        self.update()

    def place(self, number: int) -> QRectF:
        """Where a picture stands."""
        cell, (row, column) = self._cell(), divmod(number, COLUMNS)
        step = QSizeF(cell.width() + _GAP, cell.height() + _GAP + _BAR)
        return QRectF(QPointF(2 + column * step.width(), 2 + row * step.height()), cell)

    def event(self, event: QEvent) -> bool:
        """Say what the adversary thinks of the picture under the mouse."""
        if isinstance(event, QHelpEvent):
            number = self._at(QPointF(event.pos()))
            if number is not None and number < len(self._scores):
                words = _("sample {number}: {scores}").format(
                    number=number, scores=three_digits(float(self._scores[number]))
                )
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a picture."""
        number = self._at(event.position())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._reached = number
            self.chosen.emit(number)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from picture to picture, and choose one."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            moved = self._reached + _MOVES[key]
            self._reached = moved if 0 <= moved < len(self._images) else self._reached
        elif key in _CHOOSE and self._images:
            self.chosen.emit(self._reached)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pictures, their bars, and the frames of what is chosen."""
        with painting(self) as painter:
            for number, image in enumerate(self._images):
                where = self.place(number)
                paint(painter, image, where, QColor(self._theme.hairline))
                self._paint_bar(painter, number, where)
                if number == self._marked:
                    painter.setPen(self._theme.pen(self._theme.accent, 2))
                    painter.drawRect(where)
            if self.hasFocus() and self._images:
                painter.setPen(self._theme.pen(self._theme.accent, 2, Qt.PenStyle.DotLine))
                painter.drawRect(self.place(self._reached).adjusted(-1, -1, 1, 1))

    def _paint_bar(self, painter: QPainter, number: int, picture: QRectF) -> None:
        if number >= len(self._scores):
            return
        low, high = self._span
        share = (float(self._scores[number]) - low) / max(high - low, 1e-9)
        bar = QRectF(picture.left(), picture.bottom() + 1, picture.width(), _BAR)
        painter.fillRect(bar, QColor(self._theme.hairline))
        bar.setWidth(bar.width() * min(max(share, 0.0), 1.0))
        painter.fillRect(bar, QColor(self._theme.term("generator")))  # as in the histogram

    def _at(self, position: QPointF) -> int | None:
        found = (n for n in range(len(self._images)) if self.place(n).contains(position))
        return next(found, None)

    def _cell(self) -> QSizeF:
        if not self._images:
            return QSizeF(_SIDE, _SIDE)
        picture, room = QSizeF(self._images[0].size()), QSizeF(_SIDE, _SIDE)
        return picture * enlargement(picture, room, self.devicePixelRatioF())

    def _fit(self) -> None:
        """Take the size that the pictures have, whatever the page's is: scroll bars then stand."""
        end = self.place(COLUMNS * ROWS - 1).bottomRight()
        self.setFixedSize(math.ceil(end.x()) + 3, math.ceil(end.y()) + _BAR + 3)
