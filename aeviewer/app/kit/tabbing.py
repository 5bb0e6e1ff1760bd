"""The order in which Tab goes through a window: as one reads it, whatever was made when.

Qt goes by the order in which widgets were made, so that forms made later come last, and into panels
that lie behind another one.
"""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QGridLayout,
    QLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QStatusBar,
    QToolBar,
    QWidget,
)

_RANKS = {
    Qt.DockWidgetArea.TopDockWidgetArea: 1,
    Qt.DockWidgetArea.LeftDockWidgetArea: 2,
    Qt.DockWidgetArea.RightDockWidgetArea: 5,
    Qt.DockWidgetArea.BottomDockWidgetArea: 6,
}
_OVERLAYS, _BAR, _MIDDLE, _DOCK_TABS, _FOOT = -1, 0, 4, 7, 8


def neighbour(window: QMainWindow, focused: QWidget | None, *, forth: bool) -> QWidget | None:
    """The widget that Tab, or Shift+Tab, leads to; None where nothing takes the focus."""
    walked = list(_walk(window))
    if not forth:
        walked.reverse()
    at = walked.index(focused) + 1 if focused in walked else 0
    return next(filter(_takes_tab, (*walked[at:], *walked[:at])), None)


def _walk(window: QMainWindow) -> Iterator[QWidget]:
    """All that can be seen, as one reads; what lies over it, such as a note, comes first."""
    for part in sorted(_children(window), key=lambda part: _rank(window, part)):
        yield from _within(part)


def _rank(window: QMainWindow, part: QWidget) -> tuple[int, int, int]:
    """Where a part of the window comes; docks of one side from the top down."""
    if part is window.centralWidget():
        rank = _MIDDLE
    elif isinstance(part, QToolBar):
        rank = _BAR
    elif isinstance(part, QDockWidget):
        rank = _RANKS.get(window.dockWidgetArea(part), _FOOT)
    elif isinstance(part, QStatusBar):
        rank = _FOOT
    else:
        rank = _DOCK_TABS if part.metaObject().className().startswith("QMainWindow") else _OVERLAYS
    return rank, part.y(), part.x()


def _within(part: QWidget) -> Iterator[QWidget]:
    """A widget and what is in it, as one reads; nothing of what cannot be seen."""
    if part.isHidden() or part.isWindow() or not part.isEnabled() or not _in_sight(part):
        return
    yield part
    for child in _ordered(part):
        yield from _within(child)


def _in_sight(part: QWidget) -> bool:
    """Of docks that share a place, Qt moves all but one out of the window."""
    if not isinstance(part, QDockWidget):
        return True
    window = part.window()
    return QRect(0, 0, window.width(), window.height()).intersects(part.geometry())


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.focusProxy() is None and not _passed_over(widget)


def _passed_over(widget: QWidget) -> bool:
    """Of buttons that exclude each other the one that is on takes Tab; arrows lead to the rest."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group = widget.group()
    return group is not None and group.exclusive() and group.checkedButton() is not None


def _ordered(part: QWidget) -> Iterator[QWidget]:
    """The children as the layout has them, then those that lie over them."""
    if isinstance(part, QStackedWidget):
        shown = part.currentWidget()
        children = [] if shown is None else [shown]
    elif isinstance(part, QScrollArea):
        inner = part.widget()
        children = [] if inner is None else [inner]
    elif isinstance(part, QToolBar):
        buttons = (part.widgetForAction(action) for action in part.actions())
        children = [button for button in buttons if button is not None]
    else:
        laid = list(_laid_out(part.layout()))
        children = laid + [child for child in _children(part) if child not in laid]
    yield from children


def _laid_out(layout: QLayout | None) -> Iterator[QWidget]:
    """What a layout has, as one reads.

    PySide may take a layout for the spacer of a window closed before, where it has that one's
    address: then the widgets are found as children.
    """
    if not isinstance(layout, QLayout):
        return
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: _cell(layout, number))
    for item in map(layout.itemAt, numbers):
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        else:
            yield from _laid_out(inner)


def _cell(grid: QGridLayout, number: int) -> tuple[int, int]:
    """Row and column in which an item begins."""
    place = grid.getItemPosition(number)
    assert isinstance(place, tuple)  # Qt's own stubs know no better than an object
    return place[0], place[1]


def _children(part: QWidget) -> list[QWidget]:
    return [child for child in part.children() if isinstance(child, QWidget)]
