"""`aeviewer screenshot`: pictures of the window, without a screen."""

import re
from pathlib import Path

from aeviewer.app.screenshot import Colours, take
from aeviewer.commands.printing import remark
from aeviewer.errors import UserError
from aeviewer.session.opening import read

_SMALLEST, _LARGEST = 320, 8192  # pixels


def screenshot(
    out: Path, size: str, theme: Colours | None = None, state: Path | None = None
) -> int:
    """Write the window and each view as PNG files into a folder.

    Raises:
        UserError: the size is not WxH within its bounds, the state cannot be opened, or the folder
            cannot be written.
    """
    view = None if state is None else read(state)
    for path in take(out, parse_size(size), theme, view):
        remark(f"wrote {path}")
    return 0


def parse_size(text: str, least: int = _SMALLEST) -> tuple[int, int]:
    """Read "1280x720" as a width and a height in pixels, each at least so many.

    Raises:
        UserError: it is not so, or out of its bounds.
    """
    found = re.fullmatch(r"(-?[0-9]{1,20})[xX](-?[0-9]{1,20})", text)
    if found is None:
        raise UserError(f"size is {text!r}; it must be WxH in pixels, such as 1280x720")
    width, height = int(found[1]), int(found[2])
    if not (least <= width <= _LARGEST and least <= height <= _LARGEST):
        raise UserError(f"size is {text}; both must lie in [{least}, {_LARGEST}]")
    return width, height
