"""Actions made from their table: what they look like, and when they can be done."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import qtawesome
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPalette
from qtawesome.iconic_font import IconicFont

from aeviewer.app.actions.action import Action, Status
from aeviewer.app.actions.table import ACTIONS
from aeviewer.words import _, language


def build(parent: QObject, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Make the actions, each answered by the handler of its id.

    Raises:
        KeyError: an action has no handler.
    """
    made = {action.id: _make(action, parent, handlers[action.id]) for action in ACTIONS}
    tint(made, QGuiApplication.palette())
    update(made, Status())
    return made


def update(made: Mapping[str, QAction], status: Status) -> None:
    """Enable and check what the status allows."""
    for action in ACTIONS:
        made[action.id].setEnabled(action.enabled(status))
        if action.checked is not None:
            made[action.id].setChecked(action.checked(status))


def tint(made: Mapping[str, QAction], palette: QPalette) -> None:
    """Draw the icons in the colours of the words beside them."""
    words, group = QPalette.ColorRole.ButtonText, QPalette.ColorGroup
    colours = {
        "color": palette.color(group.Active, words),
        "color_on": palette.color(group.Active, QPalette.ColorRole.Accent),
        "color_disabled": palette.color(group.Disabled, words),
    }
    for action in ACTIONS:
        made[action.id].setIcon(_glyphs().icon(action.icon, **colours))


@cache
def _glyphs() -> IconicFont:
    """The one font that is used; `qtawesome.icon` would read all twelve of them first."""
    folder = Path(qtawesome.get_fonts_info()[0])
    (font,), (glyphs,) = folder.glob("phosphor-*.ttf"), folder.glob("phosphor-charmap-*.json")
    return IconicFont(("ph", font.name, glyphs.name))


def _make(action: Action, parent: QObject, handler: Callable[[], None]) -> QAction:
    made = QAction(_(action.title), parent)
    made.setObjectName(action.id)
    made.setShortcuts([QKeySequence(keys) for keys in action.keys])
    made.setToolTip(_tool_tip(action))
    made.setStatusTip(_(action.tip))
    made.setCheckable(action.checked is not None)
    made.triggered.connect(lambda _checked: handler())
    return made


def _tool_tip(action: Action) -> str:
    title, words = _(action.title), _begun(_(action.tip))
    if not action.keys:
        return f"{title}: {words}"
    keys = QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{title} ({keys}): {words}"


def _begun(tip: str) -> str:
    """A tip after a colon: English goes on in a small letter, German nouns must not."""
    return f"{tip[0].lower()}{tip[1:]}" if language() == "en" else tip
