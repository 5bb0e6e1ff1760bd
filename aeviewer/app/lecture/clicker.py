"""The keys of a clicker: each has one meaning while somebody presents, whatever has the focus."""

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from aeviewer.app.guess.cover import Cover
from aeviewer.app.guess.panel import GuessPanel
from aeviewer.app.work.palette import Palette

Meaning = Literal["next", "back", "first", "last", "black", "end", "nothing"]

_KEYS: Mapping[Qt.Key, Meaning] = {
    Qt.Key.Key_PageDown: "next",
    Qt.Key.Key_Right: "next",
    Qt.Key.Key_Space: "next",
    Qt.Key.Key_Return: "next",
    Qt.Key.Key_Enter: "next",
    Qt.Key.Key_PageUp: "back",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_Backspace: "back",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Period: "black",
    Qt.Key.Key_B: "black",
    Qt.Key.Key_Escape: "end",
    Qt.Key.Key_F5: "nothing",  # many clickers send it by the button that begins
}
_WITH_SHIFT = {Qt.Key.Key_F5, Qt.Key.Key_B}  # some send the first so, caps lock the second
_ALONE = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}


def meaning(key: int, modifiers: Qt.KeyboardModifier) -> Meaning | None:
    """Say what a key means to who presents; None for a key that is left to the window."""
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    found = next((meant for known, meant in _KEYS.items() if known == key), None)
    if held == none or (held == shift and key in _WITH_SHIFT):
        return found
    return None


class Clicker:
    """Takes the keys before any widget or shortcut has them; dialogs, palette, guesses keep theirs.

    A key that is held down counts once: nothing runs away under a tired thumb.
    """

    def __init__(self, act: Callable[[Meaning], None], is_black: Callable[[], bool]) -> None:
        self._act, self._is_black = act, is_black

    def hear(self, watched: QObject, event: QEvent) -> bool:
        """Take a key if it is one of these; while the screen is black, any key brings it back."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if _keeps_its_keys(watched):
            return False
        meant = meaning(event.key(), event.modifiers())
        if self._is_black():
            meant = None if event.key() in _ALONE else "black"
        if meant is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._take(meant)
        return True

    def _take(self, meant: Meaning) -> None:
        """A list that hangs open is closed first; to Escape that is enough."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        if popup is None or meant != "end":
            self._act(meant)


def _keeps_its_keys(widget: QWidget) -> bool:
    """Whether somebody is asked something there, and answers by the keyboard."""
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, Palette | Cover | GuessPanel):
            return True
        above = above.parentWidget()
    return widget.window().windowType() == Qt.WindowType.Dialog
