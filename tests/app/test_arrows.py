"""The pull of the model on the map: its arithmetic, its arrows, and what it says of them."""

import math

import numpy as np
import pytest
import torch
from PySide6.QtGui import QImage, QPainter

from aeviewer.app.flows.map.flow import MapLayers
from aeviewer.app.flows.map.pull import pulled
from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import LIGHT
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.map.arrows import ArrowLayer, Arrows
from aeviewer.latent.plane import Plane
from aeviewer.session.view import Camera
from aeviewer.training.twins import Twins
from aeviewer.zoo.capabilities import Conditional
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk
from tests.app.making import data_set

VIEW = Viewport(Camera((0.0, 0.0), 4.0), 200, 200)  # 50 pixels for each unit


def arrows_of(desk: Desk) -> Arrows | None:
    flow = desk.flow(MapLayers)
    return flow.pull.arrows


def show_model(
    desk: Desk, variant: str, knobs: dict[str, object], shape: tuple[int, int, int] = (1, 8, 8)
) -> None:
    data = data_set(shape=shape)
    entry = find(variant)
    twins = Twins(entry.build(shape, entry.configure(knobs)))
    labels = None if data.test.labels is None else data.test.labels.numpy()
    desk.engine.wiring.show(Subject(variant, twins, data.test.classes, labels, None, data.test))
    desk.quiet()


def layer(*steps: tuple[float, float], apart: float = 1.0, within: float = 1.0) -> ArrowLayer:
    """Arrows that start side by side, from (-1, 0) to the right."""
    made = ArrowLayer("pull")
    starts = [(float(place) - 1, 0.0) for place in range(len(steps))]
    made.show(
        Arrows(np.array(starts, np.float32), np.array(steps, np.float32), apart, within),
    )
    return made


def dark(made: ArrowLayer) -> set[tuple[int, int]]:
    """Pixels that the arrows cover."""
    canvas = QImage(200, 200, QImage.Format.Format_RGB32)
    canvas.fill(0xFFFFFFFF)
    painter = QPainter(canvas)
    made.paint(painter, VIEW, LIGHT)
    painter.end()
    return {
        (x, y) for x in range(200) for y in range(200) if canvas.pixelColor(x, y).lightness() < 128
    }


@pytest.mark.parametrize(
    ("variant", "knobs"),
    [
        ("vae", {}),
        ("denoising", {"latent": 16, "hidden": (8,)}),
        ("vanilla", {"latent": 1, "hidden": (8,)}),
        ("vanilla", {"latent": 3, "hidden": (8,)}),
        ("vq", {"codes": 8, "channels": (4,)}),
        ("conv", {"channels": (4,), "hidden": (8,)}),
        ("pca", {"latent": 2}),
    ],
)
def test_each_arrow_is_where_its_picture_is_encoded_to(
    desk: Desk, variant: str, knobs: dict[str, object]
) -> None:
    show_model(desk, variant, knobs)
    desk.store.set(layers=("points", "pull"))
    desk.quiet()
    made, subject = arrows_of(desk), desk.engine.wiring.subject
    assert made is not None
    assert subject is not None
    assert subject.placed is not None
    plane, whole = subject.placed.plane, 0.0
    assert isinstance(plane, Plane)
    for number in (0, 7, len(made.starts) - 1):
        z = plane.lift(torch.from_numpy(made.starts[number : number + 1]))
        with subject.twins.reading() as (model, _), torch.no_grad():
            assert isinstance(model, Autoencoder)
            shaped = z.reshape(1, *model.latent_shape)
            move = model.encode(model.decode(shaped)).mean.flatten(1) - z
        np.testing.assert_allclose(
            made.steps[number], (move @ plane.basis.T)[0], rtol=1e-4, atol=1e-5
        )
        whole += float(move.square().sum())
    assert whole > 0
    assert 0 < made.within <= 1
    assert (made.within == pytest.approx(1)) == (len(plane.origin) <= 2)


