"""The command palette: type some letters of what you want, and press Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QWidget,
)
from shiboken6 import isValid

from aeviewer.app.kit import boxes
from aeviewer.app.look.theme import SPACES
from aeviewer.app.work.commands import Command
from aeviewer.app.work.palette_list import PaletteLine, PaletteModel, search
from aeviewer.words import N_, _

_WIDEST = 42  # times the height of a line
_LINES = 11  # shown at once
_TO_LIST = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_DO = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_NOT_NOW = N_("Not now")
_NONE = N_("Nothing is called that; fewer letters find more")


class Palette(QFrame):
    """Lies over the window's upper middle while one types; whoever had the focus gets it back.

    Attributes:
        done: a command was done: its name.
    """

    done = Signal(str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("palette")
        self._commands: Sequence[Command] = ()
        self._lately: Sequence[str] = ()
        self._before: QWidget | None = None
        self._line, self._list, self._tip = QLineEdit(), QListView(), QLabel()
        self._model = PaletteModel()
        self._build()
        self._line.textChanged.connect(self._search)
        self._line.installEventFilter(self)
        self._list.clicked.connect(lambda _: self._do())
        self._list.selectionModel().currentChanged.connect(self._explain)
        self.hide()

    def open(self, commands: Sequence[Command], lately: Sequence[str]) -> None:
        """Offer commands, those done last first; where it is open already, close it."""
        if self.isVisible():
            self.dismiss()
            return
        self._commands, self._lately = commands, lately
        self._before = QApplication.focusWidget()
        self._line.clear()
        self._search("")
        self.show()
        self.raise_()
        self._place()
        self._window.installEventFilter(self)  # it hears each event, so not for longer
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close it, and give the focus back."""
        if not self.isVisible():
            return
        self._window.removeEventFilter(self)
        mine = self._line.hasFocus()
        self.hide()
        if mine and self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before, self._commands = None, ()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear the keys that move in the list, and that the focus went or the window changed."""
        if watched is not self._line:
            if event.type() == QEvent.Type.Resize:
                self._place()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._heard(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            passing = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
            if event.reason() not in passing:
                self.dismiss()
        return False

    def _heard(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _TO_LIST:
            QApplication.sendEvent(self._list, event)
        elif key in _DO:
            self._do()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._move(1 if key == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        rows = self._model.rowCount()
        if rows:
            row = (self._list.currentIndex().row() + step) % rows
            self._list.setCurrentIndex(self._model.index(row))

    def _search(self, typed: str) -> None:
        self._model.show(search(typed, self._commands, self._lately))
        self._list.setCurrentIndex(self._model.index(0))
        self._list.scrollToTop()
        if not self._model.rowCount():
            self._tip.setText(_(_NONE))

    def _explain(self, current: QModelIndex) -> None:
        found = self._model.at(current.row())
        if found is None:
            return
        words = [] if found.command.action.isEnabled() else [_(_NOT_NOW)]
        self._tip.setText(": ".join(filter(None, [*words, found.command.tip])))

    def _do(self) -> None:
        found = self._model.at(self._list.currentIndex().row())
        if found is None or not found.command.action.isEnabled():
            return
        self.dismiss()
        self.done.emit(found.command.name)
        found.command.action.trigger()

    def _place(self) -> None:
        """In the upper middle, no wider than the window and as high as the list."""
        window, line = self._window, self.fontMetrics().height()
        width = min(_WIDEST * line, window.width() - 2 * SPACES[4])
        row = max(self._list.sizeHintForRow(0), line)
        self._list.setFixedHeight(min(_LINES * row, max(row, window.height() // 2)))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((window.width() - width) // 2, SPACES[4])

    def _build(self) -> None:
        self.setAccessibleName(_("Command palette"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._line.setPlaceholderText(_("Type what you want to do, a page, a layer or a model"))
        self._line.setAccessibleName(_("Command"))
        self._line.setToolTip(_("Some letters are enough; Up and Down choose, Enter does it"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(PaletteLine(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(_("Commands found"))
        self._list.setToolTip(_("Click one to do it"))
        self._tip.setObjectName("quiet")
        self._tip.setTextFormat(Qt.TextFormat.PlainText)
        self._tip.setMinimumHeight(2 * self.fontMetrics().height())
        self._tip.setWordWrap(True)
        self._tip.setContentsMargins(SPACES[2], 0, SPACES[2], 0)
        column = boxes.column(self, SPACES[1], SPACES[1])
        for widget in (self._line, self._list, self._tip):
            column.addWidget(widget)
