"""How a handout is put on pages: nothing is cut in two, no heading stands alone."""

import io
from collections.abc import Sequence
from itertools import pairwise

import pytest
from PIL import Image
from PySide6.QtGui import QFont, QImage, QPainter, QTextDocument
from pytestqt.qtbot import QtBot

from aeviewer.app.export.handout.boxes import Picture, Words, dots
from aeviewer.app.export.handout.pages import Piece, paged

WIDE, HIGH = 2000.0, 3000.0


class Block:
    """So high, and to be cut where it is said."""

    def __init__(self, height: float, *cuts: float) -> None:
        self.height, self._cuts = height, cuts

    def cuts(self) -> Sequence[float]:
        return self._cuts

    def paint(self, _painter: QPainter, _top: float, _bottom: float) -> None:
        raise AssertionError("nothing is painted here")


def text(lines: int, size: int = 50) -> QTextDocument:
    """So many lines."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    font = QFont("sans-serif")
    font.setPixelSize(size)
    document.setDefaultFont(font)
    document.setPlainText("\n".join(f"line {number}" for number in range(lines)))
    return document


def picture() -> Picture:
    """Half as high as wide, with a caption."""
    data = io.BytesIO()
    Image.new("RGB", (40, 20), "#ff0000").save(data, "PNG")
    return Picture(data.getvalue(), text(1), WIDE)


def test_what_fits_stands_on_the_same_page_and_what_does_not_goes_to_the_next() -> None:
    pieces = [Piece([Block(200), Block(1000)]) for _ in range(3)]
    pages = paged(pieces, HIGH)
    assert [len(page) for page in pages] == [4, 2]
    assert pages[1][0].y == 0
    assert [placed.box for page in pages for placed in page] == [
        box for piece in pieces for box in piece.boxes
    ]
    for page in pages:
        assert all(placed.y + placed.bottom - placed.top <= HIGH for placed in page)


def test_a_fresh_piece_begins_a_page_unless_it_does_already() -> None:
    pieces = [Piece([Block(100)], fresh=True), Piece([Block(100)]), Piece([Block(100)], fresh=True)]
    assert [len(page) for page in paged(pieces, HIGH)] == [2, 1]


def test_a_picture_becomes_smaller_rather_than_turn_the_page(qtbot: QtBot) -> None:
    shown = picture()
    room = shown.height
    pages = paged([Piece([Block(room * 0.1)]), Piece([shown])], room * 1.1 + dots(10) - 100)
    assert len(pages) == 1
    assert 0.8 < shown.share < 1
    assert pages[0][1].bottom == pytest.approx(shown.height)


def test_a_picture_is_not_made_tiny_to_share_a_page(qtbot: QtBot) -> None:
    shown = picture()
    pages = paged([Piece([Block(shown.height)]), Piece([shown])], shown.height * 1.5)
    assert [len(page) for page in pages] == [1, 1]
    assert shown.share == 1.0


def test_text_goes_on_between_two_of_its_lines(qtbot: QtBot) -> None:
    words = Words(text(200), WIDE)
    heading = Block(100)
    pages = paged([Piece([heading, words, Block(50)])], HIGH)
    parts = [placed for page in pages for placed in page if placed.box is words]
    assert len(parts) > 2
    assert pages[0][1].box is words  # the heading is not alone
    assert parts[0].top == 0
    assert parts[-1].bottom == pytest.approx(words.height)
    for before, after in pairwise(parts):
        assert before.bottom == after.top
        assert before.bottom in words.cuts()
    line = words.height / 200
    assert words.cuts() == pytest.approx([line * number for number in range(1, 200)], abs=1)


def test_rows_of_a_table_are_not_cut(qtbot: QtBot) -> None:
    document = text(0)
    high = "one<br>two<br>three"
    document.setHtml(f"<table><tr><td>{high}</td><td>one</td></tr><tr><td>four</td></tr></table>")
    words = Words(document, WIDE)
    first_row = 3 * QTextDocument(document.toPlainText()).size().height() / 6
    assert len(words.cuts()) <= 3
    assert max(words.cuts()) > first_row


def test_what_cannot_be_cut_and_fits_nowhere_has_a_page_of_its_own() -> None:
    pages = paged([Piece([Block(100)]), Piece([Block(2 * HIGH)]), Piece([Block(100)])], HIGH)
    assert [len(page) for page in pages] == [1, 1, 1]


def test_a_part_of_a_text_is_painted_alone(qtbot: QtBot) -> None:
    words = Words(text(4), WIDE)
    second, third = words.cuts()[:2]
    whole, part = painted(words, 0, words.height), painted(words, second, third)
    assert part.copy(0, 0, 400, int(third - second)) == whole.copy(
        0, int(second), 400, int(third - second)
    )
    below = part.copy(0, int(third - second) + 1, 400, 100)
    assert below == blank(400, 100)


def painted(words: Words, top: float, bottom: float) -> QImage:
    image = blank(400, 400)
    with QPainter(image) as painter:
        words.paint(painter, top, bottom)
    return image


def blank(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    return image
