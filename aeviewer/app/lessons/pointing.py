"""Pointing at parts of the window: a quiet frame around each, which the mouse does not feel."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QPalette, QPen, QRegion
from PySide6.QtWidgets import QScrollArea, QWidget

from aeviewer.app.kit.painting import painting

_WIDTH = 2  # pixels
_CORNER = 4
_APART = 4  # pixels between the part and its frame
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
}

Finders = Mapping[str, Callable[[], QWidget | None]]


class Frame(QWidget):
    """A frame around a part of the window, wherever that is moved; hidden while the part is.

    It is nothing but its frame: what lies within is not painted anew because of it.
    """

    def __init__(self, window: QWidget, part: QWidget) -> None:
        super().__init__(window)
        self._window, self._part = window, part
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._following = QTimer(self, interval=0, singleShot=True)
        self._following.timeout.connect(self._follow)
        self._above: list[QWidget] = []
        widget: QWidget | None = part
        while widget is not None and widget is not window:
            widget.installEventFilter(self)
            self._above.append(widget)
            widget = widget.parentWidget()
        self._follow()

    @property
    def part(self) -> QWidget:
        """What it is around."""
        return self._part

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the part."""
        if event.type() in _MOVES:
            self._following.start()  # once the whole window is laid out
        return False

    def let_go(self) -> None:
        """Point at nothing any more."""
        for widget in self._above:
            widget.removeEventFilter(self)
        self._following.stop()
        self.hide()
        self.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame in the colour of what is chosen."""
        with painting(self) as painter:
            accent = self.palette().color(QPalette.ColorRole.Accent)
            painter.setPen(QPen(accent, _WIDTH))
            inset = _WIDTH // 2
            inner = self.rect().adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(inner, _CORNER, _CORNER)

    def _follow(self) -> None:
        seen = self._seen()
        self.setVisible(not seen.isEmpty())
        if not seen.isEmpty():
            around = seen.adjusted(-_APART, -_APART, _APART, _APART)
            self.setGeometry(around.intersected(self._window.rect()))
            thick = _WIDTH + _CORNER
            inner = self.rect().adjusted(thick, thick, -thick, -thick)
            self.setMask(QRegion(self.rect()).subtracted(QRegion(inner)))
            self.raise_()

    def _seen(self) -> QRect:
        """What the widgets around the part leave of it, in the window; nothing if it is hidden.

        `visibleRegion` would leave out what the part's own children paint.
        """
        if not self._part.isVisibleTo(self._window):
            return QRect()
        areas = [
            QRect(widget.mapTo(self._window, QPoint()), widget.size()) for widget in self._above
        ]
        return reduce(QRect.intersected, areas, self._window.rect())


class Pointing:
    """Frames the parts of the window that a step names."""

    def __init__(self, window: QWidget, parts: Finders) -> None:
        self._window, self._parts = window, parts
        self._frames: list[Frame] = []

    @property
    def frames(self) -> Sequence[Frame]:
        """What is pointed out now."""
        return self._frames

    def point_at(self, names: tuple[str, ...]) -> None:
        """Frame these parts and no others; one that scrolls is brought into sight."""
        for frame in self._frames:
            frame.let_go()
        found = [part for name in names if (part := self._parts[name]()) is not None]
        for part in found:
            _bring_into_sight(part)
        self._frames = [Frame(self._window, part) for part in found]


def _bring_into_sight(part: QWidget) -> None:
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) and above.widget() is not part:
            above.ensureWidgetVisible(part)
        above = above.parentWidget()
