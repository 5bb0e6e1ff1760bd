from collections.abc import Callable
from unittest.mock import Mock

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import DARK, LIGHT
from aeviewer.app.views.map.framing import Framing
from aeviewer.app.views.map.hover import HoverCard
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.map.legend import Legend
from aeviewer.app.views.map.points import Points
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Camera, Point, View
from tests.app.hands import click_again

POINTS = np.array([(0, 0), (2, 0), (2, 0), (-2, 1.5), (1, -1.5)], np.float32)
LABELS = np.array([0, 1, 0, 2, 1])
CLASSES = "zero", "one", "two"
LEFT, RIGHT, MIDDLE = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
NONE = Qt.MouseButton.NoButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier

Make = Callable[..., LatentMap]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def make(qtbot: QtBot, store: Store) -> Make:
    def made(points: NDArray[np.float32] = POINTS, labels: object = LABELS) -> LatentMap:
        canvas = LatentMap(store)
        qtbot.addWidget(canvas)
        canvas.resize(600, 500)
        canvas.set_theme(LIGHT)
        if len(points):
            canvas.set_points(points, LABELS if labels is LABELS else None, CLASSES)
        return canvas

    return made


def at(canvas: LatentMap, point: Point) -> QPoint:
    return QPointF(*canvas.viewport.to_pixel(point)).toPoint()


def move(canvas: LatentMap, place: QPoint, held: Qt.MouseButton = NONE) -> None:
    """QTest's own move is swallowed where the pointer is there already."""
    position = QPointF(place)
    given = position, canvas.mapToGlobal(position), NONE, held, PLAIN
    QApplication.sendEvent(canvas, QMouseEvent(QMouseEvent.Type.MouseMove, *given))


def drag(canvas: LatentMap, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(canvas, button, PLAIN, start)
    move(canvas, (start + end) / 2, button)
    move(canvas, end, button)
    QTest.mouseRelease(canvas, button, PLAIN, end)


def chosen(store: Store) -> Camera | None:
    return store.view.camera


def shot(canvas: LatentMap) -> QImage:
    return canvas.grab().toImage()


def colours(image: QImage) -> set[str]:
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).bits(), np.uint32)
    return {f"#{pixel & 0xFFFFFF:06x}" for pixel in np.unique(pixels)}


# -- what it shows


def test_an_empty_map_invites(make: Make) -> None:
    canvas = make(np.empty((0, 2), np.float32))
    before = shot(canvas)
    assert before.pixelColor(2, 2) == QColor(LIGHT.ground)
    assert len(colours(before)) > 2
    canvas.set_empty("Nothing here")
    assert shot(canvas) != before


def test_points_are_painted_in_their_classes_colours(make: Make) -> None:
    image = shot(make())
    names = LIGHT.classes(3)
    canvas = make()
    assert image.pixelColor(at(canvas, (-2, 1.5))).name() == names[2]
    assert image.pixelColor(at(canvas, (2, 0))).name() == names[0]  # sample 2 lies over sample 1


def test_points_without_labels_have_one_quiet_colour(make: Make) -> None:
    canvas = make(labels=None)
    assert shot(canvas).pixelColor(at(canvas, (-2, 1.5))).name() == LIGHT.quiet


@pytest.mark.parametrize("count", [300, 70_000])
def test_few_and_many_points_stand_at_the_same_place(make: Make, count: int) -> None:
    random = np.random.default_rng(0)
    points = np.array([(-1, -1), (1, 1)], np.float32)[np.arange(count) % 2]
    points += random.uniform(-1e-3, 1e-3, points.shape).astype(np.float32)
    canvas = make(points, labels=None)
    image = shot(canvas)
    for point in ((-1.0, -1.0), (1.0, 1.0)):
        assert image.pixelColor(at(canvas, point)).name() == LIGHT.quiet
    assert image.pixelColor(at(canvas, (-0.4, 0.3))).name() == LIGHT.ground


