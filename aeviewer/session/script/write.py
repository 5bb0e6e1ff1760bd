"""A view as a Python script that makes its figure again with the library alone. No torch here."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from aeviewer.errors import UserError
from aeviewer.session.script import (
    adversary,
    anomaly,
    codebook,
    compare,
    denoise,
    features,
    ground,
    latent_map,
    mix,
    rates,
    traversal,
)
from aeviewer.session.script.imports import imports
from aeviewer.session.script.python import spelt, uses
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
    pixels = images.clamp(0, 1).mul(255).round().byte()
    columns = min(columns, len(pixels))
    blank = pixels.new_zeros(-len(pixels) % columns, *pixels.shape[1:])
    rows = [torch.cat(list(row), 2) for row in torch.cat([pixels, blank]).split(columns)]
    picture = Image.fromarray(torch.cat(rows, 1).permute(1, 2, 0).squeeze(2).numpy())
    size = [side * ENLARGED for side in picture.size]
    picture.resize(size, Image.Resampling.NEAREST).save(name)
    print(name)'''

_PAGES: Mapping[str, Sequence[Callable[[View, Shown], str]]] = {
    "map": (latent_map.cursor, latent_map.path, latent_map.manifold, latent_map.scatter),
    "denoise": (denoise.denoised,),
    "adversary": (adversary.samples,),
    "mix": (mix.mixed, mix.attribute),
    "anomaly": (anomaly.scores, anomaly.curves, anomaly.threshold, anomaly.ranking),
    "codebook": (codebook.sample, codebook.use, codebook.entries),
    "traversal": (traversal.rows,),
    "features": (
        features.helpers,
        features.atoms,
        features.unit,
        features.recipe,
        features.stretches,
    ),
    "compare": (compare.pictures, rates.rates),
}

_ON_PLANE = ("map", "mix", "traversal", "features", "compare")


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
    if uses(made, "decode"):
        blocks.insert(1, _decode(view, shown))
    blocks.append(ground.prepared(view, shown, made) + made)
    body = re.sub(r"\n+(?=def )|\n{4,}", "\n\n\n", "\n\n\n".join(blocks))
    head = _HEAD.format(title=f"The {view.page} page of {Path(model).name}")
    return f"{head}\n{imports(body)}\n\n{body}\n"


def _check(view: View, shown: Shown) -> None:
    if view.page not in _PAGES:
        raise UserError(f"there is no script for the page {view.page}; turn to {', '.join(_PAGES)}")
    if not view.slots[0].model:
        raise UserError(
            "this model is in training and not kept, so no script can open it; stop it first"
        )
    if view.moment is not None:
        raise UserError(
            f"a script opens a model as it was kept, not as it was at step {view.moment:,}; "
            "move the slider of the time to its end"
        )
    if not shown.flat and view.page in _ON_PLANE:
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
