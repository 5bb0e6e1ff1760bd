"""The entries of a codebook as pictures, with how often each is used; the dead ones crossed out."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import LIGHT, Theme
from aeviewer.app.views.codebook.entry import EACH, Entries, Mark, Use
from aeviewer.app.views.codebook.lines import Lines
from aeviewer.app.views.codebook.values import Counts
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _

_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CodebookEntries(QAbstractScrollArea):
    """Shows the entries in lines, in the order of their codes or of their use.

    The chosen one has a full frame, the one pointed at a dotted one.

    Attributes:
        hovered: an entry is pointed at, by mouse or keys: its code, or -1 for none.
        sighted: other entries came into sight.
    """

    hovered = Signal(int)
    sighted = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store, self._theme = store, LIGHT
        self._pictures: Mapping[int, QImage] = {}
        self._order: NDArray[np.intp] = np.empty(0, np.intp)
        self._use = Use()
        self._lit: int | None = None  # the code that is pointed at elsewhere
        self._reached = 0  # the place, in the order, that the keys go on from
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(4 * EACH.width(), 2 * EACH.height())
        self.setAccessibleName(_("Entries of the codebook"))
        self._lines = Lines(self, EACH)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        watch(self, store, self._follow, "code", "by_use")

    @property
    def pictures(self) -> Mapping[int, QImage]:
        """The pictures there are, by code."""
        return self._pictures

    @property
    def order(self) -> list[int]:
        """The codes from the first place to the last."""
        return [int(code) for code in self._order]

    def set_size(self, size: int) -> None:
        """Show a codebook of so many entries, of which nothing is known yet."""
        self._pictures, self._use, self._lit = {}, Use(), None
        self._order, self._reached = np.arange(size), 0
        self.verticalScrollBar().setValue(0)
        self._lines.measure(len(self._order))
        self.sighted.emit()

    def set_pictures(self, pictures: Mapping[int, QImage]) -> None:
        """Show these pictures, by code."""
        self._pictures = pictures
        self.viewport().update()

    def set_use(self, counts: Counts | None, whole: bool) -> None:
        """Show how often each entry is used, (K,); once the whole is counted, which ones are dead.

        Until then the order stays as it is: entries would run away from the hand.
        """
        self._use = Use(counts, whole)
        if whole or counts is None:
            self._sort()
        self.viewport().update()

    def set_lit(self, code: int | None, reveal: bool) -> None:
        """Mark an entry that is pointed at elsewhere, and scroll to it."""
        self._lit = code
        if code is not None and reveal and code < len(self._order):
            self._reached = self._number_of(code)
            self._lines.reveal(self._reached)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.viewport().update()

    def is_dead(self, code: int) -> bool:
        """Whether an entry is known to stand for nothing."""
        return self._use.is_dead(code)

    def in_sight(self) -> list[int]:
        """Codes of the entries on the screen."""
        return [int(self._order[number]) for number in self._numbers()]

    def place_of(self, code: int) -> QRectF:
        """Where an entry stands in the viewport, in sight or not."""
        return self._lines.box(self._number_of(code))

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(10 * EACH.width(), 2 * EACH.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._lines.measure(len(self._order))
        self.sighted.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice that the mouse has gone."""
        if event.type() == QEvent.Type.Leave:
            self.hovered.emit(-1)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which entry the mouse is over."""
        code = self._code_at(event.position())
        self.hovered.emit(-1 if code is None else code)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose an entry, or let go of the chosen one."""
        code = self._code_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and code is not None:
            self._reached = self._number_of(code)
            self._choose(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from entry to entry, and choose one."""
        key, last = Qt.Key(event.key()), len(self._order) - 1
        columns, page = self._lines.columns, self._lines.page
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last,
        }
        if last >= 0 and key in moves:
            self._reached = min(max(self._reached + moves[key], 0), last)
            self._lines.reveal(self._reached)
            self.hovered.emit(int(self._order[self._reached]))
        elif last >= 0 and key in _CHOOSE:
            self._choose(int(self._order[self._reached]))
        elif key == Qt.Key.Key_Escape and self._store.view.code is not None:
            self._choose(self._store.view.code)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing any more."""
        super().focusOutEvent(event)
        self.hovered.emit(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the entries in sight."""
        with painting(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), QColor(self._theme.panel))
            entries = Entries(self._theme, self._use, self.devicePixelRatioF())
            for number in self._numbers():
                code, box = int(self._order[number]), self._lines.box(number)
                entries.paint(painter, code, self._pictures.get(code), self._mark_of(code), box)
            if self.hasFocus():
                painter.setPen(self._theme.pen(self._theme.accent, 2))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _mark_of(self, code: int) -> Mark | None:
        if code == self._store.view.code:
            return Mark.CHOSEN
        return Mark.LIT if code == self._lit else None

    def _numbers(self) -> range:
        """Places of the entries on the screen."""
        return self._lines.in_sight(len(self._order))

    def _number_of(self, code: int) -> int:
        """Place of an entry in the order."""
        return int(np.flatnonzero(self._order == code)[0])

    def _code_at(self, position: QPointF) -> int | None:
        number = self._lines.at(position)
        return None if number is None or number >= len(self._order) else int(self._order[number])

    def _choose(self, code: int) -> None:
        self._store.choose(code=None if code == self._store.view.code else code)

    def _sort(self) -> None:
        """Bring the entries into the order that the view says; the reached one stays reached."""
        if not len(self._order):
            return
        reached = self._order[self._reached]
        order = np.arange(len(self._order))
        if self._store.view.by_use and self._use.counts is not None and self._use.whole:
            order = np.argsort(-self._use.counts, kind="stable")
        if not np.array_equal(order, self._order):
            seen = self._store.view.code in self.in_sight()
            self._order = order
            self._reached = self._number_of(int(reached))
            if seen:
                self._reveal_chosen()
            self.sighted.emit()

    def _reveal_chosen(self) -> None:
        """Scroll to the chosen entry, where there is one."""
        code = self._store.view.code
        if code is not None and code < len(self._order):
            self._lines.reveal(self._number_of(code))

    def _follow(self, _view: View) -> None:
        self._sort()
        self._reveal_chosen()
        self.viewport().update()

    def _on_scrolled(self) -> None:
        self.viewport().update()
        self.sighted.emit()
