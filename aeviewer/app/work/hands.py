"""What hands can do on the views beyond the actions: for the cheat sheet, as a table."""

from typing import NamedTuple

from aeviewer.words import N_


class Gesture(NamedTuple):
    """One thing that a mouse or a key does somewhere.

    Attributes:
        hand: the mouse's or the keys' part.
        tip: what it does.
    """

    hand: str
    tip: str


GESTURES: dict[str, tuple[Gesture, ...]] = {
    N_("On the map"): (
        Gesture(N_("Drag"), N_("Move the cursor: what lies there is decoded")),
        Gesture(N_("Arrow keys"), N_("Move the cursor a little; with Shift, more")),
        Gesture(
            N_("Shift+click, Enter"), N_("Set the next anchor of the path: on a sample, or free")
        ),
        Gesture(N_("Drag an anchor"), N_("Move it; Delete takes it away")),
        Gesture(N_("Ctrl+drag"), N_("Select samples by a box; with Shift, more of them")),
        Gesture(N_("Esc"), N_("Select nothing")),
        Gesture(N_("Wheel, + and -"), N_("Zoom")),
        Gesture(N_("Right drag, Space+drag"), N_("Move the plane")),
        Gesture(N_("F, Home"), N_("Show all points")),
    ),
    N_("Anywhere"): (
        Gesture(N_("Tab, Shift+Tab"), N_("Go to the next control, or back")),
        Gesture(N_("Arrow keys, Home, End"), N_("Move a slider that has the focus")),
        Gesture(
            N_("Drop a file"), N_("Open a checkpoint, run, session, lesson, image or data folder")
        ),
    ),
}
