"""A widget that may need more room than there is: it scrolls there, and nowhere else."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from aeviewer.app.look.scale import px

_LEAST = 160  # pixels of what is in sight


class Scrolled(QScrollArea):
    """Gives a widget all its room, and as much as it needs where that is more.

    Qt's own way to do so would give what has wrapped words its preferred height, not its least.
    """

    def __init__(self, content: QWidget, *, sideways: bool = False) -> None:
        """Make one; `sideways` it may be narrower than its content, too."""
        super().__init__()
        self._content, self._sideways = content, sideways
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes it, and scrolls it
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """As large as the content would be."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as the content must be, and a bar beside it; or, sideways, small."""
        least = self._least()
        if self._sideways:
            return least.boundedTo(QSize(px(_LEAST), px(_LEAST)))
        beside = self._bar() if self._content.height() > self.maximumViewportSize().height() else 0
        return QSize(least.width() + beside, min(least.height(), px(_LEAST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what the content needs."""
        done = super().eventFilter(watched, event)
        mine = watched is self._content and self._content.parent() is self.viewport()
        if mine and event.type() == QEvent.Type.LayoutRequest:  # not of what was taken out
            self._fit()
            self.updateGeometry()
        return done

    def _fit(self) -> None:
        room, least = self.maximumViewportSize(), self._least()
        if max(least.height(), self._height_in(room.width())) > room.height():
            room.setWidth(room.width() - self._bar())
        if self._sideways and least.width() > room.width():
            room.setHeight(room.height() - self._bar())
        wide = max(room.width(), least.width()) if self._sideways else room.width()
        self._content.resize(wide, max(room.height(), least.height(), self._height_in(wide)))

    def _height_in(self, width: int) -> int:
        """How high the content is at least, where it is so wide."""
        layout = self._content.layout()
        if layout is None or not layout.hasHeightForWidth():
            return 0
        return layout.minimumHeightForWidth(width)

    def _least(self) -> QSize:
        return self._content.minimumSizeHint().expandedTo(self._content.minimumSize())

    def _bar(self) -> int:
        return self.verticalScrollBar().sizeHint().width()
