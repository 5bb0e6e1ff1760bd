"""The same sample from the first stage's codes, from the first two stages', and so on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import enlargement, paint
from aeviewer.app.kit.themed import Themed
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.fonts import monospaced
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.words import N_, _

_SIDE = 56  # points, of each picture's room
_WIDE = 69  # of each picture with its figures
_LINE = TYPE[0] + SPACES[0]
_LINES = 3


@dataclass(frozen=True, eq=False)
class Stage:
    """One picture, and figures below it."""

    image: QImage
    lines: tuple[str, ...]


_HELP = N_(
    "The picture from more and more stages, the bits of their codes and its PSNR; click one "
    "to see its codes"
)


class CodebookStages(Themed):
    """Shows as many stages as fit, among them the one on show, which has a frame.

    Attributes:
        chosen: a stage was clicked: its number, from 0.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._stages: Sequence[Stage] = ()
        self._choice = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Stages one after another"))
        self.setToolTip(tip(_(_HELP)))

    @property
    def stages(self) -> Sequence[Stage]:
        """What is shown."""
        return self._stages

    def set_stages(self, stages: Sequence[Stage], choice: int) -> None:
        """Show these, and mark the one on show."""
        self._stages, self._choice = stages, choice
        said = (f"{n} {' '.join(stage.lines)}" for n, stage in enumerate(stages, start=1))
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """Four stages."""
        return QSize(4 * px(_WIDE), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """One of them, with its figures."""
        return QSize(px(_WIDE), _SIDE + _LINES * px(_LINE) + 2 * SPACES[0])

    def in_sight(self) -> range:
        """Numbers of the stages on the screen."""
        fitting = max(1, self.width() // self._narrow())
        first = max(0, min(self._choice // fitting * fitting, len(self._stages) - fitting))
        return range(first, min(first + fitting, len(self._stages)))

    def place_of(self, number: int) -> QRectF:
        """Where a stage stands, with its figures."""
        sight = self.in_sight()
        wide = min(px(_WIDE), self.width() / max(len(sight), 1))
        return QRectF((number - sight.start) * wide, 0, wide, self.height())

    def _narrow(self) -> int:
        """How near pictures may stand: as broad as they are, or their figures."""
        metrics = QFontMetrics(monospaced(TYPE[0]))
        words = (line for stage in self._stages for line in stage.lines)
        widest = max(map(metrics.horizontalAdvance, words), default=0)
        return max(min(widest + SPACES[0], px(_WIDE)), _SIDE + SPACES[0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which one is meant."""
        for number in self.in_sight():
            if self.place_of(number).contains(event.position()):
                self.chosen.emit(number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint pictures and figures."""
        with painting(self) as painter:
            for number in self.in_sight():
                self._paint(painter, number)

    def _paint(self, painter: QPainter, number: int) -> None:
        stage, box = self._stages[number], self.place_of(number)
        room = QSizeF(_SIDE, _SIDE)
        size = QSizeF(stage.image.size())
        where = QRectF(box.topLeft(), size * enlargement(size, room, self.devicePixelRatioF()))
        where.translate(3, 3)
        paint(painter, stage.image, where, QColor(self._theme.hairline))
        if number == self._choice:
            painter.setPen(self._theme.pen(self._theme.accent, 2))
            painter.drawRect(where.adjusted(-1, -1, 1, 1))
        painter.setFont(monospaced(TYPE[0]))
        line = QRectF(box.left() + 2, _SIDE + 2 * SPACES[0], box.width() - 2, px(_LINE))
        for row, words in enumerate(stage.lines):
            painter.setPen(QColor(self._theme.text if row else self._theme.quiet))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
            line.translate(0, px(_LINE))
