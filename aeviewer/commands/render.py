"""`aeviewer render`: the pictures, films and tables that the window exports, without a screen."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

from aeviewer.commands.opening import SAVED
from aeviewer.commands.printing import remark
from aeviewer.commands.stopping import Stop
from aeviewer.session.opening import read
from aeviewer.session.view import Slot, View
from aeviewer.training.bundled import resolve
from aeviewer.training.header import peek


def render(
    state: str,
    out: Path,
    what: str = "map",
    size: str | None = None,
    scale: int = 1,
    theme: str | None = None,
    details: tuple[Literal["path", "time"], int, int, int] = ("path", 90, 30, 64),
) -> int:
    """Write one picture, a film, or the numbers behind a picture.

    Args:
        state: file of a copied state, checkpoint, run folder, or name of a bundled model.
        out: the file; what it ends in is the format.
        what: a view, a page or the window.
        size: WxH in pixels; None for what suits the view.
        scale: pixels of the picture to each of these.
        theme: colours; None for the state's own, or light.
        details: what a film goes through, how many frames it has, how many of them in a second;
            and how many pictures a contact sheet has.

    Raises:
        UserError: the state cannot be opened, or the picture cannot be made or written.
    """
    view = view_of(state)
    from aeviewer.app.export import headless  # Qt and torch, after what can be known without them
    from aeviewer.commands.progress import FrameBar
    from aeviewer.commands.screenshot import parse_size

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


def view_of(state: str) -> View:
    """What to look at: a view that was saved, or a model as it is first looked at.

    Raises:
        UserError: there is none.
    """
    if state.lower().endswith(SAVED):
        return read(Path(state).expanduser())
    peek(resolve(state))
    return replace(View(), slots=(Slot(model=state),))
