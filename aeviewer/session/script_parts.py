"""The parts of a script: what it prepares, and one for each figure."""

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aeviewer.session.view import Anchor, View

_WIDTH = 100
_CORNERS, _TERMS = 4, 3
_RELAXED = (24, 200)  # points of a leg, and iterations: as in the window


@dataclass(frozen=True)
class Cells:
    """The decoded manifold in sight: a picture for each cell of the plane.

    Attributes:
        side: of a cell.
        columns: numbers of the first cell across and of the one after the last.
        rows: the same upwards.
    """

    side: float
    columns: tuple[int, int]
    rows: tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """What the window knows of its figure beyond the view.

    Attributes:
        size: how many dimensions a latent has.
        samples: how many samples are placed on the map.
        data: name or folder of their images; empty where the checkpoint brings latents alone.
        flat: the map is a plane.
        axes: the two dimensions that span it; None for the plane of largest variance.
        drawn: it goes through a draw from the prior, as no sample says where to look.
        conditional: the model is told classes.
        discrete: its latent is rounded, so that no path relaxes.
        strip: how many pictures there are along the path.
        cells: the decoded manifold in sight; None where it is not on show.
        noise: how many samples are drawn, are shown, and stand in a row on the adversary page.
        home: the person's folder, which a script names as such.
    """

    size: int
    samples: int = 0
    data: str = ""
    flat: bool = True
    axes: tuple[int, int] | None = None
    drawn: bool = False
    conditional: bool = False
    discrete: bool = False
    strip: int = 9
    cells: Cells | None = None
    noise: tuple[int, int, int] = (0, 0, 1)
    home: Path = Path("~")


def spelt(name: str, home: Path) -> str:
    """Write the name of something bundled or known as it is, a path from the home folder."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(home):
        return f'str(Path.home() / "{path.relative_to(home).as_posix()}")'
    return json.dumps(name, ensure_ascii=False)


def prepared(view: View, shown: Shown, made: str) -> str:
    """Write what a text of figures stands on: images, latents, the plane and its base."""
    plane = _plane(shown) if _uses(made, "plane") else ""
    placed = _latents(shown) if _uses(plane + made, "latents") else ""
    images = _images(shown) if _uses(placed + made, "images") else ""
    base = _base(view) if _uses(made, "base") else ""
    lines = "".join(f"{text}\n" for text in (images, placed, plane, base) if text)
    return f"{lines}\n" if lines else ""


def cursor(view: View, shown: Shown) -> str:
    """The picture that the probe shows."""
    return f"""\
# What the cursor stands on.
z = plane.lift({_points([view.cursor])}{_through(view.base, shown)})
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
{_stops(view.anchors, shown)}
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
z = plane.lift(points{_through(view.base, shown)})
save(torch.cat([decode(part) for part in z.split(256)]), len(across), "manifold.png")"""


def samples(view: View, shown: Shown) -> str:
    """The samples of the adversary page."""
    drawn, count, columns = shown.noise
    made = "decode(z)"
    if shown.conditional and view.condition is None:
        made = "model.decode_as(z, torch.arange(len(z)) % model.classes)"  # each class in turn
    return f"""\
# Draws from the prior, by the seed of the page.
z = model.prior({drawn}, torch.Generator().manual_seed({view.noise}))[:{count}]
save({made}, {columns}, "samples.png")"""


def denoised(view: View, shown: Shown) -> str:
    """One sample of the denoising page: clean, noisy and denoised."""
    sample = min(max(view.looked_at, 0), shown.samples - 1)
    found = f"slice({sample}, {sample + 1})"
    clean = f"images.floats({found})" if shown.data else f"decode(latents[{sample}:{sample + 1}])"
    kind, level, seed = view.spoil.kind, view.spoil.level, view.spoil.seed
    drawn = (seed * 1_000_003 + sample) % 2**63
    repeats = min(max(view.repeats, 1), 20)
    return f"""\
