"""From numbers to colours: one ramp for what grows, one for what has a zero, one for classes."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.heat import Heat

_Colour = tuple[int, int, int]

_OPACITY = 190  # of 255: the grid's lines and the pictures below are still to be seen
_STEPS = 256
_ENDS = {  # blue and orange, told apart by all eyes; on light and on dark paper
    False: ((43, 108, 176), (214, 104, 16)),
    True: ((96, 165, 240), (245, 150, 60)),
}


def growing(heat: Heat, _theme: Theme) -> NDArray[np.uint8]:
    """Values from low to high in viridis."""
    return np.dstack([_viridis()[_index(heat)], _opacity(heat)])


def signed(heat: Heat, theme: Theme) -> NDArray[np.uint8]:
    """Blue below zero, orange above, the paper at zero."""
    return np.dstack([signed_ramp(theme)[_index(heat)], _opacity(heat)])


def shares(heat: Heat, theme: Theme) -> NDArray[np.uint8]:
    """Densities (K, H, W) of classes: the likeliest's colour, the stronger the surer it is."""
    total = heat.values.sum(0)
    winner = heat.values.argmax(0)
    sure = np.take_along_axis(heat.values, winner[None], 0)[0] / np.maximum(total, 1e-30)
    hexes = theme.classes(len(heat.values))
    colours = np.array([[int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in hexes], np.uint8)
    unsure = 1 / max(len(heat.values), 2)
    opacity = np.clip((sure - unsure) / (1 - unsure), 0, 1) * _opacity(heat)
    return np.dstack([colours[winner], opacity.astype(np.uint8)])


def viridis(_theme: Theme | None = None) -> NDArray[np.uint8]:
    """The ramp of `growing`, (256, 3), in every theme."""
    return _viridis()


def signed_ramp(theme: Theme) -> NDArray[np.uint8]:
    """The ramp of `signed`, (256, 3)."""
    return _through(theme.ground, *_ENDS[theme.dark])


@cache
def _viridis() -> NDArray[np.uint8]:
    from cmap import Colormap  # deferred: the first paint waits

    lut = Colormap("viridis").lut(_STEPS)[:, :3]
    ramp: NDArray[np.uint8] = (lut * 255).round().astype(np.uint8)
    return ramp


@cache
def _through(ground: str, below: _Colour, above: _Colour) -> NDArray[np.uint8]:
    """From one colour to another with the paper's in the middle."""
    middle = np.array([int(ground[k : k + 2], 16) for k in (1, 3, 5)])
    t = np.linspace(-1, 1, _STEPS)[:, None]
    ends = np.where(t < 0, below, above)
    ramp: NDArray[np.uint8] = (middle + (ends - middle) * np.abs(t)).round().astype(np.uint8)
    return ramp


def _opacity(heat: Heat) -> NDArray[np.uint8]:
    shape = heat.values.shape[-2:]
    weight = np.ones(shape, np.float32) if heat.weight is None else heat.weight
    opacity: NDArray[np.uint8] = (weight * _OPACITY).astype(np.uint8)
    return opacity


def _index(heat: Heat) -> NDArray[np.intp]:
    spread = (heat.values - heat.low) / max(heat.high - heat.low, 1e-12)
    places: NDArray[np.intp] = (np.nan_to_num(spread).clip(0, 1) * (_STEPS - 1)).astype(np.intp)
    return places
