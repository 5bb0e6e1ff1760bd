"""Whether all of a window fits: nothing squeezed, nothing cut off."""

from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QSizePolicy, QToolBar, QWidget


def misfits(window: QWidget) -> Iterator[str]:
    """Name what is below its least width, stands out at a side, or cuts its words off."""
    for part in window.findChildren(QWidget):
        parent = part.parentWidget()
        shown = part.isVisible() and not part.visibleRegion().isEmpty()
        if shown and not part.isWindow() and parent is not None and not _scrolls(parent):
            yield from _misfits(part, parent)


def _misfits(part: QWidget, parent: QWidget) -> Iterator[str]:
    least = min(max(_least(part), part.minimumWidth()), part.maximumWidth())
    if part.width() < least:
        yield f"{named(part)} is {part.width()} wide and needs {least}"
    if part.x() < 0 or part.x() + part.width() > parent.width():
        yield f"{named(part)} stands out of {named(parent)}"
    if isinstance(part, QLabel) and part.wordWrap() and part.text():
        needed = part.heightForWidth(part.width())
        if part.height() < needed:
            yield f"{part.text()!r} is {part.height()} high and needs {needed}"


def named(part: QWidget) -> str:
    """Call a widget by its kind and its name."""
    return f"{type(part).__name__} {part.accessibleName() or part.objectName()!r}"


def _least(part: QWidget) -> int:
    """The width that its content needs; what scrolls, or goes into a menu, needs none."""
    ignored = part.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
    gives_way = isinstance(part, QAbstractScrollArea) or isinstance(part.parent(), QToolBar)
    return 0 if ignored or gives_way else part.minimumSizeHint().width()


def _scrolls(parent: QWidget) -> bool:
    """Whether it is the window of a scrolled view, under which the content is moved."""
    area = parent.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is parent
