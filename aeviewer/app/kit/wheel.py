"""Controls that leave the wheel to the page around them until they are focused."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class _Calm(QObject):
    """Turns the wheel away from a control that is not focused."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the event to the parent."""
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        if watched.hasFocus():
            return False
        event.ignore()
        return True


def calm(widget: QWidget) -> None:
    """Keep the wheel from changing a control in passing: it scrolls the page instead."""
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_Calm(widget))