def test_the_theme_changes_all_colours(make: Make) -> None:
    canvas = make()
    shot(canvas)
    canvas.set_theme(DARK)
    image = shot(canvas)
    assert image.pixelColor(3, 3).name() == DARK.ground
    assert image.pixelColor(at(canvas, (-2, 1.5))).name() == DARK.classes(3)[2]


def test_points_without_a_finite_place_are_counted_not_drawn(make: Make) -> None:
    bad = np.array([(np.nan, 0), (1e30, 0), (0, 0), (1, 1)], np.float32)
    canvas = make(bad, labels=None)
    assert canvas.undrawn == 2
    with_note = shot(canvas)
    canvas.set_points(bad[2:], None, ())
    assert canvas.undrawn == 0
    assert shot(canvas) != with_note


def test_only_layers_that_the_view_names_are_painted(make: Make, store: Store) -> None:
    canvas = make()
    store.set(layers=("of another version",))
    assert shot(canvas).pixelColor(at(canvas, (-2, 1.5))).name() != LIGHT.classes(3)[2]
    painted: list[Viewport] = []

    class Spy:
        def paint(self, painter: object, viewport: Viewport, theme: object) -> None:  # noqa: ARG002
            painted.append(viewport)

        def key(self, _theme: object) -> None:
            return None

    canvas.add_layer("of another version", Spy())
    shot(canvas)
    assert painted == [canvas.viewport]


def test_the_path_and_the_anchors_are_painted(make: Make, store: Store) -> None:
    canvas = make()
    canvas.set_path(np.array([(-1, -1), (np.nan, 0), (-1, 1)], np.float32))
    store.set(anchors=(Anchor((-1, -1)), Anchor((-1, 1))))
    image = shot(canvas)
    assert image.pixelColor(at(canvas, (-1, 0))).name() == LIGHT.text
    for point, colour in (((-1, -1), LIGHT.anchor_a), ((-1, 1), LIGHT.anchor_b)):
        assert image.pixelColor(at(canvas, point) + QPoint(7, 0)).name() == colour


def test_the_cursor_has_a_colour_of_its_own(make: Make, store: Store) -> None:
    canvas = make()
    assert LIGHT.cursor in colours(shot(canvas))


@pytest.mark.parametrize("place", [(1e3, 0), (-1e3, 0), (0, 1e3), (0, -1e3), (1e18, 1e21)])
def test_a_cursor_far_outside_is_pointed_to(make: Make, store: Store, place: Point) -> None:
    canvas = make()
    home = canvas.viewport.camera
    store.set(cursor=place)
    assert canvas.viewport.camera == home
    image = shot(canvas)
    seen = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).name() == LIGHT.cursor
    ]
    assert 20 < len(seen) < 200
    legend = canvas.findChild(Legend)
    assert isinstance(legend, Legend)
    assert not any(legend.geometry().contains(*pixel) for pixel in seen)
    x, y = np.mean(seen, 0) - (300, 250)
    if place[0]:
        assert abs(x) > 200
        assert x * place[0] > 0
    if place[1]:
        assert abs(y) > 200
        assert y * place[1] < 0


def test_a_fit_includes_a_cursor_that_is_near(make: Make, store: Store) -> None:
    canvas = make()
    home = canvas.viewport.camera
    store.set(cursor=(5.0, 1.0))
    assert canvas.viewport.contains((5.0, 1.0))
    assert canvas.viewport.contains((-2.0, 1.5))
    store.set(cursor=(0.0, 0.0))
    canvas.fit()
    assert canvas.viewport.camera == home


def test_a_cursor_dragged_outside_is_followed_when_it_is_let_go(make: Make, store: Store) -> None:
    canvas = make()
    home = canvas.viewport.camera
    QTest.mousePress(canvas, LEFT, PLAIN, QPoint(300, 250))
    move(canvas, QPoint(300, -100), LEFT)
    canvas.set_points(POINTS * np.float32(0.99), LABELS, CLASSES)
    assert canvas.viewport.camera == home
    assert not canvas.viewport.contains(store.view.cursor)
    QTest.mouseRelease(canvas, LEFT, PLAIN, QPoint(300, -100))
    assert canvas.viewport.contains(store.view.cursor)
    assert chosen(store) is None


