"""`aeviewer render`: the pictures, films and tables that the window exports, without a screen."""

import sys
from pathlib import Path

from aeviewer.app.export import headless
from aeviewer.app.export.order import Motion
from aeviewer.commands.printing import remark
from aeviewer.commands.progress import FrameBar
from aeviewer.commands.screenshot import parse_size
from aeviewer.commands.stopping import Stop
from aeviewer.session.view import View


def render(
    view: View,
    out: Path,
    what: str = "map",
    size: str | None = None,
    scale: int = 1,
    theme: str | None = None,
    details: tuple[Motion, int, int, int] = ("path", 90, 30, 64),
) -> int:
    """Write one picture, a film, or the numbers behind a picture.

    Args:
        view: what to look at.
        out: the file; what it ends in is the format.
        what: a view, a page or the window.
        size: WxH in pixels; None for what suits the view.
        scale: pixels of the picture to each of these.
        theme: colours; None for the state's own, or light.
        details: what a film goes through, how many frames it has, how many of them in a second;
            and how many pictures a contact sheet has.

    Raises:
        UserError: the picture cannot be made or written.
    """
    sides = None if size is None else parse_size(size, least=1)
    look = headless.look_of(view, what, sides, scale, theme)
    with Stop() as stop, FrameBar(out.name) as bar:
        written = headless.render(
            view, look, out.expanduser(), details, bar.show, lambda: bool(stop.number)
        )
    if not written:
        sys.stderr.write("interrupted: nothing was written\n")
        return stop.code
    remark(f"wrote {out}")
    return 0
