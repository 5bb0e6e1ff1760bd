"""All that can be done, as a table: menus, buttons and shortcuts are made from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import qtawesome
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPalette
from qtawesome.iconic_font import IconicFont

Phase = Literal["idle", "preparing", "running", "paused", "stopping"]


@dataclass(frozen=True)
class Status:
    """What the program is doing, as far as it decides what can be done.

    Attributes:
        phase: of the training.
        loaded: torch is in, so that models can be opened and trained.
        has_model: there is a model to save.
        can_undo: a gesture can be taken back.
        can_redo: a gesture can be done again.
        selecting: a drag on the map selects samples.
    """

    phase: Phase = "idle"
    loaded: bool = False
    has_model: bool = False
    can_undo: bool = False
    can_redo: bool = False
    selecting: bool = False

    @property
    def training(self) -> bool:
        """Whether a training can be spoken to."""
        return self.phase in {"running", "paused"}


def _always(_status: Status) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One thing that can be done.

    Attributes:
        id: its name in the code.
        title: its name on the screen.
        tip: what it does, in a few words.
        icon: a glyph of qtawesome.
        keys: its shortcuts; the first stands in the tool tip.
        enabled: when it can be done.
        checked: when it is switched on, for one that is a switch.
    """

    id: str
    title: str
    tip: str
    icon: str
    keys: tuple[str, ...] = ()
    enabled: Callable[[Status], bool] = _always
    checked: Callable[[Status], bool] | None = None


ACTIONS = (
    Action(
        "start",
        "Start",
        "Train a model with these knobs",
        "ph.play",
        ("F6",),
        lambda status: status.loaded and status.phase == "idle",
    ),
    Action(
        "pause",
        "Pause",
        "Pause the training, or go on",
        "ph.pause",
        ("F7",),
        lambda status: status.training,
        lambda status: status.phase == "paused",
    ),
    Action(
        "step",
        "Step",
        "Train one step, then wait",
        "ph.skip-forward",
        ("F8",),
        lambda status: status.training,
    ),
    Action(
        "stop",
        "Stop",
        "End the training and keep the model",
        "ph.stop",
        ("F9",),
        lambda status: status.training or status.phase == "preparing",
    ),
    Action(
        "twin",
        "Train a twin",
        "Train the model on show once more, with one knob flipped, and compare the two",
        "ph.copy",
        (),
        lambda status: status.has_model and status.phase == "idle",
    ),
    Action(
        "open",
        "Open checkpoint",
        "Open a model that was saved",
        "ph.folder-open",
        ("Ctrl+O",),
        lambda status: status.loaded,
    ),
    Action(
        "save",
        "Save checkpoint",
        "Save the model on show",
        "ph.floppy-disk",
        ("Ctrl+S",),
        lambda status: status.has_model,
    ),
    Action(
        "undo",
        "Undo",
        "Look at what was on show before",
        "ph.arrow-u-up-left",
        ("Ctrl+Z",),
        lambda status: status.can_undo,
    ),
    Action(
        "redo",
        "Redo",
        "Look again at what was undone",
        "ph.arrow-u-up-right",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda status: status.can_redo,
    ),
    Action(
        "copy",
        "Copy state",
        "Put all that is looked at on the clipboard, as text to keep, to send or to paste here",
        "ph.clipboard-text",
        ("Ctrl+Shift+C",),
    ),
    Action(
        "paste",
        "Paste",
        "Look at what a copied state looks at, or let the model read a copied image",
        "ph.clipboard",
        ("Ctrl+V",),
    ),
    Action(
        "lasso",
        "Lasso",
        "Select samples by drawing around them (a box: Ctrl+drag), or drag the cursor again",
        "ph.selection",
        ("S",),
        checked=lambda status: status.selecting,
    ),
    Action("layers", "Layers", "Choose what lies on the map", "ph.stack", ("L",)),
    Action("fit", "Fit map", "Show all points of the map", "ph.corners-out", ("Ctrl+0",)),
    Action("theme", "Next theme", "Switch between light and dark", "ph.circle-half", ("Ctrl+T",)),
    Action(
        "present",
        "Present",
        "Give the whole screen to the map, or take it back",
        "ph.presentation",
        ("F5",),
    ),
    Action("folder", "Set data folder", "Choose a folder of images", "ph.database", ("Ctrl+D",)),
    Action("about", "About aeviewer", "Tell the version and the bundled models", "ph.info"),
)


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
    made = QAction(action.title, parent)
    made.setObjectName(action.id)
    made.setShortcuts([QKeySequence(keys) for keys in action.keys])
    made.setToolTip(_tool_tip(action))
    made.setStatusTip(action.tip)
    made.setCheckable(action.checked is not None)
    made.triggered.connect(lambda _checked: handler())
    return made


def _tool_tip(action: Action) -> str:
    words = f"{action.tip[0].lower()}{action.tip[1:]}"
    if not action.keys:
        return f"{action.title}: {words}"
    keys = QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{action.title} ({keys}): {words}"