def test_a_chosen_camera_does_not_follow_the_cursor(make: Make, store: Store) -> None:
    canvas = make()
    store.set(camera=Camera((0.0, 0.0), 2.0))
    store.set(cursor=(3.0, 0.0))
    assert canvas.viewport.camera == Camera((0.0, 0.0), 2.0)
    canvas.fit()
    assert canvas.viewport.contains((3.0, 0.0))


@pytest.mark.parametrize("size", [(1, 1), (240, 180), (37, 900), (1600, 90)])
def test_any_size_is_painted(make: Make, size: tuple[int, int]) -> None:
    canvas = make()
    canvas.resize(*size)
    image = shot(canvas)
    assert (image.width(), image.height()) == size


@pytest.mark.parametrize("place", [(0.0, 0.0), (1e9, -1e9)])
@pytest.mark.parametrize("span", [1e-9, 1e-3, 1e6, 1e12])
def test_any_camera_is_painted(make: Make, store: Store, place: Point, span: float) -> None:
    canvas = make()
    canvas.set_path(np.array([(-1, -1), (1e30, 1), (-3, 2)], np.float32))
    store.set(anchors=(Anchor((-1.0, -1.0)), Anchor((1e9, 1e9))), cursor=(-3.0, 1e9))
    move(canvas, at(canvas, (2, 0)))
    store.set(camera=Camera(place, span))
    assert not shot(canvas).isNull()


# -- the hand


def test_dragging_moves_the_cursor_and_is_one_undo(make: Make, store: Store) -> None:
    canvas = make()
    seen: list[View] = []
    store.watch(seen.append, "cursor")
    drag(canvas, at(canvas, (-1, -1)), at(canvas, (-1, 1)))
    assert store.view.cursor == pytest.approx((-1, 1), abs=0.02)
    assert len(seen) == 3
    store.undo()
    assert store.view == View()


@pytest.mark.parametrize("button", [RIGHT, MIDDLE])
def test_the_other_buttons_pan(make: Make, store: Store, button: Qt.MouseButton) -> None:
    canvas = make()
    under = canvas.viewport.to_plane((200, 300))
    drag(canvas, QPoint(200, 300), QPoint(260, 250), button)
    assert canvas.viewport.to_plane((260, 250)) == pytest.approx(under)
    assert store.view.cursor == (0.0, 0.0)
    store.undo()
    assert chosen(store) is None


def test_space_and_drag_pans(make: Make, store: Store) -> None:
    canvas = make()
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, QPoint(200, 300), QPoint(260, 250))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert chosen(store) is not None
    assert store.view.cursor == (0.0, 0.0)
    drag(canvas, QPoint(200, 300), QPoint(260, 250))
    assert store.view.cursor != (0.0, 0.0)


def test_the_wheel_zooms_about_the_mouse(make: Make, store: Store, qtbot: QtBot) -> None:
    canvas = make()
    with qtbot.waitExposed(canvas):
        canvas.show()
    under, span = canvas.viewport.to_plane((100, 120)), canvas.viewport.camera.span
    QTest.wheelEvent(canvas.windowHandle(), QPointF(100, 120), QPoint(0, 240))
    assert canvas.viewport.camera.span == pytest.approx(span / 2**0.5)
    assert canvas.viewport.to_plane((100, 120)) == pytest.approx(under)
    QTest.mouseClick(canvas, LEFT, PLAIN, QPoint(300, 300))
    store.undo()
    assert chosen(store) is not None  # the wheel was another gesture
    store.undo()
    assert chosen(store) is None


