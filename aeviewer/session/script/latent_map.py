"""The map: the cursor, the path through the anchors, the decoded manifold, and the samples."""

from aeviewer.session.script.ground import stops, through
from aeviewer.session.script.python import names, numbers, points
from aeviewer.session.script.shown import Scatter, Shown
from aeviewer.session.view import View

_RELAXED = (24, 200)  # points of a leg, and iterations: as in the window


def cursor(view: View, shown: Shown) -> str:
    """The picture that the probe shows."""
    return f"""\
# The picture at the cursor.
z = plane.lift({points([view.cursor])}{through(view.base, shown)})
save(decode(z), 1, "cursor.png")"""


def path(view: View, shown: Shown) -> str:
    """The strip of the path; nothing where it has no two anchors."""
    if len(view.anchors) < 2:
        return ""
    shape = "slerp" if view.path == "slerp" else "lerp"
    closed = ", closed=True" if view.is_loop else ""
    walk = f'chain(stops, places, "{shape}"{closed})'
    relaxing = ""
    if view.path == "geodesic" and not shown.discrete:
        relaxing, walk = _relaxing(view), 'chain(string, places, "lerp")'
    return f"""\
# The path through the anchors, at {shown.strip} places from its beginning to its end.
{stops(view.anchors, shown)}
{relaxing}places = torch.linspace(0, 1, {shown.strip})
save(decode({walk}), len(places), "path.png")"""


def manifold(view: View, shown: Shown) -> str:
    """The decoded manifold, as far as it is in sight."""
    cells = shown.cells
    if cells is None:
        return ""
    (left, right), (bottom, top) = cells.columns, cells.rows
    return f"""\
# The decoded manifold: a picture for each cell in sight, row by row from the top.
side = {cells.side!r}
across = side * (torch.arange({left}, {right}) + 0.5)
up = side * (torch.arange({top - 1}, {bottom - 1}, -1) + 0.5)
points = torch.cartesian_prod(up, across).flip(1)
z = plane.lift(points{through(view.base, shown)})
save(torch.cat([decode(part) for part in z.split(256)]), len(across), "manifold.png")"""


def scatter(view: View, shown: Shown) -> str:
    """The samples, as they lie in the window's map."""
    if shown.scatter is None or not shown.samples:
        return ""
    told = _by_class(view, shown.scatter) if shown.labelled else _by_none(shown.scatter)
    sides = ", ".join(f"{bound:.6g}" for bound in shown.scatter.bounds)
    return f"""\
# The samples in sight{", each in the colour of its class" if shown.labelled else ""}.
LEFT, BOTTOM, RIGHT, TOP = {sides}
scatter = Image.new("RGB", {shown.scatter.size}, "{shown.scatter.ground}")
pen = ImageDraw.Draw(scatter)
spots = plane.project(latents)
x = (spots[:, 0] - LEFT) / (RIGHT - LEFT) * scatter.width
y = (TOP - spots[:, 1]) / (TOP - BOTTOM) * scatter.height
{told}
scatter.save("points.png")
print("points.png")"""


def _by_class(view: View, scatter: Scatter) -> str:
    """Write each sample in the colour of its class; the last colour is of those without one."""
    dot = f"pen.circle(place, {scatter.radius:g}, COLOURS[label])"
    return "\n".join([
        f"COLOURS = {names(scatter.colours)}",
        *([f"HIDDEN = {numbers(sorted(view.hidden))}"] if view.hidden else []),
        "for place, label in zip(torch.stack([x, y], 1).tolist(), labels.tolist()):",
        *(["    if label not in HIDDEN:", f"        {dot}"] if view.hidden else [f"    {dot}"]),
    ])


def _by_none(scatter: Scatter) -> str:
    return f"""\
for place in torch.stack([x, y], 1).tolist():
    pen.circle(place, {scatter.radius:g}, "{scatter.colours[-1]}")"""


def _relaxing(view: View) -> str:
    points, iterations = _RELAXED
    closing = "stops = torch.cat([stops, stops[:1]])\n" if view.is_loop else ""
    return f"""\
{closing}legs = []
for start, end in pairwise(stops):
    *_, leg = relax(lerp(start, end, torch.linspace(0, 1, {points})), decode, {iterations})
    legs.append(leg[:-1])
string = torch.cat([*legs, stops[-1:]])
"""
