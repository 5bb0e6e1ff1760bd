"""What can lie on the map, as a table: menu, shortcuts and order are made from it."""

from typing import NamedTuple

from aeviewer.words import N_


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
    LayerEntry("manifold", N_("Decoded manifold"), N_("What each place of the plane decodes to")),
    LayerEntry("classes", N_("Class map"), N_("Which class the samples around a place belong to")),
    LayerEntry(
        "holes",
        N_("Holes"),
        N_("Where samples lie thicker (orange) or thinner (blue) than the prior promises"),
    ),
    LayerEntry("metric", N_("Decoder's metric"), N_("How fast the picture changes as one moves")),
    LayerEntry(
        "steps",
        N_("Steps of equal change"),
        N_("Ellipses: in each direction, how far one must go for the same change of the picture"),
    ),
    LayerEntry("density", N_("Density"), N_("Contours that hold half, 80 and 95 % of the samples")),
    LayerEntry("prior", N_("Prior"), N_("One, two and three standard deviations of N(0, I)")),
    LayerEntry(
        "posteriors", N_("Posteriors"), N_("One standard deviation of q(z|x) around samples")
    ),
    LayerEntry("points", N_("Samples"), N_("Where the encoder puts the test images")),
    LayerEntry(
        "pull",
        N_("Pull of the model"),
        N_("The denoising field: arrows from each place towards where its picture is encoded to"),
    ),
)
"""From the bottom up."""

_ORDER = {entry.name: place for place, entry in enumerate(LAYERS)}


def toggled(layers: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Switch a layer on, in its place among the others, or off; unknown ones stay below."""
    if name in layers:
        return tuple(layer for layer in layers if layer != name)
    return tuple(sorted((*layers, name), key=lambda layer: _ORDER.get(layer, -1)))
