"""The tour: a few quiet notes beside the real widgets, which go on as one does what they say."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QRegion
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.kit.watching import watch
from aeviewer.app.layout import Parts
from aeviewer.app.look.theme import SPACES
from aeviewer.app.work.tour_notes import NOTES, Note
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _

_WIDE = 17  # times the height of a line
_RING, _BAND = 3, 6  # pixels: how wide the frame about a widget is, and the room it takes


class Tour(QObject):
    """Shows one note after the other; nothing is modal, nothing takes the focus or a click.

    Attributes:
        ended: there is no note any more.
    """

    ended = Signal()

    def __init__(
        self, window: QMainWindow, store: Store, parts: Parts, notes: Sequence[Note] = NOTES
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._parts, self._notes = window, store, parts, notes
        self._card, self._ring = _Card(window), _Ring(window)
        self._number = -1
        self._then = store.view
        self._target: QWidget | None = None
        self._card.next.clicked.connect(self._go_on)
        self._card.skip.clicked.connect(self.end)
        watch(self, store, self._follow)

    @property
    def note(self) -> Note | None:
        """The one on show."""
        return self._notes[self._number] if self._number >= 0 else None

    def begin(self) -> None:
        """Show the first note, on the map's page."""
        self._store.choose(page="map")
        self._number = -1
        self._window.installEventFilter(self)  # it hears each event, so not for longer
        self._go_on()

    def end(self) -> None:
        """Take the note away."""
        if self._number >= 0:
            self._number = -1
            self._let_go()
            self._window.removeEventFilter(self)
            self._card.hide()
            self._ring.hide()
            self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep beside the widget, wherever it goes."""
        if event.type() in _MOVES:
            if watched is self._window and self._window.isFullScreen():
                self.end()
            else:
                self._place()
        return False

    def _go_on(self) -> None:
        if self._number + 1 == len(self._notes):
            self.end()
            return
        self._number += 1
        self._then = self._store.view
        note = self._notes[self._number]
        self._card.say(note, self._number + 1, len(self._notes))
        self._let_go()
        self._target = note.beside(self._parts)
        self._target.installEventFilter(self)
        self._place()

    def _let_go(self) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
            self._target = None

    def _follow(self, view: View) -> None:
        if self.note is not None and self.note.done(self._then, view):
            self._go_on()

    def _place(self) -> None:
        """Beside the widget; where it is hidden, at the window's foot."""
        if self._target is None:
            return
        seen = self._target.isVisible()
        corner = self._target.mapTo(self._window, QPoint(0, 0)) if seen else QPoint(0, 0)
        box = QRect(corner, self._target.size()) if seen else QRect()
        self._card.fit()
        self._card.move(beside(self._card.size(), box, self._window.rect()))
        self._card.show()
        self._card.raise_()
        self._ring.surround(box)


_MOVES = {
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.WindowStateChange,
}


def beside(card: QSize, target: QRect, room: QRect) -> QPoint:
    """Where a card lies off its target but near it; in a corner, if there is no room for that."""
    gap = SPACES[1]
    x, y = target.x(), target.y()
    middle = x + (target.width() - card.width()) // 2, y + (target.height() - card.height()) // 2
    left = QPoint(x - card.width() - gap, middle[1])
    right = QPoint(x + target.width() + gap, middle[1])
    below = QPoint(middle[0], y + target.height() + gap)
    above = QPoint(middle[0], y - card.height() - gap)
    tall = target.height() > card.height()
    order = (left, right, below, above) if tall else (below, above, left, right)
    inner = room.adjusted(gap, gap, -gap, -gap)
    for corner in order if not target.isEmpty() else ():
        box = _within(QRect(corner, card), inner)
        if inner.contains(box) and not box.intersects(target):
            return box.topLeft()
    return QPoint(inner.x(), inner.y() + inner.height() - card.height() - SPACES[4])


def _within(box: QRect, room: QRect) -> QRect:
    """Push a box into a room, as far as it fits."""
    x = max(room.left(), min(box.x(), room.right() - box.width() + 1))
    y = max(room.top(), min(box.y(), room.bottom() - box.height() + 1))
    return QRect(QPoint(x, y), box.size())


class _Card(QFrame):
    """A note with its two buttons."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("note")
        self._title, self._text, self._count = QLabel(), QLabel(), QLabel()
        self.next, self.skip = QPushButton(_("Next")), QPushButton(_("Skip the tour"))
        self._build()
        self.hide()

    def say(self, note: Note, number: int, count: int) -> None:
        """Show these words; the last note has nothing to skip."""
        self._title.setText(_(note.title))
        self._text.setText(_(note.text))
        place = _("{number} of {count}").format(number=number, count=count)
        self._count.setText(place)
        self.skip.setVisible(number != count)
        self.next.setText(_("Done") if number == count else _("Next"))
        self.setAccessibleName(
            _("Tour, {count}: {title}. {text}").format(
                count=place, title=_(note.title), text=_(note.text)
            )
        )

    def fit(self) -> None:
        """Be as wide as some words, and as high as all of them."""
        width = _WIDE * self.fontMetrics().height()
        column = self.layout()
        assert column is not None
        self.setFixedSize(width, column.totalHeightForWidth(width))

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title.setObjectName("note-title")
        self._count.setObjectName("quiet")
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.next.setToolTip(_("Go on without doing it"))
        self.skip.setToolTip(_("End the tour; the menu's Help has it again"))
        for button in (self.next, self.skip):
            button.setAccessibleName(button.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it is
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(self.skip)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACES[2], SPACES[2], SPACES[2], SPACES[1])
        column.setSpacing(SPACES[1])
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(row)


class _Ring(QWidget):
    """A frame about the widget that a note is about; clicks go through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, box: QRect) -> None:
        """Lie about a box of the window; about nothing where it is empty."""
        self.setGeometry(box)
        inner = self.rect().adjusted(_BAND, _BAND, -_BAND, -_BAND)
        self.setMask(QRegion(self.rect()) - QRegion(inner))  # what is within paints as ever
        self.setVisible(not box.isEmpty())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Just inside the widget's edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(self.palette().color(QPalette.ColorRole.Accent))
        painter.setPen(QPen(accent, _RING))
        half = _RING // 2 + 1
        painter.drawRoundedRect(self.rect().adjusted(half, half, -half, -half), 4, 4)
        painter.end()
