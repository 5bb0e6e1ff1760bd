"""Markdown as a part of a panel: as high as its text, and nothing is fetched for it."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

_PLAIN = QTextDocument.MarkdownFeature.MarkdownNoHTML
_FORM = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | _PLAIN

_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"
_INDENT = 20  # pixels of a list
_APART, _LISTED = 0.5, 0.2  # of the letters' size: between paragraphs, and items of a list
_CODE = 0.8  # of the letters' size
_PER_CENT = re.compile(r"(?<=\d) (?=%)")  # no line begins with a per cent sign


class Prose(QTextBrowser):
    """Shows Markdown in full; whoever holds it scrolls. Links and pictures lead nowhere.

    It keeps the one document that Qt made for it: none is ever deleted but with the widget.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # to copy from; there is nothing to do in it
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    @property
    def markdown(self) -> str:
        """The Markdown it shows."""
        return self._source

    def say(self, source: str, pixels: int) -> None:
        """Show Markdown in letters of so many pixels; gone while there is none."""
        self._source = source
        font = self.font()
        font.setPixelSize(pixels)
        _write(self.document(), source, font, _INDENT)
        self.setAccessibleDescription(self.toPlainText())
        self.setVisible(bool(source))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the text is at this width."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whoever scrolls."""
        event.ignore()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(round(self.document().size().height()) + 1)


def written(source: str, font: QFont, indent: int = _INDENT) -> QTextDocument:
    """Write Markdown down in a font whose size is in pixels, with lists set in by so many."""
    document = QTextDocument()
    _write(document, source, font, indent)
    return document


def _write(document: QTextDocument, source: str, font: QFont, indent: int) -> None:
    """Write Markdown in place of what a document says; only what is whole is laid out."""
    document.setLayoutEnabled(False)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setIndentWidth(indent)
    document.setMarkdown(_PER_CENT.sub("\N{NO-BREAK SPACE}", source), _FORM)
    _name_pictures(document)
    _space(document, font.pixelSize())
    document.setLayoutEnabled(True)


def _name_pictures(document: QTextDocument) -> None:
    """Put words in the place of pictures, before a layout looks for their files."""
    while not (found := document.find(_PICTURE)).isNull():
        words = found.charFormat().property(QTextFormat.Property.ImageAltText)
        found.insertText(f"[{words or 'picture'}]", QTextCharFormat())


def _space(document: QTextDocument, pixels: int) -> None:
    """Put half a line after each paragraph but the last, and less within a list or code."""
    block, last = document.begin(), document.lastBlock()
    while block.isValid():
        form, after = block.blockFormat(), block.next()
        code, listed = _is_code(block), block.textList() is not None
        within = (code and _is_code(after)) or (listed and after.textList() is not None)
        share = (0.0 if code else _LISTED) if within else _APART
        form.setNonBreakableLines(False)  # better in two lines than cut off
        form.setTopMargin(0)
        form.setBottomMargin(0 if block == last else pixels * share)
        if code:  # where a line is broken, what follows is set in
            form.setLeftMargin(pixels)
            form.setTextIndent(-pixels)
        cursor = QTextCursor(block)
        cursor.setBlockFormat(form)
        if code:
            smaller = QTextCharFormat()
            smaller.setProperty(QTextFormat.Property.FontPixelSize, round(pixels * _CODE))
            end = QTextCursor.MoveOperation.EndOfBlock
            cursor.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(smaller)
        block = after


def _is_code(block: QTextBlock) -> bool:
    """Whether its first and its last letter are code's, be it indented or in a fence."""
    if not block.isValid() or not block.text():
        return False
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    first = cursor.charFormat()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    return all(
        form.hasProperty(QTextFormat.Property.FontFamilies.value)  # code alone names its font
        for form in (first, cursor.charFormat())
    )
