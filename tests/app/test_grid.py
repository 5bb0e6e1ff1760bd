"""The grid and its scales, as the map paints them."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import DARK, LIGHT, Theme
from aeviewer.app.views.map.grid import axis_ticks
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.session.store import Store
from aeviewer.session.view import Camera, View

POINTS = np.array([(2.9, 2.9), (2.9, 2.8)], np.float32)  # far from the axes and the numbers
WIDTH, HEIGHT = 600, 500

Make = Callable[..., LatentMap]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def made(theme: Theme = LIGHT, width: int = WIDTH, span: float = 6.0) -> LatentMap:
        view = View(camera=Camera((0.0, 0.0), span), cursor=(2.9, 2.7))
        canvas = LatentMap(Store(view))
        qtbot.addWidget(canvas)
        canvas.resize(width, HEIGHT)
        canvas.set_theme(theme)
        canvas.set_points(POINTS, None, ())
        return canvas

    return made


def shot(canvas: LatentMap) -> QImage:
    return canvas.grab().toImage()


def inked(image: QImage, x: range, y: range, theme: Theme = LIGHT) -> int:
    """How many pixels of a box are not the ground."""
    ground = QColor(theme.ground)
    return sum(image.pixelColor(column, row) != ground for column in x for row in y)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_no_line_runs_up_to_a_number_like_a_sign(make: Make, theme: Theme) -> None:
    canvas = make(theme)
    image = shot(canvas)
    column, row = (int(value) for value in canvas.viewport.to_pixel((0.0, 0.0)))
    assert not inked(image, range(4), range(HEIGHT), theme)
    assert not inked(image, range(WIDTH), range(HEIGHT - 3, HEIGHT), theme)
    assert inked(image, range(4, 40), range(row - 6, row + 6), theme)  # the 0 itself
    assert inked(image, range(column - 6, column + 6), range(HEIGHT - 19, HEIGHT - 3), theme)
    assert inked(image, range(60, 100), range(row, row + 1), theme) == 40  # and the axis
    assert inked(image, range(column, column + 1), range(200, 240), theme) == 40


def test_lines_begin_beside_long_numbers_too(make: Make) -> None:
    canvas = make(span=6e5)
    image = shot(canvas)
    row = int(canvas.viewport.to_pixel((0.0, 0.0))[1])
    wide = next(
        x for x in range(WIDTH) if inked(image, range(x, x + 1), range(row, row + 1)) and x > 40
    )
    assert wide > 48


def test_the_axes_are_named_at_their_ends(make: Make) -> None:
    canvas = make()
    bare = shot(canvas)
    canvas.set_axes(("PC 1", ""))
    across = shot(canvas)
    corner = range(WIDTH - 36, WIDTH), range(HEIGHT - 19, HEIGHT)
    assert inked(across, *corner) > inked(bare, *corner)
    assert inked(across, range(4, 40), range(4, 18)) == inked(bare, range(4, 40), range(4, 18))
    canvas.set_axes(("", "PC 2"))
    up = shot(canvas)
    assert inked(up, range(4, 40), range(4, 18)) > inked(bare, range(4, 40), range(4, 18))
    canvas.set_axes(("", ""))
    assert shot(canvas) == bare


def test_numbers_give_way_to_names(make: Make) -> None:
    canvas = make()
    for name in ("a" * 30, "b" * 300):
        canvas.set_axes((name, name))
        image = shot(canvas)
        alone = max(
            x
            for x in range(WIDTH * 3 // 5)
            if inked(image, range(x, x + 1), range(HEIGHT - 19, HEIGHT))
        )
        assert alone < WIDTH * 2 // 3 - 8
        assert not inked(
            image, range(WIDTH // 3 + 30, WIDTH // 2 - 30), range(HEIGHT - 19, HEIGHT - 17)
        )


@pytest.mark.parametrize("width", [1, 60, 240])
def test_names_on_a_narrow_map(make: Make, width: int) -> None:
    canvas = make(width=width)
    canvas.set_axes(("PC 1 of the codes", "PC 2 of the codes"))
    assert shot(canvas).width() == width


@pytest.mark.parametrize("size", [(488, 522), (744, 548), (602, 330)])
def test_two_numbers_at_least_tell_the_scale_of_each_axis(size: tuple[int, int]) -> None:
    for span in np.geomspace(1e-3, 1e3, 61):
        viewport = Viewport(Camera((0.3 * span, -0.2 * span), float(span)), *size)
        columns, rows = axis_ticks(viewport)
        left, bottom, right, top = viewport.bounds
        aside, above = 0.1 * (right - left), 0.1 * (top - bottom)
        assert sum(left + aside < x < right - aside for x in columns) > 1
        assert sum(bottom + above < y < top - above for y in rows) > 1
