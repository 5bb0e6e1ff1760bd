"""Fonts: of words, of captions, and of numbers that do not dance, all at the scale chosen."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import TYPE


def plain_font() -> QFont:
    """The font of all words that are not captions, headings or numbers."""
    return resized(QApplication.font(), TYPE[1])


def monospaced(size: int = TYPE[1]) -> QFont:
    """The font of numbers that change, so that they do not dance; `size` in pixels at 100 %."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(px(size))
    return font


def caption_font(font: QFont) -> QFont:
    """The same font in the size of captions, whatever size it had."""
    return resized(font, TYPE[0])


def resized(font: QFont, size: int) -> QFont:
    """The same font in so many pixels at 100 %."""
    made = QFont(font)
    made.setPixelSize(px(size))
    return made


def write_small(widget: QWidget) -> None:
    """Give a widget the font of captions, at every scale."""
    sized(widget, _set_size, TYPE[0])


def write_numbers(widget: QWidget, size: int = TYPE[1]) -> None:
    """Give a widget the font of numbers that change, at every scale."""
    sized(widget, _set_monospaced, size)


def _set_size(widget: QWidget, pixels: int) -> None:
    font = widget.font()
    font.setPixelSize(pixels)
    widget.setFont(font)


def _set_monospaced(widget: QWidget, pixels: int) -> None:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(pixels)
    widget.setFont(font)
