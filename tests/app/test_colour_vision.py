"""Classes are told apart by eyes that lack one kind of cone."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from aeviewer.app.look.theme import THEMES, Theme
from aeviewer.app.views.map.stamps import FORMS, glyphs_of

# What is seen without one kind of cone, of linear RGB: Machado, Oliveira & Fernandes 2009, table 1.
EYES = {
    "without red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "without green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "without blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = 0.95047, 1.0, 1.08883
APART = 15.0  # in CIELAB, where 2.3 is a difference that is just seen beside each other


def lab(colours: Sequence[str], eye: str) -> NDArray[np.float64]:
    """CIELAB (N, 3) of colours, '#rrggbb', as an eye sees them."""
    values = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    seen = (linear @ np.array(EYES[eye]).T).clip(0, 1)
    xyz = seen @ np.array(XYZ).T / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def nearest(colours: Sequence[str], eye: str) -> float:
    """How near the two most alike are."""
    return min(
        float(np.linalg.norm(one - other)) for one, other in combinations(lab(colours, eye), 2)
    )


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("count", [2, 7, 10, 13])
@pytest.mark.parametrize("eye", EYES)
def test_colours_of_classes_differ_to_every_eye(eye: str, count: int, theme: Theme) -> None:
    """By six times what is just seen: points lie apart, and are small."""
    colours = list(dict.fromkeys(theme.classes(count)))
    assert len(colours) >= min(count, 9)  # those that recur have another glyph
    assert nearest(colours, eye) > APART


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("count", [7, 10, 13, 40])
def test_no_two_classes_have_colour_and_glyph_in_common(count: int, theme: Theme) -> None:
    colours = theme.classes(count)
    forms = (glyph % FORMS for glyph in glyphs_of(colours, each=theme.glyphs))
    assert len(set(zip(colours, forms, strict=True))) == count


def test_the_measure_finds_what_is_not_told_apart() -> None:
    red_and_green = "#b07a00", "#8a8a00"
    assert nearest(red_and_green, "all") > APART > nearest(red_and_green, "without green")
