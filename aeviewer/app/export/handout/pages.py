"""Boxes become pages: what belongs together stands on one, and no heading stands alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aeviewer.app.export.handout.boxes import Box, Picture, dots

_APART = 10.0  # millimetres between pieces
_HERE, _LEAST = 0.8, 0.5  # of a picture's width, to stay on a page begun, and on one of its own


@dataclass(frozen=True)
class Placed:
    """A box, or a part of one, on a page.

    Attributes:
        box: the box.
        y: where it stands, from the top of the text.
        top: from which of its heights on.
        bottom: to which.
    """

    box: Box
    y: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Piece:
    """What shall stand on one page, if that can be.

    Attributes:
        boxes: from the top; the first is a heading.
        gap: millimetres between them.
        fresh: it begins a page.
    """

    boxes: Sequence[Box]
    gap: float = 4.5
    fresh: bool = False

    @property
    def height(self) -> float:
        """Of all of it."""
        return sum(box.height for box in self.boxes) + dots(self.gap) * (len(self.boxes) - 1)


@dataclass
class _Pages:
    """The pages so far, and how far down the last one is filled."""

    room: float
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    @property
    def left(self) -> float:
        return self.room - self.y

    def turn(self) -> None:
        self.pages.append([])
        self.y = 0.0

    def put(self, box: Box, top: float, bottom: float) -> None:
        self.pages[-1].append(Placed(box, self.y, top, bottom))
        self.y += bottom - top


def paged(pieces: Iterable[Piece], room: float) -> list[list[Placed]]:
    """Put pieces on pages of so many dots' height; pictures become smaller where that helps."""
    pages = _Pages(room)
    for piece in pieces:
        if pages.y:
            pages.y += dots(_APART)
        if pages.y and (piece.fresh or not _fits(piece, pages.left, _HERE)):
            pages.turn()
        _fits(piece, pages.left, _LEAST)
        for number, box in enumerate(piece.boxes):
            _put(pages, box, dots(piece.gap) if number else 0.0)
    return pages.pages


def _fits(piece: Piece, room: float, least: float) -> bool:
    """Make the pictures of a piece so small that all of it fits, if it can; say whether it does."""
    for picture in piece.boxes:
        if isinstance(picture, Picture):
            picture.fit(room, 1.0)
            picture.fit(picture.height - (piece.height - room), least)
    return piece.height <= room + 1  # dot


def _put(pages: _Pages, box: Box, gap: float) -> None:
    """Put a box where there is room, in parts if it must be."""
    top = 0.0
    pages.y += gap if pages.y else 0.0
    while box.height - top > pages.left + 1:
        reached = [cut for cut in box.cuts() if top < cut <= top + pages.left]
        if reached:
            pages.put(box, top, reached[-1])
            top = reached[-1]
        elif not pages.y:
            break  # higher than a page, and nowhere to be cut
        pages.turn()
    pages.put(box, top, box.height)
