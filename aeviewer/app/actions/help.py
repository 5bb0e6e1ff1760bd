"""What tells how to go on."""

from aeviewer.app.actions.action import Action
from aeviewer.words import N_

HELP = (
    Action(
        "menu",
        N_("Menu"),
        N_("Open the menu of everything"),
        "ph.list",
        ("F10",),
    ),
    Action(
        "palette",
        N_("Command palette"),
        N_("Find whatever can be done, a page, a layer or a model by some letters of its name"),
        "ph.magnifying-glass",
        ("Ctrl+Shift+P",),
    ),
    Action(
        "keys",
        N_("Keys and commands"),
        N_("Show all commands with their keys, to read or to print"),
        "ph.keyboard",
        ("F1",),
    ),
    Action(
        "tour",
        N_("Tour"),
        N_("Show around, with a few notes beside what they are about"),
        "ph.compass",
    ),
    Action(
        "why",
        N_("Why this model"),
        N_("Tell the idea, the formula and the pitfalls of the chosen model, and what to look for"),
        "ph.question",
        ("F2",),
        enabled=lambda status: status.loaded,
    ),
    Action(
        "about",
        N_("About aeviewer"),
        N_("Tell the version and the bundled models"),
        "ph.info",
    ),
)
