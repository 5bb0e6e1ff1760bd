"""What a person does with widgets, for tests: find, click, type, press keys, turn the wheel."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

Widget = TypeVar("Widget", bound=QWidget)


def child(parent: QWidget, kind: type[Widget], said: str = "") -> Widget:
    """Find the one widget of a kind, or the one with this accessible name."""
    found = [item for item in parent.findChildren(kind) if said in {"", item.accessibleName()}]
    assert len(found) == 1, [item.accessibleName() for item in parent.findChildren(kind)]
    return found[0]


def click(widget: QWidget, at: QPoint | None = None) -> None:
    where = at or QPoint(min(12, widget.width() // 2), widget.height() // 2)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(widget, left, Qt.KeyboardModifier.NoModifier, where)


def click_again(
    widget: QWidget,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    at: QPoint | None = None,
) -> None:
    """Click so soon after a click that both are one double click.

    Qt's own helper never lets go of the button: what is next in the process would be dragged.
    """
    left, where = Qt.MouseButton.LeftButton, at or widget.rect().center()
    QTest.mouseDClick(widget, left, modifiers, where)
    QTest.mouseRelease(widget, left, modifiers, where)


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def retype(line: QLineEdit, text: str) -> None:
    """Replace what stands in a line, key by key, and press Enter."""
    line.selectAll()
    press(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)
    press(line, Qt.Key.Key_Return)


def turn_wheel(widget: QWidget, notches: int = 1) -> None:
    """Turn the wheel over a widget that is on the screen; whoever wants the turn, takes it."""
    window = widget.window()
    where = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), where, QPoint(0, 120 * notches))


def of_files(*paths: Path) -> QMimeData:
    """Files, as a file manager hands them over."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(target: QWidget, data: QMimeData) -> bool:
    """Drag something over a widget, and drop it there; say whether it was welcome."""
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left, at = Qt.MouseButton.LeftButton, QPoint(300, 300)
    enter = QDragEnterEvent(at, copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        fall = QDropEvent(QPointF(at), copy, data, left, none, QEvent.Type.Drop)
        QApplication.sendEvent(target, fall)
    return enter.isAccepted()
