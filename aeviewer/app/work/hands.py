"""What hands can do on the views beyond the actions: for the cheat sheet, as a table."""

from typing import NamedTuple


class Gesture(NamedTuple):
    """One thing that a mouse or a key does somewhere.

    Attributes:
        hand: the mouse's or the keys' part.
        tip: what it does.
    """

    hand: str
    tip: str


GESTURES: dict[str, tuple[Gesture, ...]] = {
    "On the map": (
        Gesture("Drag", "Move the cursor: what lies there is decoded"),
        Gesture("Arrow keys", "Move the cursor a little; with Shift, more"),
        Gesture("Shift+click, Enter", "Set the next anchor of the path: on a sample, or free"),
        Gesture("Drag an anchor", "Move it; Delete takes it away"),
        Gesture("Ctrl+drag", "Select samples by a box; with Shift, more of them"),
        Gesture("Esc", "Select nothing"),
        Gesture("Wheel, + and -", "Zoom"),
        Gesture("Right drag, Space+drag", "Move the plane"),
        Gesture("F, Home", "Show all points"),
    ),
    "Anywhere": (
        Gesture("Tab, Shift+Tab", "Go to the next control, or back"),
        Gesture("Arrow keys, Home, End", "Move a slider that has the focus"),
        Gesture("Drop a file", "Open a checkpoint, run, session, lesson, image or data folder"),
    ),
}
