"""What is written on the traversal sheet: above its columns, and beside its rows."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPalette

from aeviewer.app.kit.number import narrow
from aeviewer.app.look.fonts import monospaced
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import TYPE
from aeviewer.app.views.traversal.layout import GAP, LABEL, LINE, Layout, Line
from aeviewer.words import _, ngettext

_DIGITS = 6


def write_head(
    painter: QPainter, lines: Sequence[Line], layout: Layout, palette: QPalette, small: QFont
) -> None:
    """Write the value of each column, or which end is which where rows have spans of their own."""
    count = layout.columns
    first, last = layout.place(0, 0), layout.place(0, count - 1)
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    if len({(line.low, line.high) for line in lines}) > 1:
        painter.setFont(small)
        line = QRectF(first.left(), 0, last.right() - first.left(), px(LINE))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, _("lowest"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, _("highest"))
        return
    painter.setFont(monospaced(TYPE[0]))
    wide = painter.fontMetrics().horizontalAdvance("-0.750") > first.width() + GAP
    for column, value in enumerate(lines[0].steps(count)):
        cell = layout.place(0, column).adjusted(-GAP, 0, GAP, 0)
        head = QRectF(cell.left(), 0, cell.width(), px(LINE))
        if not wide or column in {0, count // 2, count - 1}:
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
            painter.drawText(head, flags, narrow(value, _DIGITS))


def write_foot(painter: QPainter, words: str, layout: Layout, palette: QPalette) -> None:
    """Write below the rows on the screen that there are others."""
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    last = layout.place(layout.fitting - 1, 0)
    line = QRectF(GAP, last.bottom() + 1, layout.room.width() - 2 * GAP, px(LINE))
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def rows_left_out(lines: Sequence[Line], first: int, count: int) -> str:
    """Say which rows are on the screen: so many from the first, counted from 0."""
    rest = [line.dimension for line in lines[first + count :]]
    if first or not any(line.dimension.worth for line in lines):
        words = ngettext("Row {first} of {rows}.", "Rows {first} to {last} of {rows}.", count)
    elif all(dimension.collapsed for dimension in rest):
        words = ngettext(
            "The one of {rows} rows that tells most; the others are collapsed.",
            "The {last} of {rows} rows that tell most; the others are collapsed.",
            count,
        )
    else:
        words = ngettext(
            "The one of {rows} rows that tells most.",
            "The {last} of {rows} rows that tell most.",
            count,
        )
    return words.format(first=first + 1, last=first + count, rows=len(lines))


def write_label(
    painter: QPainter, line: Line, cell: QRectF, palette: QPalette, small: QFont, *, close: bool
) -> None:
    """Write beside a row, whose first cell is this, what its dimension is and where it goes.

    Args:
        painter: of the sheet.
        line: the row.
        cell: where its first picture is.
        palette: of the sheet.
        small: the font of all but the name.
        close: rows are low: what the dimension is worth stands beside its name, not below it.
    """
    dimension = line.dimension
    worth = _("collapsed") if dimension.collapsed else dimension.worth
    span = _("{low} to {high}").format(
        low=narrow(line.low, _DIGITS), high=narrow(line.high, _DIGITS)
    )
    first, *below = [worth, span] if close else ["", worth, span]
    below = [words for words in below if words]
    top = round(cell.center().y() - px(LINE) * (len(below) + 1) / 2)
    where = QRectF(GAP, top, px(LABEL) - 2 * GAP, px(LINE))  # clear of the ring of the focus
    painter.setFont(monospaced())
    painter.setPen(palette.color(QPalette.ColorRole.WindowText))
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, dimension.name)
    beside = where.adjusted(painter.fontMetrics().horizontalAdvance(f"{dimension.name} "), 0, 0, 0)
    painter.setFont(small)
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, first)
    for words in below:
        where.translate(0, px(LINE))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, words)
