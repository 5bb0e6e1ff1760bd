"""A view as a Python script that makes its figure again with the library alone. No torch here."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from aeviewer.errors import UserError
from aeviewer.session.script import adversary, denoise, ground, latent_map, mix
from aeviewer.session.script.python import spelt
from aeviewer.session.script.shown import Shown
from aeviewer.session.view import View

_HEAD = '''\
"""{title}, drawn by the library of aeviewer without its window."""
'''
_MODEL = """\
MODEL = {model}  # a bundled model, a checkpoint or the folder of a run
ENLARGED = 8  # times: each pixel becomes a square

checkpoint = load(resolve(MODEL))
model = build(checkpoint, MODEL).requires_grad_(False)"""
_DECODE = '''\
def decode(z):
    """Turn flat latents (N, D) into images (N, C, H, W) in [0, 1]{told}."""
    {call}'''
_PLAIN = "return model.decode(z.reshape(-1, *model.latent_shape))"
_AS = """\
labels = torch.full((len(z),), {number})
    return model.decode_as(z.reshape(-1, *model.latent_shape), labels)"""
_SAVE = '''\
def save(images, columns, name):
    """Write images (N, C, H, W), row by row, as one picture."""
    pixels = images.mul(255).round().byte()
    rows = [torch.cat(list(row), 2) for row in pixels.split(columns)]
    picture = Image.fromarray(torch.cat(rows, 1).permute(1, 2, 0).squeeze(2).numpy())
    size = [side * ENLARGED for side in picture.size]
    picture.resize(size, Image.Resampling.NEAREST).save(name)
    print(name)'''

_PAGES: Mapping[str, Sequence[Callable[[View, Shown], str]]] = {
    "map": (latent_map.cursor, latent_map.path, latent_map.manifold),
    "denoise": (denoise.denoised,),
    "adversary": (adversary.samples,),
    "mix": (mix.mixed,),
}
_KNOWN = "turn to the map or to the page denoise, adversary or mix"

_LIBRARY: Mapping[str, Sequence[str]] = {
    "itertools": ("pairwise",),
    "pathlib": ("Path",),
    "PIL": ("Image",),
    "aeviewer.data.sources": ("open_data",),
    "aeviewer.latent.analogy": ("analogy",),
    "aeviewer.latent.corners": ("blend", "lattice"),
    "aeviewer.latent.geodesic": ("relax",),
    "aeviewer.latent.path": ("chain", "lerp"),
    "aeviewer.latent.plane": ("Plane",),
    "aeviewer.training.bundled": ("resolve",),
    "aeviewer.training.checkpoint": ("build", "load"),
    "aeviewer.training.metrics": ("encoding",),
    "aeviewer.zoo.noise": ("Noise",),
}
_STANDARD = ("itertools", "pathlib")


def script(view: View, shown: Shown) -> str:
    """Write the script of what is on show.

    Args:
        view: all that is looked at.
        shown: what the window knows of its figure beyond that.

    Raises:
        UserError: this page has no script, or this model none as it is looked at.
    """
    _check(view, shown)
    made = "\n\n".join(text for part in _PAGES[view.page] if (text := part(view, shown)))
    model = view.slots[0].model
    blocks = [_MODEL.format(model=spelt(model, shown.home)), _SAVE]
    if "decode(" in made.replace("model.decode(", ""):
        blocks.insert(1, _decode(view, shown))
    blocks.append(ground.prepared(view, shown, made) + made)
    body = "\n\n\n".join(blocks)
    head = _HEAD.format(title=f"The {view.page} page of {Path(model).name}")
    return f"{head}\n{_imports(body)}\n\n{body}\n"


def _check(view: View, shown: Shown) -> None:
    if view.page not in _PAGES:
        raise UserError(f"there is no script for the page {view.page}; {_KNOWN}")
    if view.page == "mix" and view.mixing == "attribute":
        raise UserError("there is no script for attributes; turn to the grid or to the analogy")
    if not view.slots[0].model:
        raise UserError(
            "this model is in training and not kept, so no script can open it; stop it first"
        )
    if view.moment is not None:
        raise UserError(
            f"a script opens a model as it was kept, not as it was at step {view.moment:,}; "
            "move the slider of the time to its end"
        )
    if not shown.flat and view.page in {"map", "mix"}:
        raise UserError(
            f"a script finds latents on a plane, and this map is by {view.chart}; choose PCA"
        )
    if not shown.size:
        raise UserError("the samples are being placed; copy the script once they are on the map")
    if view.page == "denoise" and not shown.samples:
        raise UserError("there are no samples here that a script could spoil; open another model")


def _decode(view: View, shown: Shown) -> str:
    if view.condition is None or not shown.conditional or view.page == "denoise":
        return _DECODE.format(told="", call=_PLAIN)
    call = _AS.format(number=view.condition)
    return _DECODE.format(told=f" of class number {view.condition}", call=call)


def _imports(body: str) -> str:
    """Import what a text uses: the standard library's, then others', then our own."""
    groups: dict[int, list[str]] = {0: [], 1: ["import torch"], 2: []}
    for module, names in _LIBRARY.items():
        used = [name for name in names if re.search(rf"(?<![.\w]){name}[.(]", body)]
        place = 0 if module in _STANDARD else 2 if module.startswith("aeviewer") else 1
        if used:
            groups[place].append(f"from {module} import {', '.join(used)}")
    return "\n\n".join("\n".join(lines) for lines in groups.values() if lines)
