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
    Action(
        "guess_place",
        N_("Guess the place"),
        N_("Show a picture and ask where on the map it comes from: ten guesses, with a score"),
        "ph.map-pin",
        ("G",),
        enabled=lambda status: status.has_model,
        checked=lambda status: status.guessing == "place",
    ),
    Action(
        "guess_picture",
        N_("Guess the picture"),
        N_("Show a place on the map and ask which of four pictures lies there: ten guesses"),
        "ph.image",
        ("Shift+G",),
        enabled=lambda status: status.has_model,
        checked=lambda status: status.guessing == "picture",
    ),
)
