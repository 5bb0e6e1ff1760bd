"""Small pictures in equal columns, with what they are and figures below each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.theme import SPACES, TYPE, monospaced
from aeviewer.app.tips import tip
from aeviewer.app.views.painting import painting
from aeviewer.app.views.pixels import paint, place

_LINE = TYPE[0] + SPACES[0] + 1
_LINES = 3  # what it is, and two figures
_SIDE = 56  # points that a picture has at least
_WIDE = 74  # points that a line of figures takes
_FIGURES = (
    "dB: peak signal-to-noise ratio, the more the better; SSE: squared error summed over the pixels"
)


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        caption: what it is, in a word or two.
        image: the picture; None for none, which leaves its place empty.
        lines: figures below it, two at most.
    """

    caption: str
    image: QImage | None = None
    lines: tuple[str, ...] = ()


class ComparePictures(QWidget):
    """Shows what one model makes of the cursor and of the input, and what PCA does."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shots: tuple[Shot, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(f"Pictures of {name}")
        self.setToolTip(tip(_FIGURES))

    @property
    def shots(self) -> tuple[Shot, ...]:
        """What is shown."""
        return self._shots

    def set_shots(self, shots: Sequence[Shot]) -> None:
        """Show these pictures."""
        self._shots = tuple(shots)
        said = "; ".join(" ".join((shot.caption, *shot.lines)) for shot in shots)
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Three pictures of 28 pixels, twice as large."""
        return QSize(3 * _WIDE, _SIDE + _LINES * _LINE + SPACES[0] + 2)

    def minimumSizeHint(self) -> QSize:
        """No less than that."""
        return self.sizeHint()

    def columns(self) -> list[QRectF]:
        """The room of each picture and of its text."""
        count = max(len(self._shots), 1)
        wide = self.width() / count
        return [QRectF(number * wide, 0, wide - 2, self.height()) for number in range(count)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint each picture with its frame, and the words below."""
        with painting(self) as painter:
            for shot, column in zip(self._shots, self.columns(), strict=False):
                self._paint(painter, shot, column)

    def _paint(self, painter: QPainter, shot: Shot, column: QRectF) -> None:
        text = _LINES * _LINE + SPACES[0]
        bottom = 1.0
        if shot.image is not None:
            room = column.adjusted(1, 1, -1, -text)
            where = place(shot.image.size(), room, self.devicePixelRatioF())
            where.moveTopLeft(room.topLeft())
            paint(painter, shot.image, where, self.palette().color(QPalette.ColorRole.Mid))
            bottom = where.bottom()
        line = QRectF(column.left(), bottom + SPACES[0] / 2, column.width(), _LINE)
        font = self.font()
        font.setPixelSize(TYPE[0])
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        _write(painter, line, shot.caption)
        painter.setFont(monospaced(TYPE[0]))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        for words in shot.lines[: _LINES - 1]:
            line.translate(0, _LINE)
            _write(painter, line, words)


def _write(painter: QPainter, line: QRectF, words: str) -> None:
    elide = Qt.TextElideMode.ElideRight
    shown = painter.fontMetrics().elidedText(words, elide, round(line.width()))
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
