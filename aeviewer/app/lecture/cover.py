"""What lies over the whole window: the black screen, and the tools at the pointer."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.lecture.tools import Tool
from aeviewer.app.look.theme import Theme
from aeviewer.words import _


class Cover(QWidget):
    """A sheet over a window, as large as it; it can be left out of a picture of the window.

    Attributes:
        left_out: nothing of it is painted: somebody takes a picture of what lies below.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.left_out = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Be as large as the window, and stay so while it is seen."""
        super().showEvent(event)
        self.setGeometry(self._window.rect())
        self._window.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow no more: the filter hears each event of the window."""
        super().hideEvent(event)
        self._window.removeEventFilter(self)

    def lay(self) -> None:
        """Lie over all else."""
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, unless somebody wants to see what lies below."""
        if not self.left_out:
            with painting(self) as painter:
                painter.setClipRegion(event.region())
                self.paint(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint the sheet."""
        raise NotImplementedError


class Curtain(Cover):
    """The black screen; it takes the mouse, so that a click does nothing but bring the window back.

    Attributes:
        clicked: it is to rise.
    """

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(_("Black screen"))
        self.setAccessibleDescription(_("Any key or click brings the lecture back"))
        self.setCursor(Qt.CursorShape.BlankCursor)

    def paint(self, painter: QPainter) -> None:
        """Let nothing be seen."""
        painter.fillRect(self.rect(), Qt.GlobalColor.black)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask to rise."""
        event.accept()
        self.clicked.emit()


class Overlay(Cover):
    """The tool at the pointer; the mouse does not feel it.

    Attributes:
        pending: what is to be painted anew because the tool has moved, until it is.
    """

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("Tool at the pointer"))
        self.pending = QRegion()
        self._tool: Tool | None = None
        self._at: QPointF | None = None
        self._below = QPixmap()
        self._theme = theme

    @property
    def tool(self) -> Tool | None:
        """What is at the pointer."""
        return self._tool

    @property
    def at(self) -> QPointF | None:
        """Where the pointer is, or None while it is elsewhere."""
        return self._at

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def take(self, tool: Tool | None) -> None:
        """Take another tool, or none."""
        self._tool = tool
        if tool is None:
            self.hide()
        else:
            self.lay()
            self.update()

    def move_to(self, at: QPointF | None) -> None:
        """Follow the pointer; only where the tool was and is now is painted anew."""
        if at == self._at:
            return
        before, self._at = self._bounds(), at
        if self.isVisible() and self._tool is not None:
            whole = self._tool.dims and (before.isNull() or at is None)
            region = QRegion(self.rect() if whole else before.united(self._bounds()))
            self.pending = self.pending.united(region)
            self.update(region)

    def set_below(self, picture: QPixmap) -> None:
        """Take a newer picture of what lies below, for what is magnified."""
        self._below = picture
        if self._tool is not None and self._tool.magnifies:
            self.pending = self.pending.united(self._bounds())
            self.update(self._bounds())

    def paint(self, painter: QPainter) -> None:
        """Paint the tool; nothing more is pending."""
        self.pending = QRegion()
        if self._tool is not None:
            self._tool.paint(painter, QRectF(self.rect()), self._at, self._below, self._theme)

    def _bounds(self) -> QRect:
        if self._tool is None or self._at is None:
            return QRect()
        return self._tool.bounds(self._at)
