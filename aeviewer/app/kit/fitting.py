"""Words for the room there is."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics


def fitting(metrics: QFontMetrics, ways: Sequence[str], width: int) -> str:
    """Choose the first way to say something that there is room for; the last one is cut off."""
    for words in ways:
        if metrics.horizontalAdvance(words) <= width:
            return words
    return metrics.elidedText(ways[-1], Qt.TextElideMode.ElideRight, width)


def wrapped(metrics: QFontMetrics, lines: Iterable[str], width: int) -> list[str]:
    """Break lines between words where they are too long."""
    found: list[str] = []
    for line in lines:
        first, *others = line.split(" ")
        found.append(first)
        for word in others:
            longer = f"{found[-1]} {word}"
            if metrics.horizontalAdvance(longer) <= width:
                found[-1] = longer
            else:
                found.append(word)
    return found
