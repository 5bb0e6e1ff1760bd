"""A layout like words in a text: from left to right, and on in the next line."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from aeviewer.app.look.theme import SPACES


class Wrapping(QLayout):
    """Each item has the size that it hints at, and stands in the middle of its line's height."""

    def __init__(self, parent: QWidget | None = None, gap: int = SPACES[0]) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """Number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item of this number, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It grows in none."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the lines that this width makes."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put the items there."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """One line."""
        hints = [item.sizeHint() for item in self._items]
        wide = sum(hint.width() + self.spacing() for hint in hints)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest item."""
        hints = [item.sizeHint() for item in self._items]
        return QSize(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    def _arrange(self, rect: QRect, move: bool) -> int:
        """Go through the lines; returns how high they are together."""
        y = rect.y() - self.spacing()
        for line in self._lines(rect.width()):
            x, y = rect.x(), y + self.spacing()
            high = max(hint.height() for _, hint in line)
            for item, hint in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (high - hint.height()) // 2), hint))
                x += hint.width() + self.spacing()
            y += high
        return max(y - rect.y(), 0)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Share the items out among lines of a width, each item with the size that it hints at."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if not lines or hint.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, hint))
            left -= hint.width() + self.spacing()
        return lines
