"""Layers that keep their picture look as if they were painted each time."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.look.theme import DARK, LIGHT, Theme
from aeviewer.app.views.map.buffered import Buffered, Turns
from aeviewer.app.views.map.outlines import OvalLayer, Ovals
from aeviewer.session.view import Camera

VIEWPORT = Viewport(Camera((0.0, 0.0), 4.0), 320.0, 200.0)  # 50 pixels to a unit


class Counted:
    """Ellipses that count how often they are painted."""

    def __init__(self) -> None:
        self.times = 0
        self._ovals = OvalLayer("ellipses")
        self.move(0.0)

    def move(self, x: float) -> None:
        """Put them elsewhere."""
        centres = np.array([[x - 1.5, -0.5], [x, 0.25], [x + 2.5, 0.5]], np.float32)
        axes = np.array([[0.5, 0.25], [0.25, 0.75], [0.5, 0.5]], np.float32)
        self._ovals.show(Ovals(centres, axes, np.array([0.0, 0.5, 1.0], np.float32)))

    def key(self, theme: Theme) -> Key | None:
        """Say what they are."""
        return self._ovals.key(theme)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint, and count."""
        self.times += 1
        self._ovals.paint(painter, viewport, theme)


def ignored() -> None:
    """Ask nobody for another frame."""


@pytest.fixture
def counted() -> Counted:
    return Counted()


class Picture:
    """What was painted; alike if no colour differs by more than rounding twice can make it."""

    def __init__(self, image: QImage) -> None:
        self._levels = np.frombuffer(image.constBits(), np.uint8).astype(int)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picture) and bool((abs(self._levels - other._levels) <= 8).all())

    __hash__ = None  # type: ignore[assignment]  # it is not for sets


def painted(layer: Buffered | Counted, viewport: Viewport, theme: Theme = LIGHT) -> Picture:
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.ground))
    with QPainter(image) as painter:
        layer.paint(painter, viewport, theme)
    return Picture(image)


def panned(right: float, down: float = 0.0) -> Viewport:
    return replace(VIEWPORT, camera=VIEWPORT.panned(right, down))


def test_it_paints_what_the_layer_paints(qapp: object, counted: Counted) -> None:
    assert painted(Buffered(counted, Turns(ignored, apart=0.0)), VIEWPORT) == painted(
        counted, VIEWPORT
    )


@pytest.mark.parametrize(("right", "down"), [(30, 0), (-95, 10), (95, -95)])
def test_a_pan_costs_no_painting(qapp: object, counted: Counted, right: float, down: float) -> None:
    layer = Buffered(counted, Turns(ignored, apart=0.0))
    painted(layer, VIEWPORT)
    moved = painted(layer, panned(right, down))
    assert counted.times == 1
    assert moved == painted(counted, panned(right, down))


def test_a_pan_beyond_the_margin_is_painted_anew(qapp: object, counted: Counted) -> None:
    layer = Buffered(counted, Turns(ignored, apart=0.0))
    painted(layer, VIEWPORT)
    moved = painted(layer, panned(130))
    assert counted.times == 2
    assert moved == painted(counted, panned(130))


def test_a_zoom_is_stretched_until_the_hand_rests(qapp: object, counted: Counted) -> None:
    layer = Buffered(counted, Turns(ignored, apart=0.0))
    painted(layer, VIEWPORT)
    nearer = replace(VIEWPORT, camera=VIEWPORT.zoomed(1.5, (160.0, 100.0)))
    stretched = painted(layer, nearer)
    assert counted.times == 1
    blank = QImage(320, 200, QImage.Format.Format_RGB32)
    blank.fill(QColor(LIGHT.ground))
    assert stretched != blank
    layer.renew()
    assert painted(layer, nearer) == painted(counted, nearer)


def test_a_wide_zoom_is_painted_at_once(qapp: object, counted: Counted) -> None:
    layer = Buffered(counted, Turns(ignored, apart=0.0))
    painted(layer, VIEWPORT)
    far = replace(VIEWPORT, camera=VIEWPORT.zoomed(1 / 3, (160.0, 100.0)))
    assert painted(layer, far) == painted(counted, far)


def test_another_theme_is_painted_anew(qapp: object, counted: Counted) -> None:
    layer = Buffered(counted, Turns(ignored, apart=0.0))
    painted(layer, VIEWPORT)
    assert painted(layer, VIEWPORT, DARK) == painted(counted, VIEWPORT, DARK)


def test_other_content_is_seen_once_it_is_told(qapp: object, counted: Counted) -> None:
    layer = Buffered(counted, Turns(ignored, apart=0.0))
    before = painted(layer, VIEWPORT)
    counted.move(0.5)
    layer.renew()
    assert painted(layer, VIEWPORT) == painted(counted, VIEWPORT) != before


def test_a_frame_paints_one_layer_anew_and_asks_for_another(qapp: object) -> None:
    asked: list[None] = []
    turns = Turns(lambda: asked.append(None), apart=1000.0)
    layers = [Buffered(counted := Counted(), turns), Buffered(Counted(), turns)]
    for layer in layers:
        painted(layer, VIEWPORT)  # there was nothing yet: both are painted at once
    before = painted(layers[1], VIEWPORT)
    turns._taken = -1e9
    for layer in layers:
        layer.layer.move(0.5)  # type: ignore[attr-defined]  # it is a Counted
        layer.renew()
    assert painted(layers[0], VIEWPORT) == painted(counted, VIEWPORT)
    assert painted(layers[1], VIEWPORT) == before
    assert asked
    turns._taken = -1e9  # the next frame
    assert painted(layers[1], VIEWPORT) == painted(counted, VIEWPORT)


def test_what_is_forgotten_is_not_seen_again(qapp: object, counted: Counted) -> None:
    layer = Buffered(counted, Turns(ignored, apart=1000.0))
    painted(layer, VIEWPORT)
    counted.move(0.5)
    layer.forget()
    assert painted(layer, VIEWPORT) == painted(counted, VIEWPORT)
