"""A handout as one HTML file: pictures and equations within, no script, nothing to be fetched."""

import base64
from collections.abc import Iterable, Iterator
from html import escape
from xml.etree import ElementTree as ET

from aeviewer.app.export.handout.markdown import html_of
from aeviewer.app.export.handout.style import class_of, style_of, term_class
from aeviewer.app.lessons.typeset import SIZE
from aeviewer.session.handout import Handout, Sheet, Writing, plain
from aeviewer.session.lesson import lessons
from aeviewer.words import _, language, ngettext

_SVG = "http://www.w3.org/2000/svg"
_IN_ENGLISH = "en"  # as the bundled lessons are


def html(handout: Handout) -> Writing:
    """Write a handout as HTML, UTF-8, step by step; equal ones give equal bytes."""
    lines = [*_head(handout), "<body>", *_header(handout), "<main>"]
    for sheet in handout.sheets:
        lines += _section(sheet, handout)
        yield 0, 0
    lines += [*_answers(handout), "</main>", *_sources(handout), "</body>", "</html>", ""]
    return "\n".join(lines).encode()


def _head(handout: Handout) -> Iterator[str]:
    lesson = handout.lesson
    bundled = lesson.path in lessons().values()
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_IN_ENGLISH if bundled else language()}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="generator" content="aeviewer">'
    yield f"<title>{escape(lesson.title)}</title>"
    yield f"<style>\n{style_of(handout)}</style>"
    yield "</head>"


def _header(handout: Handout) -> Iterator[str]:
    lesson = handout.lesson
    yield f"<header>\n<h1>{escape(lesson.title)}</h1>"
    if lesson.summary:
        yield f'<p class="summary">{escape(lesson.summary)}</p>'
    if lesson.minutes is not None:
        minutes = ngettext("About {count} minute", "About {count} minutes", lesson.minutes)
        yield f'<p class="quiet">{escape(minutes.format(count=lesson.minutes))}</p>'
    yield "</header>"


def _section(sheet: Sheet, handout: Handout) -> Iterator[str]:
    """One step: its words, its equation with what that is worth, its picture, its question."""
    step, name = sheet.step, f"step-{sheet.number}"
    yield f'<section id="{name}" aria-labelledby="{name}-title">'
    yield f'<h2 id="{name}-title"><span>{sheet.number}</span> {escape(step.title)}</h2>'
    yield html_of(step.text)
    if sheet.equation:
        yield f'<div class="equation">{_svg(sheet)}</div>'
    if sheet.terms:
        yield from _terms(sheet)
    yield from _figure(sheet)
    if step.question:
        link = f'<p><a href="#answer-{sheet.number}">{_("Answer")}</a></p>' if step.answer else ""
        yield _aside("question", _("Question"), html_of(step.question) + link)
    if handout.notes and step.notes:
        yield _aside("notes", _("Notes"), html_of(step.notes))
    yield "</section>"


def _aside(kind: str, title: str, inner: str) -> str:
    return f'<aside class="{kind}">\n<h3>{escape(title)}</h3>\n{inner}\n</aside>'


def _figure(sheet: Sheet) -> Iterator[str]:
    plate = sheet.plate
    data = base64.b64encode(plate.png).decode()
    width, height = plate.size
    yield f'<figure>\n<img width="{width}" height="{height}" alt="{escape(plate.told)}"'
    yield f' src="data:image/png;base64,{data}">'
    yield f"<figcaption>{escape(plate.caption)}</figcaption>\n</figure>"


def _terms(sheet: Sheet) -> Iterator[str]:
    """A table of what the terms are worth."""
    yield f'<table class="terms" aria-label="{escape(_("Terms of the equation"))}">\n<tbody>'
    for term in sheet.terms:
        yield (
            f'<tr class="{term_class(term.name)}"><th scope="row">{escape(term.title)}</th>'
            f"<td>{escape(term.value)}</td><td>{escape(term.unit)}</td></tr>"
        )
    yield f'</tbody>\n</table>\n<p class="note">{escape(sheet.note)}</p>'


def _answers(handout: Handout) -> Iterator[str]:
    """All answers, at the end: so one can think first, on paper as well."""
    answered = tuple(handout.answered())
    if not answered:
        return
    yield '<section id="answers" aria-labelledby="answers-title">'
    yield f'<h2 id="answers-title">{escape(_("Answers"))}</h2>'
    for sheet in answered:
        title = f'<a href="#step-{sheet.number}">{sheet.number} {escape(sheet.step.title)}</a>'
        yield f'<article id="answer-{sheet.number}">\n<h3>{title}</h3>'
        yield f'<div class="asked">{html_of(sheet.step.question)}</div>'
        yield f"{html_of(sheet.step.answer)}\n</article>"
    yield "</section>"


def _sources(handout: Handout) -> Iterable[str]:
    listed = [f"<li>{escape(source)}</li>" for source in handout.lesson.sources]
    if listed:
        yield f"<footer>\n<h2>{_('Sources')}</h2>\n<ul>"
        yield from listed
        yield "</ul>\n</footer>"


def _svg(sheet: Sheet) -> str:
    """An equation in the colours of the page, as wide as its letters make it, with its LaTeX."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(sheet.equation)  # noqa: S314  # of our own making
    for element in root.iter():
        if name := class_of(element.attrib.pop("fill", "")):
            element.set("class", name)
    for side in ("width", "height"):
        root.set(side, f"{float(root.attrib[side]) / SIZE:.3f}em")
    root.set("role", "img")
    root.set("aria-label", " ".join(plain(sheet.step.equation).split()))
    return ET.tostring(root, encoding="unicode")
