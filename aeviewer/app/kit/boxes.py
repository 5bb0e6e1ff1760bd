"""Rows and columns that keep no edge of their own: what they stand in has one already."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def row(holder: QWidget, gap: int, edge: int = 0) -> QHBoxLayout:
    """Lay out a widget from left to right; `gap` and `edge` are points."""
    made = QHBoxLayout(holder)
    made.setContentsMargins(edge, edge, edge, edge)
    made.setSpacing(gap)
    return made


def column(holder: QWidget, gap: int, edge: int = 0) -> QVBoxLayout:
    """Lay out a widget from top to bottom; `gap` and `edge` are points."""
    made = QVBoxLayout(holder)
    made.setContentsMargins(edge, edge, edge, edge)
    made.setSpacing(gap)
    return made
