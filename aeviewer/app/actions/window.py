"""How the window looks, and how it is before an audience."""

from aeviewer.app.actions.action import Action
from aeviewer.words import N_

WINDOW = (
    Action(
        "theme",
        N_("Next theme"),
        N_("Go on to the next of the light, dark, high-contrast and projector colours"),
        "ph.circle-half",
        ("Ctrl+T",),
    ),
    Action(
        "larger",
        N_("Larger text"),
        N_("Draw all text larger, and what holds it"),
        "ph.text-aa",
        ("Ctrl++", "Ctrl+="),
    ),
    Action(
        "smaller",
        N_("Smaller text"),
        N_("Draw all text smaller, and what holds it"),
        "ph.text-t",
        ("Ctrl+-",),
    ),
    Action(
        "full",
        N_("Text at 100 %"),
        N_("Draw all text as large as it was at first"),
        "ph.text-h-one",
        ("Ctrl+Shift+0",),
    ),
    Action(
        "reset_layout",
        N_("Reset layout"),
        N_("Put the panels back where they were at first"),
        "ph.layout",
    ),
    Action(
        "present",
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
        N_("Presenter window"),
        N_("Show notes, what comes next, the time, and what the audience sees"),
        "ph.chalkboard-teacher",
        ("Ctrl+F5",),
        enabled=lambda status: status.presenting,
        checked=lambda status: status.notes,
    ),
    Action(
        "spotlight",
        N_("Spotlight"),
        N_("Dim all but a circle at the pointer; the wheel changes its size"),
        "ph.flashlight",
        ("1",),
        enabled=lambda status: status.presenting,
        checked=lambda status: status.pointing == "spotlight",
    ),
    Action(
        "loupe",
        N_("Loupe"),
        N_("Magnify a circle at the pointer; the wheel changes its size, with Shift its strength"),
        "ph.magnifying-glass-plus",
        ("2",),
        enabled=lambda status: status.presenting,
        checked=lambda status: status.pointing == "loupe",
    ),
    Action(
        "laser",
        N_("Laser dot"),
        N_("Show a red dot in the pointer's place"),
        "ph.target",
        ("3",),
        enabled=lambda status: status.presenting,
        checked=lambda status: status.pointing == "laser",
    ),
    Action(
        "black",
        N_("Black screen"),
        N_("Show nothing (also: B, or the full stop); any key or click brings the lecture back"),
        "ph.monitor",
        enabled=lambda status: status.presenting,
        checked=lambda status: status.black,
    ),
)
