import numpy as np
import pytest
from PySide6.QtGui import QColor

from aeviewer.app.look.theme import PROJECTOR
from aeviewer.app.views.map.codes import decode, encode
from aeviewer.app.views.map.raster import Floats, Map, Raster
from aeviewer.app.views.map.stamps import FORMS, glyphs_of, outline, stamps

RED, BLUE, GREEN = 0xFF0000, 0x0000FF, 0x00FF00
PALETTE = RED, BLUE, GREEN
HERE = Map(left=0, top=20, scale=1)  # a unit is a pixel


def floats(*values: float) -> Floats:
    return np.array(values, np.float32)


def painted(
    points: list[tuple[float, float]], styles: list[int], dot: int = 1, place: Map = HERE
) -> Raster:
    raster = Raster()
    raster.resize(30, 20, 6)
    x, y = np.array(points, np.float32).reshape(-1, 2).T.copy()
    codes = encode(np.array(styles, np.intp), PALETTE)
    raster.write(place, x, y, codes, decode(PALETTE), dot)
    return raster


def stamped(points: list[tuple[float, float]], styles: list[int], radius: float = 2.0) -> Raster:
    raster = Raster()
    raster.resize(30, 20, 6)
    x, y = np.array(points, np.float32).reshape(-1, 2).T.copy()
    by = stamps(PALETTE, (0, 1, 2), radius, 0.0)
    raster.stamp(HERE, x, y, np.array(styles, np.intp), by)
    return raster


def colour(raster: Raster, column: int, row: int) -> tuple[int, int]:
    pixel = QColor(raster.image.pixelColor(column, row))
    return pixel.rgb() & 0xFFFFFF, pixel.alpha()


def ink(raster: Raster) -> int:
    """How many pixels are not clear."""
    width, height = raster.image.width(), raster.image.height()
    return sum(colour(raster, c, r)[1] > 0 for c in range(width) for r in range(height))


def test_a_point_is_a_round_dot_where_it_belongs() -> None:
    raster = painted([(10.5, 14.5)], [1])
    assert colour(raster, 10, 5) == (BLUE, 255)
    assert colour(raster, 11, 5) == colour(raster, 10, 4) == (BLUE, 255)
    assert colour(raster, 11, 6) == (BLUE, 127)
    assert ink(raster) == 9


@pytest.mark.parametrize(("dot", "pixels"), [(1, 9), (2, 25), (3, 49)])
def test_dots_grow(dot: int, pixels: int) -> None:
    raster = painted([(15.5, 10.5)], [0], dot)
    assert colour(raster, 15 + dot, 9) == (RED, 255)
    assert 0.7 * pixels <= ink(raster) <= pixels


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_many_the_last_drawn_is_in_front(order: tuple[int, int]) -> None:
    raster = painted([(10.5, 10.5), (11.5, 10.5)], list(order))
    assert colour(raster, 10, 9) == colour(raster, 11, 9) == (PALETTE[order[1]], 255)
    same = painted([(10.5, 10.5), (10.5, 10.5)], list(order))
    assert colour(same, 10, 9) == (PALETTE[order[1]], 255)


def test_a_corner_never_covers_a_dot() -> None:
    raster = painted([(10.5, 10.5), (11.5, 11.5)], [0, 1])
    assert colour(raster, 10, 9) == (RED, 255)


def test_points_off_the_image_leave_no_trace() -> None:
    far = [(-1e9, 5.0), (1e9, 5.0), (5.0, 1e9), (5.0, -1e9), (-9.0, 30.0)]
    assert ink(painted(far, [0] * 5)) == 0
    assert ink(stamped(far, [0] * 5)) == 0


def test_dots_are_cut_at_the_edge_not_wrapped() -> None:
    raster = painted([(30.5, 10.5)], [0])
    assert colour(raster, 29, 9) == (RED, 255)
    assert ink(raster) == 3
    assert all(colour(raster, 0, row)[1] == 0 for row in range(20))


def test_a_former_picture_does_not_shine_through() -> None:
    raster = painted([(5.5, 5.5), (20.5, 10.5)], [0, 1])
    none = np.empty(0, np.float32)
    raster.write(HERE, none, none, np.empty(0, np.uint16), decode(PALETTE), 1)
    assert ink(raster) == 0