def test_shift_and_click_puts_one_anchor_after_the_other(make: Make, store: Store) -> None:
    canvas = make()
    places = ((-1, -1), (1, 1), (-1, 0.5))
    for point in places:
        QTest.mouseClick(canvas, LEFT, SHIFT, at(canvas, point))
    for anchor, point in zip(store.view.anchors, places, strict=True):
        assert anchor.point == pytest.approx(point, abs=0.02)
        assert anchor.sample is None
    assert store.view.cursor == (0.0, 0.0)
    store.undo()
    assert len(store.view.anchors) == 2


def test_after_the_last_letter_the_nearest_anchor_moves(make: Make, store: Store) -> None:
    canvas = make()
    store.set(anchors=tuple(Anchor((0.05 * k, -1.0)) for k in range(26)))
    QTest.mouseClick(canvas, LEFT, SHIFT, at(canvas, (-0.5, -0.5)))
    assert len(store.view.anchors) == 26
    assert store.view.anchors[0].point == pytest.approx((-0.5, -0.5), abs=0.02)


def test_delete_takes_the_anchor_under_the_mouse_or_the_last(make: Make, store: Store) -> None:
    canvas = make()
    places = ((-1.0, -1.0), (1.0, 1.0), (-1.0, 0.5))
    store.set(anchors=tuple(map(Anchor, places)))
    move(canvas, at(canvas, (1, 1)))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert [anchor.point for anchor in store.view.anchors] == [places[0], places[2]]
    move(canvas, at(canvas, (0, -1)))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert [anchor.point for anchor in store.view.anchors] == [places[0]]
    store.undo()
    assert len(store.view.anchors) == 2


def test_two_quick_anchors_are_two(make: Make, store: Store) -> None:
    canvas = make()
    QTest.mouseClick(canvas, LEFT, SHIFT, QPoint(100, 100))
    click_again(canvas, SHIFT, QPoint(400, 400))
    assert len(store.view.anchors) == 2


def test_anchors_snap_on_the_sample_in_front_and_go_with_it(make: Make, store: Store) -> None:
    canvas = make()
    QTest.mouseClick(canvas, LEFT, SHIFT, at(canvas, (2, 0)) + QPoint(3, 3))
    assert store.view.anchors == (Anchor((2.0, 0.0), 2),)
    canvas.set_points(POINTS + np.float32(0.25), LABELS, CLASSES)
    assert canvas.point_of_anchor(store.view.anchors[0]) == (2.25, 0.25)


def test_anchors_can_be_dragged_off_and_on_samples(make: Make, store: Store) -> None:
    canvas = make()
    store.set(anchors=(Anchor((2.0, 0.0), 2), Anchor((-1.0, -1.0))))
    drag(canvas, at(canvas, (2, 0)) + QPoint(4, 0), at(canvas, (1, 1)))
    assert store.view.anchors[0].sample is None
    assert store.view.anchors[0].point == pytest.approx((1, 1), abs=0.03)
    drag(canvas, at(canvas, (-1, -1)), at(canvas, (-2, 1.5)))
    assert store.view.anchors[1] == Anchor((-2.0, 1.5), 3)
    assert store.view.cursor == (0.0, 0.0)


def test_the_pointer_says_what_a_press_would_do(make: Make, store: Store) -> None:
    canvas = make()
    store.set(anchors=(Anchor((-1.0, -1.0)),))
    move(canvas, at(canvas, (1, 1)))
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    move(canvas, at(canvas, (-1, -1)))
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    QTest.mousePress(canvas, RIGHT, PLAIN, QPoint(300, 300))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    QTest.mouseRelease(canvas, RIGHT, PLAIN, QPoint(300, 300))


