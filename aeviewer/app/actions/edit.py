"""What is looked at, taken back, copied and pasted."""

from aeviewer.app.actions.action import Action
from aeviewer.words import N_

EDIT = (
    Action(
        "undo",
        N_("Undo"),
        N_("Look at what was on show before"),
        "ph.arrow-u-up-left",
        ("Ctrl+Z",),
        enabled=lambda status: status.can_undo,
    ),
    Action(
        "redo",
        N_("Redo"),
        N_("Look again at what was undone"),
        "ph.arrow-u-up-right",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        enabled=lambda status: status.can_redo,
    ),
    Action(
        "copy",
        N_("Copy state"),
        N_("Put all that is looked at on the clipboard, as text to keep, to send or to paste here"),
        "ph.clipboard-text",
        ("Ctrl+Shift+C",),
    ),
    Action(
        "copy-python",
        N_("Copy as Python"),
        N_("Put a script on the clipboard that draws what is on show by the library alone"),
        "ph.code",
        ("Ctrl+Alt+C",),
        enabled=lambda status: status.has_model,
    ),
    Action(
        "paste",
        N_("Paste"),
        N_("Look at what a copied state looks at, or let the model read a copied image"),
        "ph.clipboard",
        ("Ctrl+V",),
    ),
)
