"""The decoded manifold: which tiles a canvas wants, in what order, and what is kept of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import DARK
from aeviewer.app.views.map.manifold import Manifold
from aeviewer.app.views.map.tiles import SIDE, Tile, level_for, wanted
from aeviewer.session.view import Camera

VIEW = Viewport(Camera((0.3, -0.2), 6.0), 900, 700)

cameras = st.builds(
    Camera,
    st.tuples(st.floats(-100, 100), st.floats(-100, 100)),
    st.floats(1e-3, 1e3),
)


def plain(colour: str = "#ffffff") -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@given(cameras, st.floats(8, 64))
def test_a_picture_is_as_wide_as_asked_for_and_less_than_twice(
    camera: Camera, pixels: float
) -> None:
    view = Viewport(camera, 900, 700)
    side = 2.0 ** level_for(view, pixels) * view.scale
    assert pixels * 0.999 <= side < 2.001 * pixels


@given(cameras)
def test_the_tiles_of_each_level_cover_the_canvas_without_overlap(camera: Camera) -> None:
    view = Viewport(camera, 640, 480)
    tiles = wanted(view, 28)
    finest = level_for(view, 28)
    assert {tile.level for tile in tiles} == {finest, finest + 1, finest + 2}
    left, bottom, right, top = view.bounds
    for level in (finest, finest + 1, finest + 2):
        of_level = [tile for tile in tiles if tile.level == level]
        assert len(of_level) == len(set(of_level))
        assert min(tile.bounds[0] for tile in of_level) <= left
        assert min(tile.bounds[1] for tile in of_level) <= bottom
        assert max(tile.bounds[2] for tile in of_level) >= right
        assert max(tile.bounds[3] for tile in of_level) >= top


def test_coarse_ones_come_first_and_the_middle_before_the_edge() -> None:
    tiles = wanted(VIEW, 28)
    levels = [tile.level for tile in tiles]
    assert levels == sorted(levels, reverse=True)
    finest = [tile for tile in tiles if tile.level == levels[-1]]
    x, y = VIEW.camera.centre
    left, bottom, right, top = finest[0].bounds
    assert left <= x + (right - left) / 2
    assert left - (right - left) / 2 <= x <= right + (right - left) / 2
    assert bottom - (top - bottom) / 2 <= y <= top + (top - bottom) / 2


def test_the_places_of_a_tile_are_the_middles_of_its_pictures_from_the_top() -> None:
    places = Tile(-1, 2, -1).places()  # pictures of half a unit, tiles of four units
    assert len(places) == SIDE * SIDE
    assert places[0] == (8.25, -0.25)
    assert places[1] == (8.75, -0.25)
    assert places[SIDE] == (8.25, -0.75)
    assert places[-1] == (11.75, -3.75)


def test_what_is_there_is_not_missing_until_the_weights_are_newer() -> None:
    manifold = Manifold()
    lacking = manifold.missing(VIEW, 5)
    for tile in lacking:
        manifold.put(tile, plain(), 5)
    assert manifold.missing(VIEW, 5) == []
    assert manifold.missing(VIEW, 6) == lacking
    manifold.clear()
    assert manifold.missing(VIEW, 5) == lacking


def test_large_pictures_are_given_more_room_but_not_all() -> None:
    manifold = Manifold()
    few = []
    for size in (8, 28, 64, 500):
        manifold.set_size(size)
        few.append(len(manifold.missing(VIEW, 0)))
    assert few[0] == few[1] > few[2] == few[3]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aeviewer.app.views.map.manifold._KEPT", 10 * 2 * plain().sizeInBytes())
    manifold = Manifold()
    tiles = [Tile(0, column, 0) for column in range(50)]
    for tile in tiles:
        manifold.put(tile, plain(), 0)
    assert len(manifold._tiles) == 10
    assert list(manifold._tiles) == tiles[-10:]


def test_a_finer_tile_hides_the_coarser_one_below() -> None:
    view = Viewport(Camera((4.0, 4.0), 8.0), 224, 224)  # pictures of one unit are 28 pixels wide
    manifold = Manifold()
    manifold.put(Tile(1, 0, 0), plain("#ff0000"), 0)
    assert painted(manifold, view).pixelColor(50, 50).red() > 100
    manifold.put(Tile(0, 0, 0), plain("#00ff00"), 0)
    seen = painted(manifold, view).pixelColor(50, 50)
    assert seen.green() > 100 > seen.red()
    near = replace(view, camera=Camera((4.0, 4.0), 32.0))
    manifold.put(Tile(2, 0, 0), plain("#0000ff"), 0)
    assert painted(manifold, near).pixelColor(112, 112).blue() > 100  # the finer is too fine here


def painted(manifold: Manifold, view: Viewport) -> QImage:
    canvas = QImage(round(view.width), round(view.height), QImage.Format.Format_RGB32)
    canvas.fill(QColor(DARK.ground))
    painter = QPainter(canvas)
    manifold.paint(painter, view, DARK)
    painter.end()
    return canvas
