"""Models, sessions, pictures and data: what is opened and kept."""

from aeviewer.app.actions.action import Action
from aeviewer.words import N_

FILE = (
    Action(
        "open",
        N_("Open checkpoint"),
        N_("Open a model that was saved"),
        "ph.folder-open",
        ("Ctrl+O",),
        enabled=lambda status: status.loaded,
    ),
    Action(
        "save",
        N_("Save checkpoint"),
        N_("Save the model on show"),
        "ph.floppy-disk",
        ("Ctrl+S",),
        enabled=lambda status: status.has_model,
    ),
    Action(
        "open_session",
        N_("Open session"),
        N_("Look at what a saved session looks at"),
        "ph.folder-notch-open",
        ("Ctrl+Shift+O",),
    ),
    Action(
        "save_session",
        N_("Save session as"),
        N_("Keep all that is looked at in a file, to open, to send or to drop here later"),
        "ph.bookmark-simple",
        ("Ctrl+Shift+S",),
    ),
    Action(
        "export",
        N_("Export"),
        N_(
            "Take away what is on show: a picture (PNG, SVG, PDF), a film (GIF, WebP, MP4), or the "
            "numbers behind it (CSV)"
        ),
        "ph.export",
        ("Ctrl+E",),
        enabled=lambda status: status.has_model,
    ),
    Action(
        "folder",
        N_("Set data folder"),
        N_("Choose a folder of images"),
        "ph.database",
        ("Ctrl+D",),
    ),
)