def test_a_raster_becomes_smaller_and_larger() -> None:
    raster = painted([(5.5, 5.5)], [0])
    x, y = floats(5.5), floats(5.5)
    codes, colours = encode(np.zeros(1, np.intp), PALETTE), decode(PALETTE)
    for width, height in ((8, 19), (90, 70), (30, 20)):
        raster.resize(width, height, 6)
        raster.write(Map(0, height, 1), x, y, codes, colours, 1)
        assert (raster.image.width(), raster.image.height()) == (width, height)
        assert colour(raster, 5, height - 6) == (RED, 255)
        assert ink(raster) == 9


def test_more_points_than_a_block_are_all_painted() -> None:
    count = 100_000
    x = np.linspace(0, 30, count, endpoint=False, dtype=np.float32)
    raster = Raster()
    raster.resize(30, 20, 6)
    codes = encode(np.arange(count) % 3, PALETTE)
    raster.write(HERE, x, np.full(count, 10.5, np.float32), codes, decode(PALETTE), 1)
    assert all(colour(raster, column, 9)[1] == 255 for column in range(30))


def test_codes_grow_with_the_order_and_keep_the_colour() -> None:
    styles = np.arange(1_000_000) % 3
    codes = encode(styles, PALETTE)
    assert np.all(np.diff(codes.astype(np.int64) >> 2) >= 0)
    expected = np.array(PALETTE, np.uint32)[styles] | np.uint32(0xFF000000)
    np.testing.assert_array_equal(decode(PALETTE)[codes], expected)


def test_many_classes_of_few_colours_leave_room_for_the_order() -> None:
    palette = tuple(PALETTE[number % 3] for number in range(1000))
    codes = encode(np.arange(1000), palette)
    assert len(np.unique(codes)) > 900
    assert decode(palette)[codes[4]] == 0xFF0000FF


def test_a_stamp_is_smooth_and_centred() -> None:
    raster = stamped([(10.5, 10.5)], [0])
    assert colour(raster, 10, 9) == (RED, 255)
    around = [(8, 9), (12, 9), (10, 7), (10, 11)]
    alphas = {colour(raster, *place)[1] for place in around}
    assert max(alphas) - min(alphas) <= 64  # a quarter of a pixel is as fine as phases are
    assert min(alphas) > 0


def test_a_stamp_glides_within_a_pixel() -> None:
    left, right = stamped([(10.1, 10.5)], [0]), stamped([(10.9, 10.5)], [0])
    assert colour(left, 8, 9)[1] > colour(right, 8, 9)[1]
    assert colour(left, 12, 9)[1] < colour(right, 12, 9)[1]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_few_the_last_drawn_is_in_front(order: tuple[int, int]) -> None:
    raster = Raster()
    raster.resize(30, 20, 6)
    x, y = floats(10.5, 11.5), floats(10.5, 10.5)
    raster.stamp(HERE, x, y, np.array(order), stamps(PALETTE, (0, 0, 0), 3.0, 0.0))
    assert colour(raster, 10, 9) == colour(raster, 11, 9) == (PALETTE[order[1]], 255)


def test_a_rim_is_darker_than_the_dot() -> None:
    raster = Raster()
    raster.resize(30, 20, 6)
    x = y = floats(10.5)
    raster.stamp(HERE, x, y, np.zeros(1, np.intp), stamps(PALETTE, (0, 0, 0), 3.0, 1.0))
    assert colour(raster, 10, 9)[0] == RED
    assert 0x80 < colour(raster, 8, 9)[0] >> 16 < 0xF0


@pytest.mark.parametrize("radius", [2.25, 3.0, 6.0])
def test_glyphs_differ_and_write_nothing_but_themselves(radius: float) -> None:
    pictures = [outline(glyph, 25, radius) for glyph in range(FORMS)]
    for number, picture in enumerate(pictures):
        assert picture.max() > 0.6
        assert all(np.abs(picture - other).max() > 0.4 for other in pictures[:number])
        by = stamps((0xFFFFFF,), (number,), radius, 0.0)
        for colours in (by.edge_colours, by.core_colours):
            assert (colours >> 24 == colours & 0xFF).all()  # white, premultiplied
            assert (colours > 0).all()


def test_a_colour_that_returns_has_the_next_glyph() -> None:
    assert glyphs_of(["a", "b", "a", "b", "a"]) == (0, 0, 1, 1, 2)


def test_each_class_has_a_form_of_its_own_where_a_theme_wants_it() -> None:
    forms = [glyph % FORMS for glyph in glyphs_of(PROJECTOR.classes(FORMS), each=True)]
    assert sorted(forms) == list(range(FORMS))
    many = PROJECTOR.classes(30)
    looks = zip(many, (glyph % FORMS for glyph in glyphs_of(many, each=True)), strict=True)
    assert len(set(looks)) == 30