# One sample: clean, noisy, and what the model makes of that.
clean = {clean}
noisy = Noise("{kind}", {level!r})(clean, torch.Generator().manual_seed({drawn}))
{_holes(view)}mended = noisy
for _ in range({repeats}):
    mended = model.decode(model.encode(mended).mean)
save(torch.cat([clean, noisy, mended]), 3, "denoised.png")"""


def mixed(view: View, shown: Shown) -> str:
    """The grid between four corners, or the analogy of three anchors."""
    grid = view.mixing == "grid"
    needed = _CORNERS if grid else _TERMS
    if len(view.anchors) < needed:
        return f"# This figure wants {needed} anchors; there are {len(view.anchors)}."
    stops = _stops(view.anchors[:needed], shown)
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


def _images(shown: Shown) -> str:
    return f"images = open_data({spelt(shown.data, shown.home)}).test  # the samples"


def _latents(shown: Shown) -> str:
    if shown.data:
        return 'latents = encoding.latents(model, images)["mean"]'
    return 'latents = checkpoint.latents["mean"].float()  # of the test images'


def _plane(shown: Shown) -> str:
    axes = "" if shown.axes is None or shown.axes == (0, 1) else ", {}, {}".format(*shown.axes)
    if shown.drawn:
        return f"""\
drawn = model.prior(1, torch.Generator().manual_seed(0)).flatten()  # no sample says where to look
basis = Plane.of_axes({shown.size}{axes}).basis
plane = Plane(drawn - basis.T @ (basis @ drawn), basis, ("", ""))"""
    if shown.axes is None and shown.size > 2:
        return "plane = Plane.fit(latents)  # of largest variance"
    return f"plane = Plane.of_axes({shown.size}{axes})"


def _base(view: View) -> str:
    return f"base = {_vector(view.base)}  # what the plane does not say of z"


def _stops(anchors: Sequence[Anchor], shown: Shown) -> str:
    lines = (f"    {_stop(anchor, shown)},\n" for anchor in anchors)
    return f"stops = torch.stack([\n{''.join(lines)}])"


def _stop(anchor: Anchor, shown: Shown) -> str:
    if anchor.sample is not None and anchor.sample < shown.samples:
        return f"latents[{anchor.sample}]"
    through = f", {_vector(anchor.base)}" if len(anchor.base) == shown.size else ""
    return f"plane.lift({_points([anchor.point])}{through})[0]"


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


def _holes(view: View) -> str:
    if not view.rubbed:
        return ""
    return f"""\
rubbed = {_points(view.rubbed, "torch.float64")}
height, width = clean.shape[2:]
x, y = torch.arange(width) + 0.5, torch.arange(height)[:, None] + 0.5
for across, down in rubbed:
    far = (x - across * width) ** 2 + (y - down * height) ** 2
    noisy[0].masked_fill_(far <= max(0.09 * min(height, width), 0.71) ** 2, 0.0)
"""


def _through(base: Sequence[float], shown: Shown) -> str:
    return ", base" if len(base) == shown.size else ""


def _points(points: Iterable[tuple[float, float]], kind: str = "") -> str:
    pairs = ", ".join(f"[{float(x)!r}, {float(y)!r}]" for x, y in points)
    return f"torch.tensor([{_broken(pairs)}]{f', dtype={kind}' if kind else ''})"


def _vector(values: Sequence[float]) -> str:
    return f"torch.tensor([{_broken(', '.join(f'{value:.9g}' for value in values))}])"


def _broken(text: str) -> str:
    """Break a long list of numbers into lines."""
    if len(text) < _WIDTH // 2:
        return text
    lines = textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return f"\n{lines}\n"


def _uses(text: str, name: str) -> bool:
    code = re.sub(r"#.*", "", text)
    return re.search(rf"(?<![.\w]){name}\b(?! =)", code) is not None
