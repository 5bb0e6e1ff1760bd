"""Painting that survives its own faults."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget


@contextmanager
def painting(widget: QWidget) -> Iterator[QPainter]:
    """Paint on a widget, within its paintEvent; what goes wrong is told to sys.excepthook.

    An exception that left the paintEvent would meet Qt in the middle of its work: the children are
    painted next, with the exception pending, and the process ends.
    """
    painter = QPainter(widget)
    try:
        yield painter
    except Exception:  # noqa: BLE001 - whatever it is, the window shows it
        sys.excepthook(*sys.exc_info())
    finally:
        painter.end()
