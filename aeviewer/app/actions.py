"""All that can be done, as a table: menus, buttons, shortcuts, the palette are made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["idle", "preparing", "running", "paused", "stopping"]
Group = Literal["File", "Edit", "Map", "Train", "Lesson", "Window", "Help"]


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
        glyphs: classes have forms of their own in every theme.
        lesson: a lesson is open.
        presenting: the window is before an audience.
        pointing: the tool at the pointer then; empty for none.
        black: the screen is black then.
        notes: the presenter's window is open.
    """

    phase: Phase = "idle"
    loaded: bool = False
    has_model: bool = False
    can_undo: bool = False
    can_redo: bool = False
    selecting: bool = False
    glyphs: bool = False
    lesson: bool = False
    presenting: bool = False
    pointing: str = ""
    black: bool = False
    notes: bool = False

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
        group: what it is listed under.
        title: its name on the screen.
        tip: what it does, in a few words.
        icon: a glyph of qtawesome.
        keys: its shortcuts; the first stands in the tool tip.
        enabled: when it can be done.
        checked: when it is switched on, for one that is a switch.
    """

    id: str
    group: Group
    title: str
    tip: str
    icon: str
    keys: tuple[str, ...] = ()
    enabled: Callable[[Status], bool] = _always
    checked: Callable[[Status], bool] | None = None


ACTIONS = (
    Action("menu", "Help", "Menu", "Open the menu of everything", "ph.list", ("F10",)),
    Action(
        "palette",
        "Help",
        "Command palette",
        "Find whatever can be done, a page, a layer or a model by some letters of its name",
        "ph.magnifying-glass",
        ("Ctrl+Shift+P",),
    ),
    Action(
        "keys",
        "Help",
        "Keys and commands",
        "Show all commands with their keys, to read or to print",
        "ph.keyboard",
        ("F1",),
    ),
    Action(
        "tour",
        "Help",
        "Tour",
        "Show around, with a few notes beside what they are about",
        "ph.compass",
    ),
    Action(
        "start",
        "Train",
        "Start",
        "Train a model with these knobs",
        "ph.play",
        ("F6",),
        lambda status: status.loaded and status.phase == "idle",
    ),
    Action(
        "pause",
        "Train",
        "Pause",
        "Pause the training, or go on",
        "ph.pause",
        ("F7",),
        lambda status: status.training,
        lambda status: status.phase == "paused",
    ),
    Action(
        "step",
        "Train",
        "Step",
        "Train one step, then wait",
        "ph.skip-forward",
        ("F8",),
        lambda status: status.training,
    ),
    Action(
        "stop",
        "Train",
        "Stop",
        "End the training and keep the model",
        "ph.stop",
        ("F9",),
        lambda status: status.training or status.phase == "preparing",
    ),
    Action(
        "twin",
        "Train",
        "Train a twin",
        "Train the model on show once more, with one knob flipped, and compare the two",
        "ph.copy",
        (),
        lambda status: status.has_model and status.phase == "idle",
    ),
    Action(
        "open",
        "File",
        "Open checkpoint",
        "Open a model that was saved",
        "ph.folder-open",
        ("Ctrl+O",),
        lambda status: status.loaded,
    ),
    Action(
        "save",
        "File",
        "Save checkpoint",
        "Save the model on show",
        "ph.floppy-disk",
        ("Ctrl+S",),
        lambda status: status.has_model,
    ),
    Action(
        "open_session",
        "File",
        "Open session",
        "Look at what a saved session looks at",
        "ph.folder-notch-open",
        ("Ctrl+Shift+O",),
    ),
    Action(
        "save_session",
        "File",
        "Save session as",
        "Keep all that is looked at in a file, to open, to send or to drop here later",
        "ph.bookmark-simple",
        ("Ctrl+Shift+S",),
    ),
    Action(
        "export",
        "File",
        "Export",
        "Make a picture or a film of what is on show, as a file to take away",
        "ph.export",
        ("Ctrl+E",),
        lambda status: status.has_model,
    ),
    Action(
        "undo",
        "Edit",
        "Undo",
        "Look at what was on show before",
        "ph.arrow-u-up-left",
        ("Ctrl+Z",),
        lambda status: status.can_undo,
    ),
    Action(
        "redo",
        "Edit",
        "Redo",
        "Look again at what was undone",
        "ph.arrow-u-up-right",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda status: status.can_redo,
    ),
    Action(
        "copy",
        "Edit",
        "Copy state",
        "Put all that is looked at on the clipboard, as text to keep, to send or to paste here",
        "ph.clipboard-text",
        ("Ctrl+Shift+C",),
    ),
    Action(
        "copy-python",
        "Edit",
        "Copy as Python",
        "Put a script on the clipboard that draws what is on show by the library alone",
        "ph.code",
        ("Ctrl+Alt+C",),
        lambda status: status.has_model,
    ),
    Action(
        "paste",
        "Edit",
        "Paste",
        "Look at what a copied state looks at, or let the model read a copied image",
        "ph.clipboard",
        ("Ctrl+V",),
    ),
    Action(
        "lasso",
        "Map",
        "Lasso",
        "Select samples by drawing around them (a box: Ctrl+drag), or drag the cursor again",
        "ph.selection",
        ("S",),
        checked=lambda status: status.selecting,
    ),
    Action("layers", "Map", "Layers", "Choose what lies on the map", "ph.stack", ("L",)),
    Action("fit", "Map", "Fit map", "Show all points of the map", "ph.corners-out", ("Ctrl+0",)),
    Action(
        "theme",
        "Window",
        "Next theme",
        "Go on to the next of the light, dark, high-contrast and projector colours",
        "ph.circle-half",
        ("Ctrl+T",),
    ),
    Action(
        "larger",
        "Window",
        "Larger text",
        "Draw all text larger, and what holds it",
        "ph.text-aa",
        ("Ctrl++", "Ctrl+="),
    ),
    Action(
        "smaller",
        "Window",
        "Smaller text",
        "Draw all text smaller, and what holds it",
        "ph.text-t",
        ("Ctrl+-",),
    ),
    Action(
        "full",
        "Window",
        "Text at 100 %",
        "Draw all text as large as it was at first",
        "ph.text-h-one",
        ("Ctrl+Shift+0",),
    ),
    Action(
        "glyphs",
        "Map",
        "Class glyphs",
        "Give each class a form of its own on the map, beside its colour; high contrast and "
        "projector always do",
        "ph.diamond",
        checked=lambda status: status.glyphs,
    ),
    Action(
        "reset_layout",
        "Window",
        "Reset layout",
        "Put the panels back where they were at first",
        "ph.layout",
    ),
    Action(
        "lessons",
        "Lesson",
        "Lessons",
        "Choose a lesson: a course from the first autoencoder to the loss laboratory",
        "ph.graduation-cap",
        ("Ctrl+L",),
    ),
    Action(
        "lesson_next",
        "Lesson",
        "Next step",
        "Go to the next step of the lesson",
        "ph.arrow-right",
        ("Alt+Right",),
        lambda status: status.lesson,
    ),
    Action(
        "lesson_back",
        "Lesson",
        "Step before",
        "Go to the step of the lesson before",
        "ph.arrow-left",
        ("Alt+Left",),
        lambda status: status.lesson,
    ),
    Action(
        "lesson_again",
        "Lesson",
        "Step again",
        "Look again at what the step of the lesson shows",
        "ph.arrow-counter-clockwise",
        ("Alt+Up",),
        lambda status: status.lesson,
    ),
    Action(
        "lesson_close",
        "Lesson",
        "Close lesson",
        "Put the lesson away; what is shown stays",
        "ph.x",
        (),
        lambda status: status.lesson,
    ),
    Action(
        "present",
        "Window",
        "Present",
        "Give a screen to the lesson, or else the map; a clicker goes through its steps, or else "
        "along the path, or else from page to page",
        "ph.presentation",
        ("F5", "Shift+F5"),
    ),
    Action(
        "presenter",
        "Window",
        "Presenter window",
        "Show notes, what comes next, the time, and what the audience sees",
        "ph.chalkboard-teacher",
        ("Ctrl+F5",),
        lambda status: status.presenting,
        lambda status: status.notes,
    ),
    Action(
        "spotlight",
        "Window",
        "Spotlight",
        "Dim all but a circle at the pointer; the wheel changes its size",
        "ph.flashlight",
        ("1",),
        lambda status: status.presenting,
        lambda status: status.pointing == "spotlight",
    ),
    Action(
        "loupe",
        "Window",
        "Loupe",
        "Magnify a circle at the pointer; the wheel changes its size, with Shift its strength",
        "ph.magnifying-glass-plus",
        ("2",),
        lambda status: status.presenting,
        lambda status: status.pointing == "loupe",
    ),
    Action(
        "laser",
        "Window",
        "Laser dot",
        "Show a red dot in the pointer's place",
        "ph.target",
        ("3",),
        lambda status: status.presenting,
        lambda status: status.pointing == "laser",
    ),
    Action(
        "black",
        "Window",
        "Black screen",
        "Show nothing (also: B, or the full stop); any key or click brings the lecture back",
        "ph.monitor",
        (),
        lambda status: status.presenting,
        lambda status: status.black,
    ),
    Action(
        "folder", "File", "Set data folder", "Choose a folder of images", "ph.database", ("Ctrl+D",)
    ),
    Action(
        "why",
        "Help",
        "Why this model",
        "Tell the idea, the formula and the pitfalls of the chosen model, and what to look for",
        "ph.question",
        ("F2",),
        lambda status: status.loaded,
    ),
    Action("about", "Help", "About aeviewer", "Tell the version and the bundled models", "ph.info"),
)