def test_a_second_button_does_not_disturb_a_drag(make: Make, store: Store) -> None:
    canvas = make()
    QTest.mousePress(canvas, LEFT, PLAIN, QPoint(100, 100))
    QTest.mousePress(canvas, RIGHT, PLAIN, QPoint(100, 100))
    move(canvas, QPoint(150, 150), LEFT)
    assert chosen(store) is None
    QTest.mouseRelease(canvas, RIGHT, PLAIN, QPoint(150, 150))
    move(canvas, QPoint(160, 160), LEFT)
    QTest.mouseRelease(canvas, LEFT, PLAIN, QPoint(160, 160))
    assert store.view.cursor == pytest.approx(canvas.viewport.to_plane((160, 160)))


# -- the keys


def test_arrows_move_the_cursor_and_a_held_key_is_one_undo(make: Make, store: Store) -> None:
    canvas = make()
    step = canvas.viewport.camera.span / 100
    QTest.keyPress(canvas, Qt.Key.Key_Right)
    QTest.keyPress(canvas, Qt.Key.Key_Right)
    QTest.keyRelease(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Up, SHIFT)
    assert store.view.cursor == pytest.approx((2 * step, 10 * step))
    store.undo()
    assert store.view.cursor == pytest.approx((2 * step, 0))
    store.undo()
    assert store.view.cursor == (0.0, 0.0)


def test_plus_and_minus_zoom_and_f_and_home_fit(make: Make, store: Store) -> None:
    canvas = make()
    home = canvas.viewport.camera
    for key in (Qt.Key.Key_F, Qt.Key.Key_Home):
        QTest.keyClick(canvas, Qt.Key.Key_Plus)
        assert canvas.viewport.camera.span < home.span
        QTest.keyClick(canvas, key)
        assert chosen(store) is None
        assert canvas.viewport.camera == home
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.viewport.camera.span > home.span


def test_enter_puts_an_anchor_at_the_cursor(make: Make, store: Store) -> None:
    canvas = make()
    store.set(cursor=(2.0, 0.0))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert store.view.anchors == (Anchor((2.0, 0.0), 2),)


def test_other_keys_are_left_to_the_window(make: Make, store: Store) -> None:
    QTest.keyClick(make(), Qt.Key.Key_Q)
    assert store.view == View()


def test_it_says_what_it_is(make: Make) -> None:
    canvas = make()
    assert canvas.accessibleName() == "Latent map"
    assert "arrow keys" in canvas.accessibleDescription()
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_focus_by_keyboard_is_shown(make: Make) -> None:
    canvas = make()
    for reason, shown in (
        (Qt.FocusReason.TabFocusReason, True),
        (Qt.FocusReason.MouseFocusReason, 0),
    ):
        canvas.focusInEvent(QFocusEvent(QFocusEvent.Type.FocusIn, reason))
        assert (shot(canvas).pixelColor(0, 100).name() == LIGHT.accent) == shown


# -- fitting


def test_it_fits_what_is_shown(make: Make, store: Store) -> None:
    canvas = make()
    left, bottom, right, top = canvas.viewport.bounds
    assert left < -2
    assert right > 2
    assert bottom < -1.5
    assert top > 1.5


def test_double_click_fits(make: Make, store: Store) -> None:
    canvas = make()
    store.set(camera=Camera((9.0, 9.0), 1.0))
    click_again(canvas, PLAIN, QPoint(300, 250))
    assert chosen(store) is None
    assert canvas.viewport.to_pixel((0, 0))[0] > 0


def test_a_fit_does_not_jitter_while_points_move(make: Make) -> None:
    canvas = make()
    home = canvas.viewport.camera
    for step in range(5):
        canvas.set_points(POINTS * np.float32(1 + 0.01 * step), LABELS, CLASSES)
        assert canvas.viewport.camera == home
    canvas.set_points(POINTS * np.float32(3), LABELS, CLASSES)
    assert canvas.viewport.camera.span > 2 * home.span
    canvas.set_points(POINTS, LABELS, CLASSES)
    assert canvas.viewport.camera.span == pytest.approx(home.span)


