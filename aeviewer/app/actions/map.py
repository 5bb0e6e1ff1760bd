"""What is selected on the map, and how the map looks."""

from aeviewer.app.actions.action import Action
from aeviewer.words import N_

MAP = (
    Action(
        "lasso",
        N_("Lasso"),
        N_("Select samples by drawing around them (a box: Ctrl+drag), or drag the cursor again"),
        "ph.selection",
        ("S",),
        checked=lambda status: status.selecting,
    ),
    Action(
        "layers",
        N_("Layers"),
        N_("Choose what lies on the map"),
        "ph.stack",
        ("L",),
    ),
    Action(
        "fit",
        N_("Fit map"),
        N_("Show all points of the map"),
        "ph.corners-out",
        ("Ctrl+0",),
    ),
    Action(
        "glyphs",
        N_("Class glyphs"),
        N_(
            "Give each class a form of its own on the map, beside its colour; high contrast and "
            "projector always do"
        ),
        "ph.diamond",
        checked=lambda status: status.glyphs,
    ),
)
