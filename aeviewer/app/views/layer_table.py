"""What can lie on the map, as a table: menu, shortcuts and order are made from it."""

from typing import NamedTuple


class LayerEntry(NamedTuple):
    """One layer that can be switched on.

    Attributes:
        name: what the view calls it.
        title: what the menu says.
        tip: what one sees, in a sentence.
    """

    name: str
    title: str
    tip: str


LAYERS = (
    LayerEntry("manifold", "Decoded manifold", "What each place of the plane decodes to"),
    LayerEntry("classes", "Class map", "Which class the samples around a place belong to"),
    LayerEntry(
        "holes",
        "Holes",
        "Where samples lie thicker (orange) or thinner (blue) than the prior promises",
    ),
    LayerEntry("metric", "Decoder's metric", "How fast the picture changes as one moves"),
    LayerEntry(
        "steps",
        "Steps of equal change",
        "Ellipses: in each direction, how far one must go for the same change of the picture",
    ),
    LayerEntry("density", "Density", "Contours that hold half, 80 and 95 % of the samples"),
    LayerEntry("prior", "Prior", "One, two and three standard deviations of N(0, I)"),
    LayerEntry("posteriors", "Posteriors", "One standard deviation of q(z|x) around samples"),
    LayerEntry("points", "Samples", "Where the encoder puts the test images"),
    LayerEntry(
        "pull",
        "Pull of the model",
        "The denoising field: arrows from each place towards where its picture is encoded to",
    ),
)
"""From the bottom up."""

_ORDER = {entry.name: place for place, entry in enumerate(LAYERS)}


def toggled(layers: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Switch a layer on, in its place among the others, or off; unknown ones stay below."""
    if name in layers:
        return tuple(layer for layer in layers if layer != name)
    return tuple(sorted((*layers, name), key=lambda layer: _ORDER.get(layer, -1)))
