"""The grid between four corners, the analogy of three anchors, and an attribute of two groups."""

from aeviewer.errors import UserError
from aeviewer.session.script import ground
from aeviewer.session.script.python import numbers
from aeviewer.session.script.shown import Group, Shown
from aeviewer.session.view import View

_CORNERS, _TERMS = 4, 3
_STRENGTHS = [number / 2 for number in range(-4, 5)]  # shown side by side


def mixed(view: View, shown: Shown) -> str:
    """The grid between four corners, or the analogy of three anchors.

    Raises:
        UserError: there are too few anchors.
    """
    if view.mixing == "attribute":
        return ""
    grid = view.mixing == "grid"
    needed = _CORNERS if grid else _TERMS
    if len(view.anchors) < needed:
        raise UserError(
            f"this figure lies between {needed} anchors, and there are {len(view.anchors)}: "
            "Shift+click the map to set them"
        )
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


def attribute(view: View, shown: Shown) -> str:
    """What one group of samples has and another has not, added to the latent at the cursor.

    Raises:
        UserError: a group is empty.
    """
    if view.mixing != "attribute":
        return ""
    without, having = shown.groups
    if not without.samples or not having.samples:
        raise UserError("an attribute is the difference of two groups; keep two, then copy again")
    return f"""\
# Two groups of samples, without the attribute and with it, and how their mean latents look.
without = {_members(without)}
having = {_members(having)}
save(decode(torch.stack([without.mean(0), having.mean(0)])), 2, "groups.png")

{ground.at_cursor(view, shown)}

# The attribute is the difference of the means: z with more and more of it.
direction = attribute(without, having)
strengths = {_STRENGTHS}
save(decode(moved(z, direction, strengths)), len(strengths), "attribute.png")

# z as it is, and with as much of it as the slider says.
save(decode(moved(z, direction, [0.0, {view.strength!r}])), 2, "added.png")"""


def _members(group: Group) -> str:
    if group.label is not None:
        return f"latents[labels == {group.label}]  # all samples of class {group.title}"
    return f"latents[{numbers(group.samples)}]"