def test_a_chosen_camera_stays_while_points_move(make: Make, store: Store) -> None:
    canvas = make()
    store.set(camera=Camera((1.0, 1.0), 2.0))
    canvas.set_points(POINTS * np.float32(9), LABELS, CLASSES)
    canvas.resize(400, 400)
    assert canvas.viewport.camera == Camera((1.0, 1.0), 2.0)


def test_a_fit_glides_where_it_can_be_seen(make: Make, store: Store, qtbot: QtBot) -> None:
    canvas = make()
    with qtbot.waitExposed(canvas):
        canvas.show()
    home = canvas.viewport.camera
    store.set(camera=Camera((9.0, 9.0), 1.0))
    framing = canvas.findChild(Framing)
    assert isinstance(framing, Framing)
    with qtbot.waitSignal(framing.finished):
        canvas.fit()
        assert canvas.viewport.camera == Camera((9.0, 9.0), 1.0)
    assert canvas.viewport.camera == home


def test_a_camera_chosen_during_a_glide_holds(make: Make, store: Store, qtbot: QtBot) -> None:
    canvas = make()
    with qtbot.waitExposed(canvas):
        canvas.show()
    store.set(camera=Camera((9.0, 9.0), 1.0))
    canvas.fit()
    framing = canvas.findChild(Framing)
    assert isinstance(framing, Framing)
    with qtbot.waitSignal(framing.moved):
        pass
    store.set(camera=Camera((3.0, 3.0), 5.0))
    assert framing.state() == Framing.State.Stopped
    assert canvas.viewport.camera == Camera((3.0, 3.0), 5.0)


# -- hovering


def test_hovering_tells_the_sample_in_front_only_when_it_changes(make: Make, qtbot: QtBot) -> None:
    canvas = make()
    told: list[int] = []
    canvas.hovered.connect(told.append)
    for point in ((2, 0), (2.01, 0), (-2, 1.5), (0.5, 1)):
        move(canvas, at(canvas, point))
    assert told == [2, 3, -1]


def test_hidden_classes_are_not_hovered(make: Make, store: Store) -> None:
    canvas = make()
    told: list[int] = []
    canvas.hovered.connect(told.append)
    move(canvas, at(canvas, (2, 0)))
    store.set(hidden=frozenset({0}))
    store.set(hidden=frozenset({0, 1}))
    assert told == [2, 1, -1]


def test_a_point_that_moves_away_is_no_longer_hovered(make: Make, store: Store) -> None:
    canvas = make()
    told: list[int] = []
    canvas.hovered.connect(told.append)
    move(canvas, at(canvas, (-2, 1.5)))
    moved = POINTS.copy()
    moved[3] = (-1, -1)
    canvas.set_points(moved, LABELS, CLASSES)
    assert told == [3, -1]


def test_nothing_is_hovered_while_dragging(make: Make) -> None:
    canvas = make()
    told: list[int] = []
    canvas.hovered.connect(told.append)
    move(canvas, at(canvas, (2, 0)))
    drag(canvas, at(canvas, (2, 0)), at(canvas, (-2, 1.5)))
    assert told == [2, -1, 3]


def test_the_preview_is_shown_only_for_the_sample_hovered(make: Make) -> None:
    canvas = make()
    card = canvas.findChild(HoverCard)
    assert isinstance(card, HoverCard)
    move(canvas, at(canvas, (2, 0)))
    image = QImage(28, 28, QImage.Format.Format_Grayscale8)
    canvas.set_preview(3, image, "input")
    assert card.isHidden()
    canvas.set_preview(2, image, "input")
    assert not card.isHidden()
    assert canvas.rect().contains(card.geometry())
    assert not card.geometry().contains(at(canvas, (2, 0)))
    move(canvas, at(canvas, (0.5, 1)))
    assert card.isHidden()
    canvas.set_preview(-1, image, "input")
    assert card.isHidden()


# -- selecting


def selected(store: Store) -> tuple[int, ...]:
    return store.view.selection


