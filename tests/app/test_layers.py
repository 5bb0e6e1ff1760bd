"""The layers of the map, in the real window: what is asked for, painted, and missing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtGui import QImage, QPainter

from aeviewer.app.flows.map import fields
from aeviewer.app.flows.map.flow import MapLayers
from aeviewer.app.kit.camera import Viewport
from aeviewer.app.kit.ramps import growing, shares, signed
from aeviewer.app.look.theme import LIGHT, THEMES, Theme
from aeviewer.app.models import shelf
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import mosaic
from aeviewer.app.views.map.heat import Heat, HeatLayer
from aeviewer.app.views.map.layer_table import LAYERS, toggled
from aeviewer.app.views.map.outlines import OvalLayer, Ovals
from aeviewer.session.view import Camera, View
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk, OpenDesk
from tests.app.making import data_set

ALL = tuple(entry.name for entry in LAYERS)
VIEW = Viewport(Camera((0.0, 0.0), 4.0), 200, 100)


def layers_of(desk: Desk) -> MapLayers:
    return desk.flow(MapLayers)


def with_layers(desk: Desk, *names: str) -> None:
    desk.store.set(layers=names)
    desk.quiet()


def stood_still(desk: Desk) -> QImage:
    """What the map shows once every layer has had its frame."""
    desk.qtbot.waitUntil(lambda: desk.parts.map.still)
    return desk.parts.map.grab().toImage()


def test_the_manifold_is_what_each_place_decodes_to(desk: Desk) -> None:
    with_layers(desk, "manifold", "points")
    manifold = layers_of(desk).manifold
    tiles = list(manifold._tiles)
    subject = desk.engine.wiring.subject
    assert subject is not None
    assert manifold.missing(desk.parts.map.viewport, subject.twins.step) == []
    assert subject.placed is not None
    for tile in (tiles[0], tiles[-1]):
        latents = subject.placed.plane.lift(torch.tensor(tile.places()))
        with subject.twins.reading() as (model, _), torch.no_grad():
            assert manifold._tiles[tile].image == mosaic(model.decode(latents), 8)


def test_zooming_in_brings_finer_tiles_and_keeps_the_coarse_ones(desk: Desk) -> None:
    with_layers(desk, "manifold")
    manifold = layers_of(desk).manifold
    before = set(manifold._tiles)
    desk.store.set(camera=Camera((0.0, 0.0), desk.parts.map.viewport.camera.span / 8))
    desk.quiet()
    assert min(tile.level for tile in manifold._tiles) < min(tile.level for tile in before)
    assert before <= set(manifold._tiles)


def test_nothing_is_decoded_for_layers_that_are_off(desk: Desk) -> None:
    with_layers(desk, "points")
    assert not layers_of(desk).manifold._tiles
    assert layers_of(desk).heats["metric"].heat is None


def test_a_training_renews_the_tiles(desk: Desk) -> None:
    with_layers(desk, "manifold", "points")
    desk.train()
    desk.end()
    desk.quiet()
    manifold = layers_of(desk).manifold
    subject = desk.engine.wiring.subject
    assert subject is not None
    assert manifold.missing(desk.parts.map.viewport, subject.twins.step) == []


def test_every_layer_shows_something(desk: Desk) -> None:
    canvas = desk.parts.map
    with_layers(desk, "points")
    bare = canvas.grab().toImage()
    for name in set(ALL) - {"points"}:
        with_layers(desk, name, "points")
        assert canvas.grab().toImage() != bare, name


def test_the_same_view_shows_the_same_pixels(desk: Desk) -> None:
    with_layers(desk, *ALL)
    once = stood_still(desk)
    with_layers(desk, "points")
    with_layers(desk, *ALL)
    assert stood_still(desk) == once


def test_hidden_classes_count_for_no_density(desk: Desk) -> None:
    with_layers(desk, "classes")
    heat = layers_of(desk).heats["classes"]
    assert heat.heat is not None
    assert heat.heat.values[3].any()
    desk.store.set(hidden=frozenset({3}))
    desk.quiet()
    assert heat.heat is not None
    assert not heat.heat.values[3].any()
    assert heat.heat.values[4].any()


@pytest.mark.parametrize(
    ("variant", "knobs", "lacking"),
    [
        ("vae", {}, set()),
        ("vanilla", {}, {"posteriors"}),
        ("vae", {"latent": 1}, set()),
        ("vae", {"latent": 16}, set()),
        ("vanilla", {"latent": 3}, {"posteriors"}),
        ("vq", {"codes": 8, "channels": (4,)}, {"posteriors", "holes", "prior"}),
        ("gan", {"width": 2, "latent": 4}, {"classes", "holes", "density", "posteriors", "pull"}),
        ("cvae", {}, set()),
        ("conv", {"channels": (4,), "hidden": (8,)}, {"posteriors"}),
    ],
)
@pytest.mark.parametrize("shape", [(1, 8, 8), (3, 6, 9)], ids=["grey", "wide and coloured"])
def test_any_model_has_the_layers_that_it_can_have(
    desk: Desk,
    variant: str,
    knobs: dict[str, object],
    lacking: set[str],
    shape: tuple[int, int, int],
) -> None:
    show_model(desk, variant, knobs, shape)
    subject = desk.engine.wiring.subject
    assert subject is not None
    missing = fields.missing(subject)
    assert set(missing) - {"prior"} == lacking - {"prior"}
    with_layers(desk, *ALL)
    flow = layers_of(desk)
    assert flow.manifold._tiles
    for name, layer in flow.heats.items():
        assert (layer.heat is not None) == (name not in lacking), name
    menu = {action.text(): action.isEnabled() for action in desk.parts.layers.actions()}
    for entry in LAYERS:
        said = [text for text in menu if text.startswith(entry.title)]
        assert len(said) == 1
        assert menu[said[0]] == (entry.name not in missing)
        assert missing.get(entry.name, "") in said[0]


def show_model(
    desk: Desk, variant: str, knobs: dict[str, object], shape: tuple[int, int, int]
) -> None:
    data = data_set(shape=shape)
    entry = find(variant)
    subject = Subject(
        title=variant,
        twins=Twins(entry.build(shape, entry.configure(knobs))),
        classes=data.test.classes,
        labels=None if data.test.labels is None else data.test.labels.numpy(),
        placed=None,
        images=data.test,
    )
    desk.engine.wiring.show(subject)
    desk.quiet()


def test_a_menu_and_its_keys_switch_layers(desk: Desk) -> None:
    action = desk.parts.layers.actions()[0]
    assert action.shortcut().toString() == "Alt+1"
    assert not action.isChecked()
    action.trigger()
    assert "manifold" in desk.view.layers
    assert action.isChecked()
    desk.act("undo")
    assert "manifold" not in desk.view.layers
    assert not action.isChecked()


def test_layers_lie_in_the_order_of_the_table() -> None:
    assert toggled(("points",), "manifold") == ("manifold", "points")
    assert toggled(("manifold", "points"), "density") == ("manifold", "density", "points")
    assert toggled(("manifold", "points"), "manifold") == ("points",)
    assert toggled(("of another version", "points"), "prior") == (
        "of another version",
        "prior",
        "points",
    )


def test_a_session_with_layers_opens_with_them(open_desk: OpenDesk, bundle: Path) -> None:
    desk = open_desk(view=View(layers=("manifold", "metric", "points")))
    desk.quiet()
    assert layers_of(desk).manifold._tiles
    assert layers_of(desk).heats["metric"].heat is not None


def painted(layer: HeatLayer | OvalLayer, theme: Theme = LIGHT, view: Viewport = VIEW) -> QImage:
    canvas = QImage(round(view.width), round(view.height), QImage.Format.Format_RGB32)
    canvas.fill(0xFFFFFFFF)
    painter = QPainter(canvas)
    layer.paint(painter, view, theme)
    painter.end()
    return canvas


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_below_zero_is_blue_and_above_is_orange(theme: Theme) -> None:
    values = np.array([[-1.0, 0.0, 1.0]], np.float32)
    layer = HeatLayer("signed", signed)
    layer.show(Heat(values, (-4, -2, 4, 2), None, -1.0, 1.0))
    image = painted(layer, theme)
    below, above = image.pixelColor(10, 50), image.pixelColor(190, 50)
    assert below.blue() > below.red() + 40
    assert above.red() > above.blue() + 40


def test_values_lie_where_they_belong_and_nothing_where_they_weigh_nothing() -> None:
    values = np.zeros((2, 2), np.float32)
    values[0, 1] = 1  # above, to the right
    weight = np.array([[1, 1], [0, 0]], np.float32)
    layer = HeatLayer("growing", growing)
    layer.show(Heat(values, (0, 0, 2, 2), weight))
    view = Viewport(Camera((1.0, 1.0), 2.0), 200, 200)
    image = painted(layer, view=view)
    assert image.pixelColor(190, 10).green() > image.pixelColor(10, 10).green() + 50
    assert image.pixelColor(10, 190).name() == "#ffffff"


def test_the_class_that_wins_gives_the_colour_and_doubt_takes_it_away() -> None:
    values = np.array([[[1.0, 0.5]], [[0.0, 0.5]]], np.float32)
    layer = HeatLayer("classes", shares)
    layer.show(Heat(values, (-4, -2, 4, 2)))
    image = painted(layer)
    assert image.pixelColor(5, 50).name() != "#ffffff"
    assert image.pixelColor(195, 50).name() == "#ffffff"


def test_an_ellipse_reaches_as_far_as_it_says() -> None:
    layer = OvalLayer("ovals")
    one = np.ones((1, 2), np.float32) * (1.0, 0.5)
    layer.show(Ovals(np.zeros((1, 2), np.float32), one.astype(np.float32), np.zeros(1, np.float32)))
    image = painted(layer)
    dark = [x for x in range(200) if image.pixelColor(x, 50).lightness() < 128]
    assert dark[0] == pytest.approx(100 - VIEW.scale, abs=2)
    assert dark[-1] == pytest.approx(100 + VIEW.scale, abs=2)
    upright = [y for y in range(100) if image.pixelColor(100, y).lightness() < 128]
    assert upright[0] == pytest.approx(50 - VIEW.scale / 2, abs=2)


def test_a_finished_training_keeps_its_widths(desk: Desk) -> None:
    training = desk.train()
    desk.end()
    desk.quiet()
    subject = desk.engine.wiring.subject
    assert subject is not None
    assert subject.placed is not None
    assert subject.placed.stds is not None
    assert subject.placed.stds.shape == subject.placed.latents.shape
    shipped = shelf._shipped(subject)
    assert set(shipped) >= {"mean", "std", "labels"}
    assert training.twins is subject.twins


def test_another_model_does_not_keep_the_layers_of_the_one_before(desk: Desk) -> None:
    with_layers(desk, *ALL)
    layers = layers_of(desk)
    assert layers.heats["holes"].heat is not None
    subject = desk.engine.wiring.subject
    assert subject is not None
    with subject.twins.reading() as (model, step):
        another = Twins(model, step)
    desk.engine.wiring.show(replace(subject, twins=another, placed=None, images=None))
    assert all(heat.heat is None for heat in layers.heats.values())
    assert layers.pull.arrows is None
    assert layers.density.key(LIGHT) is None
    assert all(ovals.key(LIGHT) is None for ovals in layers.ovals.values())
