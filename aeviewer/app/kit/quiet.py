"""Quiet words: what is said beside what is shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from aeviewer.app.look.fonts import write_small


def quiet(*, small: bool = False) -> QLabel:
    """Make a quiet sentence, to be told, which may be as long as it needs."""
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setObjectName("quiet")
    if small:
        write_small(label)
    return label
