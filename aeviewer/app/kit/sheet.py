"""The contact sheet: rows of captioned pictures, such as inputs above their reconstructions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.inviting import Inviting
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import enlargement, paint, place
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.words import N_, _

Row = tuple[str, Sequence[QImage]]

_GAP = SPACES[0]
_CAPTION = TYPE[0] + SPACES[1]
_FREE = 1e6  # a height that limits nothing
_LINE = 8  # a lone row is a grid; this is its width where the height is free
_INVITATION = N_("Reconstructions and samples appear here while a model trains.")


@dataclass(frozen=True)
class Grid:
    """How pictures stand: so many in a line, each in a cell of this size."""

    columns: int
    cell: QSizeF

    def lines(self, count: int) -> int:
        """Lines that `count` pictures take."""
        return math.ceil(count / self.columns)

    def height(self, counts: Sequence[int]) -> float:
        """Height of all rows with their captions, in points."""
        line = self.cell.height() + _GAP
        return sum(px(_CAPTION) + self.lines(count) * line for count in counts)


def arrange(counts: Sequence[int], picture: QSizeF, room: QSizeF, ratio: float) -> Grid:
    """The grid with the largest pictures: rows keep their columns aligned, a lone row wraps."""
    longest = max(counts)
    if len(counts) > 1:
        share = QSizeF(room.width(), room.height() / len(counts) - px(_CAPTION))
        return _grid(longest, picture, share, ratio)
    free = QSizeF(room.width(), _FREE)
    grids = [_grid(columns, picture, free, ratio) for columns in range(1, longest + 1)]
    fitting = [grid for grid in grids if grid.height(counts) <= room.height()]
    if not fitting:
        return grids[-1]
    return max(fitting, key=lambda grid: (grid.cell.width(), grid.columns))


def _grid(columns: int, picture: QSizeF, room: QSizeF, ratio: float) -> Grid:
    column = QSizeF(room.width() / columns - _GAP, room.height() - _GAP)
    return Grid(columns, picture * enlargement(picture, column, ratio))


class ImageSheet(Inviting):
    """Shows rows of pictures, all enlarged alike to the width there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_(_INVITATION), parent)
        self._rows: list[Row] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_("Pictures"))
        self.describe()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, each with its caption; rows without pictures are left out."""
        before = [len(images) for _, images in self._rows]
        self._rows = [(caption, list(images)) for caption, images in rows if images]
        if before != [len(images) for _, images in self._rows]:
            self.updateGeometry()
        self.describe()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """A caption and little more."""
        return QSize(120, 2 * px(_CAPTION))

    def sizeHint(self) -> QSize:
        """A comfortable width, and the height that it needs."""
        return QSize(300, self.heightForWidth(300))

    def heightForWidth(self, width: int) -> int:
        """The height of all rows, where the pictures fill this width."""
        if not self._rows:
            return 4 * px(_CAPTION)
        counts = self._counts()
        columns = max(counts) if len(counts) > 1 else min(counts[0], _LINE)
        grid = _grid(columns, self._cell(), QSizeF(width, _FREE), self.devicePixelRatioF())
        return math.ceil(grid.height(counts))

    def places(self) -> list[list[QRectF]]:
        """Where each picture stands, row by row."""
        if not self._rows:
            return []
        counts = self._counts()
        ratio = self.devicePixelRatioF()
        grid = arrange(counts, self._cell(), QSizeF(self.size()), ratio)
        top, found = 0.0, []
        for count in counts:
            found.append([_cell_at(grid, index, top + px(_CAPTION)) for index in range(count)])
            top += grid.height([count])
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint each row's caption and pictures, or the sentence."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if not self._rows:
            self.paint_invitation(painter)
        for (caption, images), rects in zip(self._rows, self.places(), strict=True):
            self._paint_caption(painter, caption, rects[0].top())
            for image, rect in zip(images, rects, strict=True):
                where = place(image.size(), rect, self.devicePixelRatioF())
                paint(painter, image, where, self.palette().color(QPalette.ColorRole.Mid))

    def _paint_caption(self, painter: QPainter, caption: str, below: float) -> None:
        painter.setFont(caption_font(self.font()))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        line = QRectF(0, below - px(_CAPTION), self.width(), px(_CAPTION) - _GAP / 2)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, caption)

    def _counts(self) -> list[int]:
        return [len(images) for _, images in self._rows]

    def _cell(self) -> QSizeF:
        images = [image for _, row in self._rows for image in row]
        return QSizeF(
            max(image.width() for image in images), max(image.height() for image in images)
        )

    def describe(self) -> None:
        """Tell what is shown, or the sentence."""
        said = ", ".join(f"{len(images)} x {caption}" for caption, images in self._rows)
        self.setAccessibleDescription(said or self.invitation)


def _cell_at(grid: Grid, index: int, top: float) -> QRectF:
    line, column = divmod(index, grid.columns)
    width, height = grid.cell.width(), grid.cell.height()
    return QRectF(1 + column * (width + _GAP), 1 + top + line * (height + _GAP), width, height)