def around(canvas: LatentMap, modifiers: Qt.KeyboardModifier, *corners: Point) -> None:
    """Drag through points of the plane."""
    pixels = [at(canvas, corner) for corner in corners]
    QTest.mousePress(canvas, LEFT, modifiers, pixels[0])
    for pixel in pixels[1:]:
        move(canvas, pixel, LEFT)
    QTest.mouseRelease(canvas, LEFT, modifiers, pixels[-1])


def test_control_and_drag_selects_by_a_box_and_is_one_undo(make: Make, store: Store) -> None:
    canvas = make()
    around(canvas, CONTROL, (-0.5, 0.5), (1.0, 0.2), (2.5, -0.5))
    assert selected(store) == (0, 1, 2)
    assert store.view.cursor == pytest.approx((0, 0))
    around(canvas, CONTROL | SHIFT, (-2.5, 1.9), (-1.5, 1.0))
    assert selected(store) == (0, 1, 2, 3)
    store.undo()
    assert selected(store) == (0, 1, 2)
    around(canvas, CONTROL, (-0.5, 1.9), (0.5, 1.0))
    assert selected(store) == ()


def test_a_lasso_takes_what_it_goes_around(make: Make, store: Store) -> None:
    canvas = make()
    store.set(tool="lasso")
    around(
        canvas, PLAIN, (-0.5, 0.5), (2.5, 0.5), (2.5, -0.5), (1.9, -0.5), (1.0, 0.3), (-0.5, -0.5)
    )
    assert selected(store) == (0, 1, 2)
    around(canvas, PLAIN, (0.5, 0.5), (2.5, 0.5), (2.5, -0.5), (0.5, -0.5))
    assert selected(store) == (1, 2)


def test_hidden_classes_are_not_selected(make: Make, store: Store) -> None:
    canvas = make()
    store.set(hidden=frozenset({0}))
    around(canvas, CONTROL, (-0.5, 0.5), (2.5, -0.5))
    assert selected(store) == (1,)


def test_the_selected_stand_out_and_are_counted_and_escape_lets_go(
    make: Make, store: Store
) -> None:
    canvas = make()
    middle = canvas.viewport.to_pixel((0, 0))
    beside = QPointF(middle[0] + 3.5, middle[1]).toPoint()
    store.set(cursor=(2, 1))
    before = shot(canvas)
    store.set(selection=(0, 4))
    after = shot(canvas)
    assert after.pixelColor(beside) != before.pixelColor(beside)
    assert canvas.content.note == "2 of 5 samples selected; Esc clears"
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert selected(store) == ()
    assert shot(canvas) == before


def test_few_selected_have_a_ring_that_tells_them_from_their_like(make: Make, store: Store) -> None:
    canvas = make()
    store.set(cursor=(2, 1))
    middle = canvas.viewport.to_pixel((0, 0))

    def inked() -> bool:
        """Whether something dark is to the left of a sample, near by."""
        image = shot(canvas)
        row = (QPointF(middle[0] - far, middle[1]).toPoint() for far in range(4, 12))
        return any(image.pixelColor(at).lightness() < 100 for at in row)

    assert not inked()
    store.set(selection=(0,))
    assert inked()


def test_a_selection_of_samples_there_are_not_is_painted(make: Make, store: Store) -> None:
    canvas = make()
    store.set(selection=(-1, 3, 99))
    shot(canvas)
    assert canvas.content.note == "1 of 5 samples selected; Esc clears"
    store.set(selection=(99,))
    assert canvas.content.note == ""


# -- living and dying


def test_a_fault_in_painting_is_told_and_does_not_end_the_process(
    make: Make, store: Store, qtbot: QtBot
) -> None:
    class Faulty:
        def paint(self, *_given: object) -> None:
            raise ValueError("no paint left")

        def key(self, _theme: object) -> None:
            return None

    canvas = make()
    canvas.add_layer("faulty", Faulty())
    store.set(layers=("faulty",))
    with qtbot.captureExceptions() as faults:
        shot(canvas)
    assert [str(value) for _, value, _ in faults] == ["no paint left"]
    store.set(layers=("points",))
    assert shot(canvas).pixelColor(at(canvas, (-2, 1.5))).name() == LIGHT.classes(3)[2]