def test_the_share_in_the_plane_is_that_of_the_squares(desk: Desk) -> None:
    show_model(desk, "vanilla", {"latent": 5, "hidden": (8,)})
    desk.store.set(layers=("pull",))
    desk.quiet()
    made, subject = arrows_of(desk), desk.engine.wiring.subject
    assert made is not None
    assert subject is not None
    assert subject.placed is not None
    plane = subject.placed.plane
    assert isinstance(plane, Plane)
    latents = plane.lift(torch.from_numpy(made.starts))
    with subject.twins.reading() as (model, _), torch.no_grad():
        moves = pulled(model, latents)
    flat = (moves @ plane.basis.T).square().sum() / moves.square().sum()
    assert made.within == pytest.approx(flat.item(), rel=1e-4)


def test_a_conditional_model_is_told_the_class_both_times(desk: Desk) -> None:
    show_model(desk, "cvae", {"hidden": (8,)})
    subject, z = desk.engine.wiring.subject, torch.tensor([[0.3, -0.7]])
    assert subject is not None
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Conditional)
        told = torch.tensor([2])
        expected = model.encode_as(model.decode_as(z, told), told).mean - z
        torch.testing.assert_close(pulled(model, z, 2), expected)
        assert not torch.allclose(pulled(model, z), expected)


def test_another_part_of_the_plane_has_other_arrows(desk: Desk) -> None:
    desk.store.set(layers=("pull",))
    desk.quiet()
    before = arrows_of(desk)
    desk.store.set(camera=Camera((1.0, 0.5), 0.5))
    desk.quiet()
    after = arrows_of(desk)
    assert before is not None
    assert after is not None
    assert after.apart == pytest.approx(0.5 / 18, rel=0.1)
    assert after.apart < before.apart
    assert np.abs(after.starts - (1.0, 0.5)).max() < 1


def test_without_an_encoder_nothing_pulls(desk: Desk) -> None:
    desk.store.set(layers=("points", "pull"))
    desk.quiet()
    assert arrows_of(desk) is not None
    show_model(desk, "gan", {"width": 2, "latent": 4})
    assert arrows_of(desk) is None
    said = [entry.text() for entry in desk.parts.layers.actions() if not entry.isEnabled()]
    assert "Pull of the model (no encoder)" in said


def test_the_tenth_layer_has_a_key(desk: Desk) -> None:
    action = next(a for a in desk.parts.layers.actions() if a.data() == "pull")
    assert action.shortcut().toString() == "Alt+0"
    action.trigger()
    assert "pull" in desk.view.layers
    desk.act("undo")
    assert "pull" not in desk.view.layers


def test_the_longest_arrow_spans_a_cell_and_the_others_go_by_square_roots() -> None:
    found = dark(layer((0.0, 0.0), (4.0, 0.0), (0.0, 1.0)))
    row = [x for x, y in found if abs(y - 100) <= 1 and x > 80]
    assert max(row) == pytest.approx(100 + 0.95 * 50, abs=3)
    column = [y for x, y in found if abs(x - 150) <= 1]
    assert min(column) == pytest.approx(100 - 0.95 * 25, abs=3)  # up, and half as long
    assert max(column) <= 102


def test_a_step_of_nothing_is_a_dot_and_one_to_nowhere_is_left_out() -> None:
    found = dark(layer((0.0, 0.0), (math.nan, 1.0), (3.0, 0.0), (math.inf, 0.0)))
    assert any(abs(x - 50) <= 2 and abs(y - 100) <= 2 for x, y in found)
    assert not any(90 < x < 110 for x, _ in found)
    assert any(x > 160 for x, _ in found)
    assert dark(layer((0.0, 0.0))) == dark(layer((0.0, 0.0), apart=9.0))


def test_the_key_tells_the_true_length() -> None:
    key = layer((3.0, 4.0), (0.1, 0.0), within=0.327).key(LIGHT)
    assert key is not None
    assert "the longest 5.00" in key.title
    assert "33 % of the pull lies in the plane" in key.title
    flat = layer((3.0, 4.0)).key(LIGHT)
    assert flat is not None
    assert "%" not in flat.title
    assert ArrowLayer("pull").key(LIGHT) is None
    assert not dark(ArrowLayer("pull"))
