"""The grid between four corners, and the analogy of three anchors."""

from aeviewer.session.script import ground
from aeviewer.session.script.shown import Shown
from aeviewer.session.view import View

_CORNERS, _TERMS = 4, 3


def mixed(view: View, shown: Shown) -> str:
    """The grid between four corners, or the analogy of three anchors."""
    grid = view.mixing == "grid"
    needed = _CORNERS if grid else _TERMS
    if len(view.anchors) < needed:
        return f"# This figure wants {needed} anchors; there are {len(view.anchors)}."
    stops = ground.stops(view.anchors[:needed], shown)
    if not grid:
        return f"""\
# A is to B as C is to the fourth picture.
{stops}
save(decode(torch.cat([stops, analogy(*stops)[None]])), {_TERMS + 1}, "analogy.png")"""
    shape, side = ("slerp" if view.path == "slerp" else "lerp"), min(max(view.side, 5), 15)
    return f"""\
# The surface between the corners A, B, C and D, row by row.
{stops}
save(decode(blend(stops, lattice({side}), "{shape}")), {side}, "grid.png")"""
