"""A handout as PDF on A4: text is text, equations are shapes, and nothing is cut in two."""

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QPageSize,
    QPainter,
    QTextDocument,
)

from aeviewer.app.export.handout.boxes import DPI, Box, Formula, Picture, Words, dots, for_print
from aeviewer.app.export.handout.pages import Piece, Placed, paged
from aeviewer.app.export.pdf_file import PdfFile
from aeviewer.app.lessons.prose import written
from aeviewer.app.look.theme import LIGHT
from aeviewer.session.handout import Handout, Sheet, Writing
from aeviewer.words import _, ngettext

_SIDE, _TOP, _BOTTOM = 20.0, 18.0, 22.0  # millimetres of margin
_WIDE, _HIGH = 210.0 - 2 * _SIDE, 297.0 - _TOP - _BOTTOM
_FOOT = 10.0  # millimetres from the edge of the paper to what stands below the text
_TITLE, _HEADING, _TEXT, _SMALL, _MATH = 22.0, 15.0, 10.5, 8.5, 12.0  # points
_CLOSE = 3.0  # millimetres between what is told in short
_INDENT = 6.0  # millimetres of a list
_POINTS = 72  # in an inch


def pdf(handout: Handout) -> Writing:
    """Write a handout as PDF, box by box; equal ones give equal bytes, on any day."""
    pieces = []
    for piece in _pieces(handout):
        pieces.append(piece)
        yield 0, 0
    pages = paged(pieces, dots(_HIGH))
    made = PdfFile(handout.lesson.title, QPageSize(QPageSize.PageSizeId.A4), DPI)
    with QPainter(made.writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for number, page in enumerate(pages, 1):
            if number > 1:
                made.writer.newPage()
            for placed in page:
                _paint(painter, placed)
                yield number, len(pages)
            _paint_foot(painter, handout.lesson.title, f"{number} / {len(pages)}")
    return made.data()


def _paint(painter: QPainter, placed: Placed) -> None:
    painter.save()
    painter.translate(dots(_SIDE), dots(_TOP) + placed.y)
    placed.box.paint(painter, placed.top, placed.bottom)
    painter.restore()


def _paint_foot(painter: QPainter, title: str, number: str) -> None:
    """The lesson at the left, the page at the right."""
    painter.setFont(_font(_SMALL))
    painter.setPen(QColor(LIGHT.quiet))
    line = dots(_FOOT)
    place = QRectF(dots(_SIDE), dots(297) - 2 * line, dots(_WIDE), line)
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)


def _pieces(handout: Handout) -> Iterator[Piece]:
    """What is in it, piece by piece."""
    yield Piece(list(_front(handout)), _CLOSE)
    for sheet in handout.sheets:
        yield Piece(list(_step(sheet, notes=handout.notes)))
    for number, sheet in enumerate(handout.answered()):
        head = [] if number else [_line(_("Answers"), _HEADING, bold=True)]
        yield Piece([*head, *_answer(sheet)], _CLOSE, fresh=not number)
    if sources := handout.lesson.sources:
        listed = "\n".join(f"- {source}" for source in sources)
        yield Piece([_line(_("Sources"), _HEADING, bold=True), _prose(listed)])


def _front(handout: Handout) -> Iterator[Box]:
    lesson = handout.lesson
    yield _line(lesson.title, _TITLE, bold=True)
    if lesson.summary:
        yield _line(lesson.summary, _MATH)
    if lesson.minutes is not None:
        minutes = ngettext("About {count} minute", "About {count} minutes", lesson.minutes)
        yield _line(minutes.format(count=lesson.minutes), _TEXT, LIGHT.quiet)


def _step(sheet: Sheet, *, notes: bool) -> Iterator[Box]:
    step, plate = sheet.step, sheet.plate
    yield _titled(sheet, _HEADING)
    if step.text:
        yield _prose(step.text)
    if sheet.equation:
        yield Formula(sheet.equation, _points(_MATH), dots(_WIDE))
    if sheet.terms:
        yield Words(_terms(sheet), dots(_WIDE))
    yield Picture(plate.png, _plain(plate.caption, _SMALL, LIGHT.quiet), dots(_WIDE))
    if step.question:
        yield _set_apart(_("Question"), step.question, LIGHT.accent)
    if notes and step.notes:
        yield _set_apart(_("Notes"), step.notes, LIGHT.quiet)


def _answer(sheet: Sheet) -> Iterator[Box]:
    yield _titled(sheet, _TEXT)
    yield _prose(sheet.step.question)
    yield _prose(sheet.step.answer, LIGHT.accent)


def _titled(sheet: Sheet, points: float) -> Words:
    """The heading of a step, with its number."""
    document = _empty(points)
    number = f'<span style="color:{LIGHT.quiet}">{sheet.number}</span>'
    document.setHtml(f"<p>{number}&ensp;<b>{escape(sheet.step.title)}</b></p>")
    return Words(document, dots(_WIDE))


def _terms(sheet: Sheet) -> QTextDocument:
    """A table of what the terms are worth, and what they were taken from."""
    apart = f"padding-right:{dots(3):.0f}px"
    rows = "".join(
        f'<tr><td style="color:{LIGHT.term(term.name)}; {apart}">{escape(term.title)}</td>'
        f'<td align="right" style="{apart}">{escape(term.value)}</td>'
        f'<td style="color:{LIGHT.quiet}">{escape(term.unit)}</td></tr>'
        for term in sheet.terms
    )
    document = _empty(_TEXT)
    note = f'<span style="color:{LIGHT.quiet}">{escape(sheet.note)}</span>'
    document.setHtml(f'<table cellspacing="0" cellpadding="0">{rows}</table>{note}')
    return document


def _set_apart(title: str, source: str, bar: str) -> Words:
    return _prose(f"**{title}**\n\n{source}", bar)


def _prose(source: str, bar: str = "") -> Words:
    document = for_print(written(source, _font(_TEXT), round(dots(_INDENT))))
    return Words(document, dots(_WIDE), bar)


def _line(text: str, points: float, colour: str = LIGHT.text, *, bold: bool = False) -> Words:
    return Words(_plain(text, points, colour, bold=bold), dots(_WIDE))


def _plain(text: str, points: float, colour: str, *, bold: bool = False) -> QTextDocument:
    document = _empty(points)
    weight = "bold" if bold else "normal"
    document.setHtml(f'<p style="color:{colour}; font-weight:{weight}">{escape(text)}</p>')
    return document


def _empty(points: float) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(points))
    return document


def _font(points: float) -> QFont:
    """The system's font, whatever size the window's text has; without ligatures, to be found."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family())
    font.setPixelSize(round(_points(points)))
    font.setFeature(QFont.Tag("liga"), 0)
    return font


def _points(points: float) -> float:
    return points * DPI / _POINTS
