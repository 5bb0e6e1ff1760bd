"""All that can be done, as a table: menus, buttons, shortcuts, the palette are made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aeviewer.words import N_

Phase = Literal["idle", "preparing", "running", "paused", "stopping"]
Group = Literal["File", "Edit", "Map", "Train", "Lesson", "Window", "Help"]


GROUPS: tuple[Group, ...] = (
    N_("File"),
    N_("Edit"),
    N_("Map"),
    N_("Train"),
    N_("Lesson"),
    N_("Window"),
    N_("Help"),
)


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
    Action("menu", "Help", N_("Menu"), N_("Open the menu of everything"), "ph.list", ("F10",)),
    Action(
        "palette",
        "Help",
        N_("Command palette"),
        N_("Find whatever can be done, a page, a layer or a model by some letters of its name"),
        "ph.magnifying-glass",
        ("Ctrl+Shift+P",),
    ),
    Action(
        "keys",
        "Help",
        N_("Keys and commands"),
        N_("Show all commands with their keys, to read or to print"),
        "ph.keyboard",
        ("F1",),
    ),
    Action(
        "tour",
        "Help",
        N_("Tour"),
        N_("Show around, with a few notes beside what they are about"),
        "ph.compass",
    ),
    Action(
        "start",
        "Train",
        N_("Start"),
        N_("Train a model with these knobs"),
        "ph.play",
        ("F6",),
        lambda status: status.loaded and status.phase == "idle",
    ),
    Action(
        "pause",
        "Train",
        N_("Pause"),
        N_("Pause the training, or go on"),
        "ph.pause",
        ("F7",),
        lambda status: status.training,
        lambda status: status.phase == "paused",
    ),
    Action(
        "step",
        "Train",
        N_("Step"),
        N_("Train one step, then wait"),
        "ph.skip-forward",
        ("F8",),
        lambda status: status.training,
    ),
    Action(
        "stop",
        "Train",
        N_("Stop"),
        N_("End the training and keep the model"),
        "ph.stop",
        ("F9",),
        lambda status: status.training or status.phase == "preparing",
    ),
    Action(
        "twin",
        "Train",
        N_("Train a twin"),
        N_("Train the model on show once more, with one knob flipped, and compare the two"),
        "ph.copy",
        (),
        lambda status: status.has_model and status.phase == "idle",
    ),
    Action(
        "open",
        "File",
        N_("Open checkpoint"),
        N_("Open a model that was saved"),
        "ph.folder-open",
        ("Ctrl+O",),
        lambda status: status.loaded,
    ),
    Action(
        "save",
        "File",
        N_("Save checkpoint"),
        N_("Save the model on show"),
        "ph.floppy-disk",
        ("Ctrl+S",),
        lambda status: status.has_model,
    ),
    Action(
        "open_session",
        "File",
        N_("Open session"),
        N_("Look at what a saved session looks at"),
        "ph.folder-notch-open",
        ("Ctrl+Shift+O",),
    ),
    Action(
        "save_session",
        "File",
        N_("Save session as"),
        N_("Keep all that is looked at in a file, to open, to send or to drop here later"),
        "ph.bookmark-simple",
        ("Ctrl+Shift+S",),
    ),
    Action(
        "export",
        "File",
        N_("Export"),
        N_(
            "Take away what is on show: a picture (PNG, SVG, PDF), a film (GIF, WebP, MP4), or the "
            "numbers behind it (CSV)"
        ),
        "ph.export",
        ("Ctrl+E",),
        lambda status: status.has_model,
    ),
    Action(
        "undo",
        "Edit",
        N_("Undo"),
        N_("Look at what was on show before"),
        "ph.arrow-u-up-left",
        ("Ctrl+Z",),
        lambda status: status.can_undo,
    ),
    Action(
        "redo",
        "Edit",
        N_("Redo"),
        N_("Look again at what was undone"),
        "ph.arrow-u-up-right",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda status: status.can_redo,
    ),
    Action(
        "copy",
        "Edit",
        N_("Copy state"),
        N_("Put all that is looked at on the clipboard, as text to keep, to send or to paste here"),
        "ph.clipboard-text",
        ("Ctrl+Shift+C",),
    ),
    Action(
        "copy-python",
        "Edit",
        N_("Copy as Python"),
        N_("Put a script on the clipboard that draws what is on show by the library alone"),
        "ph.code",
        ("Ctrl+Alt+C",),
        lambda status: status.has_model,
    ),
    Action(
        "paste",
        "Edit",
        N_("Paste"),
        N_("Look at what a copied state looks at, or let the model read a copied image"),
        "ph.clipboard",
        ("Ctrl+V",),
    ),
    Action(
        "lasso",
        "Map",
        N_("Lasso"),
        N_("Select samples by drawing around them (a box: Ctrl+drag), or drag the cursor again"),
        "ph.selection",
        ("S",),
        checked=lambda status: status.selecting,
    ),
    Action("layers", "Map", N_("Layers"), N_("Choose what lies on the map"), "ph.stack", ("L",)),
    Action(
        "fit", "Map", N_("Fit map"), N_("Show all points of the map"), "ph.corners-out", ("Ctrl+0",)
    ),
    Action(
        "theme",
        "Window",
        N_("Next theme"),
        N_("Go on to the next of the light, dark, high-contrast and projector colours"),
        "ph.circle-half",
        ("Ctrl+T",),
    ),
    Action(
        "larger",
        "Window",
        N_("Larger text"),
        N_("Draw all text larger, and what holds it"),
        "ph.text-aa",
        ("Ctrl++", "Ctrl+="),
    ),
    Action(
        "smaller",
        "Window",
        N_("Smaller text"),
        N_("Draw all text smaller, and what holds it"),
        "ph.text-t",
        ("Ctrl+-",),
    ),
    Action(
        "full",
        "Window",
        N_("Text at 100 %"),
        N_("Draw all text as large as it was at first"),
        "ph.text-h-one",
        ("Ctrl+Shift+0",),
    ),
    Action(
        "glyphs",
        "Map",
        N_("Class glyphs"),
        N_(
            "Give each class a form of its own on the map, beside its colour; high contrast and "
            "projector always do"
        ),
        "ph.diamond",
        checked=lambda status: status.glyphs,
    ),
    Action(
        "reset_layout",
        "Window",
        N_("Reset layout"),
        N_("Put the panels back where they were at first"),
        "ph.layout",
    ),
    Action(
        "lessons",
        "Lesson",
        N_("Lessons"),
        N_("Choose a lesson: a course from the first autoencoder to the loss laboratory"),
        "ph.graduation-cap",
        ("Ctrl+L",),
    ),
    Action(
        "lesson_next",
        "Lesson",
        N_("Next step"),
        N_("Go to the next step of the lesson"),
        "ph.arrow-right",
        ("Alt+Right",),
        lambda status: status.lesson,
    ),
    Action(
        "lesson_back",
        "Lesson",
        N_("Step before"),
        N_("Go to the step of the lesson before"),
        "ph.arrow-left",
        ("Alt+Left",),
        lambda status: status.lesson,
    ),
    Action(
        "lesson_again",
        "Lesson",
        N_("Step again"),
        N_("Look again at what the step of the lesson shows"),
        "ph.arrow-counter-clockwise",
        ("Alt+Up",),
        lambda status: status.lesson,
    ),
    Action(
        "handout",
        "Lesson",
        N_("Handout of the lesson"),
        N_("Make a file to take home: the words, equations and pictures of all steps"),
        "ph.file-text",
        (),
        lambda status: status.lesson and status.loaded,
    ),
    Action(
        "lesson_close",
        "Lesson",
        N_("Close lesson"),
        N_("Put the lesson away; what is shown stays"),
        "ph.x",
        (),
        lambda status: status.lesson,
    ),
    Action(
        "present",
        "Window",
        N_("Present"),
        N_(
            "Give a screen to the lesson, or else the map; a clicker goes through its steps, or "
            "else along the path, or else from page to page"
        ),
        "ph.presentation",
        ("F5", "Shift+F5"),
    ),
    Action(
        "presenter",
        "Window",
        N_("Presenter window"),
        N_("Show notes, what comes next, the time, and what the audience sees"),
        "ph.chalkboard-teacher",
        ("Ctrl+F5",),
        lambda status: status.presenting,
        lambda status: status.notes,
    ),
    Action(
        "spotlight",
        "Window",
        N_("Spotlight"),
        N_("Dim all but a circle at the pointer; the wheel changes its size"),
        "ph.flashlight",
        ("1",),
        lambda status: status.presenting,
        lambda status: status.pointing == "spotlight",
    ),
    Action(
        "loupe",
        "Window",
        N_("Loupe"),
        N_("Magnify a circle at the pointer; the wheel changes its size, with Shift its strength"),
        "ph.magnifying-glass-plus",
        ("2",),
        lambda status: status.presenting,
        lambda status: status.pointing == "loupe",
    ),
    Action(
        "laser",
        "Window",
        N_("Laser dot"),
        N_("Show a red dot in the pointer's place"),
        "ph.target",
        ("3",),
        lambda status: status.presenting,
        lambda status: status.pointing == "laser",
    ),
    Action(
        "black",
        "Window",
        N_("Black screen"),
        N_("Show nothing (also: B, or the full stop); any key or click brings the lecture back"),
        "ph.monitor",
        (),
        lambda status: status.presenting,
        lambda status: status.black,
    ),
    Action(
        "folder",
        "File",
        N_("Set data folder"),
        N_("Choose a folder of images"),
        "ph.database",
        ("Ctrl+D",),
    ),
    Action(
        "why",
        "Help",
        N_("Why this model"),
        N_("Tell the idea, the formula and the pitfalls of the chosen model, and what to look for"),
        "ph.question",
        ("F2",),
        lambda status: status.loaded,
    ),
    Action(
        "about",
        "Help",
        N_("About aeviewer"),
        N_("Tell the version and the bundled models"),
        "ph.info",
    ),
)