def test_a_map_that_is_gone_watches_no_more(store: Store, qapp: QApplication) -> None:
    canvas = LatentMap(store)
    canvas.set_theme(LIGHT)
    delete(canvas)
    store.set(cursor=(1.0, 1.0), camera=Camera((0.0, 0.0), 1.0), hidden=frozenset({1}))


def test_a_map_begins_where_the_store_is(qtbot: QtBot) -> None:
    camera = Camera((1.0, 2.0), 3.0)
    canvas = LatentMap(Store(View(camera=camera, hidden=frozenset({1}))))
    qtbot.addWidget(canvas)
    canvas.set_points(POINTS, LABELS, CLASSES)
    assert canvas.viewport.camera == camera
    assert canvas.sample_at(canvas.viewport.to_pixel((1, -1.5))) == -1


def test_a_fit_includes_the_anchors(make: Make, store: Store) -> None:
    canvas = make()
    home = canvas.viewport.camera
    outside = Anchor((-4.0, 4.5))
    assert not canvas.viewport.contains(outside.point)
    store.set(anchors=(Anchor((0.0, 0.0)), outside))
    assert canvas.viewport.contains(outside.point)
    assert canvas.viewport.contains((2.0, -1.5))
    fitted = canvas.viewport.camera
    canvas.fit()
    assert canvas.viewport.camera == fitted
    store.set(anchors=())
    canvas.fit_all()
    assert canvas.viewport.camera == home
    store.set(camera=Camera((0.0, 0.0), 1.0))
    store.set(anchors=(outside,))
    assert canvas.viewport.camera == Camera((0.0, 0.0), 1.0)


def test_what_moves_with_the_mouse_leaves_the_plane_as_it_was_painted(
    make: Make, store: Store, qtbot: QtBot
) -> None:
    canvas = make()
    painted: list[None] = []
    watched = Mock(spec=Points)
    watched.paint.side_effect = lambda *_: painted.append(None)
    watched.key.return_value = None
    canvas.add_layer("watched", watched)
    store.set(layers=("watched", "points"))
    store.set(camera=Camera((0.0, 0.0), 4.0))
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.grab()
    before = len(painted)
    store.set(cursor=(0.25, 0.5))
    store.set(anchors=(Anchor((0.5, 0.5)), Anchor((0.0, 0.25))))
    moved = canvas.grab().toImage()
    assert len(painted) == before
    canvas.renew()
    assert canvas.grab().toImage() == moved
    assert len(painted) == before + 1
    store.set(camera=Camera((0.0, 0.0), 1.0))
    assert canvas.grab().toImage() != moved
    assert len(painted) == before + 2


def test_a_drag_leaves_nothing_behind(qtbot: QtBot, make: Make, store: Store) -> None:
    """The map paints anew only where the cursor was and is; the screen is as if it painted all."""
    canvas = make()
    with qtbot.waitExposed(canvas):
        canvas.show()

    def on_the_screen() -> QImage:
        QApplication.sendPostedEvents()  # what is to be painted is painted
        return canvas.screen().grabWindow(canvas.winId()).toImage()

    before = on_the_screen()
    QTest.mousePress(canvas, LEFT, PLAIN, QPoint(100, 100))
    for step in range(1, 12):
        move(canvas, QPoint(100 + 37 * step, 100 + 23 * step), LEFT)
        QApplication.sendPostedEvents()
    dragged = on_the_screen()
    assert dragged != before
    canvas.update()
    assert on_the_screen() == dragged
    QTest.mouseRelease(canvas, LEFT, PLAIN, QPoint(507, 353))
    store.set(cursor=(0.3, 0.4))
    moved = on_the_screen()
    canvas.update()
    assert on_the_screen() == moved
