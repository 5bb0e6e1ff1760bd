"""Reads what a widget writes: every text that it paints, and how large."""

import re

from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

_TEXT = re.compile(r'<text[^>]*font-size="([\d.]+)"[^>]*>([^<]*)<')


def written(widget: QWidget) -> dict[float, list[str]]:
    """All texts that a widget and its children paint, by the size of their letters in pixels.

    Through a drawing, where text is text; a paint engine written in Python would tell the same, but
    corrupts Qt's memory.
    """
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    widget.render(drawing, QPoint())
    found: dict[float, list[str]] = {}
    for size, text in _TEXT.findall(bytes(buffer.data().data()).decode()):
        found.setdefault(float(size), []).append(text.strip())
    return found
