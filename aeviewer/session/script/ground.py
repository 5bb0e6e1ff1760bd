"""What figures stand on: images, latents, the plane, its base, and the latents of anchors."""

from collections.abc import Sequence

from aeviewer.session.script.python import points, spelt, uses, vector
from aeviewer.session.script.shown import Shown
from aeviewer.session.view import Anchor, View


def prepared(view: View, shown: Shown, made: str) -> str:
    """Write what a text of figures stands on: images, latents, the plane and its base."""
    plane = _plane(shown) if uses(made, "plane") else ""
    below = plane + made
    labels = _labels(shown) if uses(made, "labels") else ""
    placed = _latents(shown, uses(made, "stds")) if uses(below, "latents") else ""
    images = _images(shown, uses(made, "data")) if uses(labels + placed + made, "images") else ""
    base = _base(view) if uses(made, "base") else ""
    lines = "".join(f"{text}\n" for text in (images, labels, placed, plane, base) if text)
    return f"{lines}\n" if lines else ""


def at_cursor(view: View, shown: Shown) -> str:
    """Write the latent that the cursor stands on, as `z`."""
    return f"""\
# The latent (D,) that the cursor stands on.
z = plane.lift({points([view.cursor])}{through(view.base, shown)})[0]"""


def stops(anchors: Sequence[Anchor], shown: Shown) -> str:
    """Write the latents of anchors, as `stops`."""
    lines = (f"    {_stop(anchor, shown)},\n" for anchor in anchors)
    return f"stops = torch.stack([\n{''.join(lines)}])"


def _stop(anchor: Anchor, shown: Shown) -> str:
    if anchor.sample is not None and anchor.sample < shown.samples:
        return f"latents[{anchor.sample}]"
    through = f", {vector(anchor.base)}" if len(anchor.base) == shown.size else ""
    return f"plane.lift({points([anchor.point])}{through})[0]"


def through(base: Sequence[float], shown: Shown) -> str:
    """Write the argument that lays the plane through the base, where that fits the latents."""
    return ", base" if len(base) == shown.size else ""


def _images(shown: Shown, trained: bool) -> str:
    opened = f"open_data({spelt(shown.data, shown.home)})"
    if trained:
        return f"data = {opened}\nimages = data.test  # the samples"
    return f"images = {opened}.test  # the samples"


def _labels(shown: Shown) -> str:
    return "labels = images.labels" if shown.data else 'labels = checkpoint.latents["labels"]'


def _latents(shown: Shown, stds: bool) -> str:
    """Write where the samples lie, and how wide their posteriors are."""
    if stds and shown.data:
        return """\
posteriors = encoding.latents(model, images)
latents, stds = posteriors["mean"], posteriors["std"]"""
    if shown.data:
        return 'latents = encoding.latents(model, images)["mean"]'
    widths = '\nstds = checkpoint.latents["std"].float()' if stds else ""
    return f'latents = checkpoint.latents["mean"].float()  # of the test images{widths}'


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
    return f"base = {vector(view.base)}  # what the plane does not say of z"
