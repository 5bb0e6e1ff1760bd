"""The posterior in hand: its ellipse, what the mouse, the wheel and keys do, and its draws."""

import math

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from torch import Tensor

from aeviewer.app.flows.posterior import Gaussian, aligned
from aeviewer.app.models.placed import unplaced
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.app.views.probe.pad import Oval, PosteriorPad
from aeviewer.app.views.probe.panel import DRAWS, PosteriorPanel
from aeviewer.latent.plane import Plane
from aeviewer.session.file import from_text, to_text
from aeviewer.session.view import Held, Point, Slot
from aeviewer.training.twins import Twins
from tests.app.conftest import Desk, subject_of
from tests.app.hands import click, press, turn_wheel
from tests.app.making import images, small_model


def look(desk: Desk, **changes: object) -> PosteriorPanel:
    desk.store.set(beside="posterior", **changes)
    desk.store.settle()
    desk.quiet()
    return desk.parts.probe.posterior


def posterior_of(desk: Desk, sample: int) -> tuple[Tensor, Tensor]:
    found = subject_of(desk).placed
    assert found is not None
    assert found.stds is not None
    return found.latents[sample], found.stds[sample]


def oval_of(panel: PosteriorPanel) -> Oval:
    assert panel.pad.oval is not None
    return panel.pad.oval


def drag(desk: Desk, pad: PosteriorPad, start: Point, by: QPoint) -> None:
    at = pad.to_pixel(start).toPoint()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(pad, left, none, at)
    QTest.mouseMove(pad, at + by / 2)
    QTest.mouseMove(pad, at + by)
    QTest.mouseRelease(pad, left, none, at + by)
    desk.quiet()


def nearest_of(desk: Desk) -> int:
    sample = subject_of(desk).nearest_latent(desk.view)
    assert sample is not None
    return sample


def test_it_is_that_of_the_nearest_sample(desk: Desk) -> None:
    panel = look(desk, cursor=(0.5, 0.25))
    mean, std = posterior_of(desk, nearest_of(desk))
    oval = oval_of(panel)
    assert oval.centre == pytest.approx(tuple(mean.tolist()), abs=1e-5)
    assert oval.widths == pytest.approx(tuple(std.tolist()), rel=1e-5)
    assert oval.angle == 0
    noise = torch.randn(DRAWS, 2, generator=torch.Generator().manual_seed(0))
    draws = mean + std * noise
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        assert [entry.image for entry in panel.draws.entries] == pictures(model.decode(draws))
    np.testing.assert_allclose(oval.draws, draws, atol=1e-5)
    assert not panel.reset.isEnabled()


def test_the_middle_is_dragged_and_the_draws_go_along(desk: Desk) -> None:
    panel = look(desk)
    before, oval = desk.view, oval_of(panel)
    pad, scale = panel.pad, panel.pad._scale()
    drag(desk, pad, oval.centre, QPoint(20, -12))
    moved = oval_of(panel)
    shift = 20 / scale, 12 / scale
    assert moved.centre[0] - oval.centre[0] == pytest.approx(shift[0], abs=1 / scale)
    assert moved.centre[1] - oval.centre[1] == pytest.approx(shift[1], abs=1 / scale)
    assert moved.widths == pytest.approx(oval.widths)
    assert moved.home == pytest.approx(oval.home)
    np.testing.assert_allclose(
        np.array(moved.draws) - moved.centre, np.array(oval.draws) - oval.centre, atol=1e-5
    )
    assert desk.view.held is not None
    assert desk.view.held.mean == pytest.approx(moved.centre, abs=1e-6)
    desk.act("undo")
    assert desk.view == before


@pytest.mark.parametrize("axis", [0, 1])
def test_an_end_is_stretched_and_the_other_std_stays(desk: Desk, axis: int) -> None:
    panel = look(desk)
    oval, scale = oval_of(panel), panel.pad._scale()
    drag(desk, panel.pad, oval.end(axis), QPoint(20, 0) if axis == 0 else QPoint(0, -20))
    now = oval_of(panel)
    assert now.widths[axis] == pytest.approx(oval.widths[axis] + 10 / scale, abs=1 / scale)
    assert now.widths[1 - axis] == pytest.approx(oval.widths[1 - axis])
    assert now.centre == pytest.approx(oval.centre)
    ratio = now.widths[axis] / oval.widths[axis]
    one, two = np.array(oval.draws)[:, axis], np.array(now.draws)[:, axis]
    np.testing.assert_allclose(two - now.centre[axis], (one - oval.centre[axis]) * ratio, atol=1e-4)


def test_the_wheel_and_keys_widen_and_move(desk: Desk) -> None:
    panel = look(desk)
    oval = oval_of(panel)
    turn_wheel(panel.pad, 1)
    desk.quiet()
    wider = oval_of(panel)
    assert wider.widths == pytest.approx([1.1 * width for width in oval.widths])
    press(panel.pad, Qt.Key.Key_Minus)
    desk.quiet()
    assert oval_of(panel).widths == pytest.approx(oval.widths)
    press(panel.pad, Qt.Key.Key_Right, Qt.Key.Key_Up)
    desk.quiet()
    step = 0.25 * max(oval.widths)
    there = oval.centre[0] + step, oval.centre[1] + step
    assert oval_of(panel).centre == pytest.approx(there, abs=1e-5)
    click(panel.reset)
    desk.quiet()
    assert desk.view.held is None
    assert oval_of(panel) == oval


def test_others_are_drawn_and_one_is_gone_to(desk: Desk) -> None:
    panel = look(desk)
    oval = oval_of(panel)
    click(panel.again)
    desk.quiet()
    drawn = oval_of(panel).draws
    assert drawn != oval.draws
    click(panel.draws, panel.draws.cell(3).center().toPoint())
    desk.quiet()
    assert desk.view.cursor == pytest.approx(drawn[3], abs=1e-5)
    assert oval_of(panel).centre == pytest.approx(oval.centre)
    assert desk.picture() == panel.draws.entries[3].image


def test_what_is_in_hand_stays_when_the_cursor_moves_and_is_part_of_the_view(desk: Desk) -> None:
    held = Held((0.5, 0.25), (0.1, 0.2), sample=4)
    panel = look(desk, held=held)
    oval = oval_of(panel)
    assert oval.widths == pytest.approx(held.std)
    assert oval.home == pytest.approx(tuple(posterior_of(desk, 4)[0].tolist()), abs=1e-5)
    desk.store.set(cursor=(-2.0, 1.0))
    desk.quiet()
    assert oval_of(panel) == oval
    assert from_text(to_text(desk.view), "here") == desk.view


def test_another_model_s_posterior_is_let_go_of(desk: Desk) -> None:
    held = Held((0.5, 0.25), (0.1, 0.2))
    look(desk, held=held)
    desk.store.set(slots=(Slot(model=""),))
    assert desk.view.held is None
    desk.store.set(slots=(Slot(model="other"),), held=held)  # it comes with its model
    assert desk.view.held == held


@pytest.mark.parametrize("latent", [1, 3, 16])
def test_any_number_of_dimensions(desk: Desk, latent: int) -> None:
    data, model = images(), small_model("vae", latent=latent)
    desk.engine.wiring.show(Subject("vae", Twins(model), data.classes, None, None, data))
    desk.quiet()
    panel = look(desk)
    oval = oval_of(panel)
    assert len(panel.draws.entries) == DRAWS
    drag(desk, panel.pad, oval.centre, QPoint(15, 0))
    assert oval_of(panel).centre[0] > oval.centre[0]
    drag(desk, panel.pad, oval_of(panel).end(0), QPoint(6, 0))
    assert desk.view.held is not None
    assert len(desk.view.held.std) == latent
    assert oval_of(panel).widths[0] > 0


@pytest.mark.parametrize(("variant", "says"), [("vanilla", "deterministic"), ("gan", "no encoder")])
def test_what_is_missing_is_said(desk: Desk, variant: str, says: str) -> None:
    look(desk)
    knobs = {"width": 2} if variant == "gan" else {}
    model = small_model(variant, latent=4, **knobs)
    where = unplaced(model) if variant == "gan" else None
    desk.engine.wiring.show(Subject(variant, Twins(model), (), None, where, images()))
    panel = look(desk)
    assert panel.pad.oval is None
    assert says in panel.pad.accessibleDescription()
    assert not panel.draws.entries
    assert not panel.again.isEnabled()


# Its arithmetic


def test_the_shadow_in_a_plane_has_the_covariance_of_many_draws() -> None:
    generator = torch.Generator().manual_seed(1)
    plane = Plane.of_largest_variance(torch.randn(50, 5, generator=generator))
    std = torch.tensor([0.5, 2.0, 1.0, 0.1, 3.0])
    mean = torch.randn(5, generator=generator)
    oval = Gaussian(mean, std, mean, 0).oval(plane, mean[None][:0])
    drawn = plane.project(mean + std * torch.randn(200_000, 5, generator=generator))
    turn = torch.tensor([
        [math.cos(oval.angle), math.sin(oval.angle)],
        [-math.sin(oval.angle), math.cos(oval.angle)],
    ])
    covariance = ((drawn - drawn.mean(0)) @ turn.T).T.cov()
    np.testing.assert_allclose(covariance.diagonal().sqrt(), oval.widths, rtol=0.02)
    assert abs(covariance[0, 1]) < 0.03 * oval.widths[0] * oval.widths[1]
    wider = Gaussian(mean, std, mean, 0).stretched(plane, 1, 2 * oval.widths[1])
    torch.testing.assert_close(wider.std, 2 * std)
    moved = Gaussian(mean, std, mean, 0).moved(plane, (0.3, -0.4))
    torch.testing.assert_close(plane.project(moved.mean[None])[0], torch.tensor([0.3, -0.4]))
    off = mean - plane.lift(plane.project(mean[None]))[0]
    torch.testing.assert_close(moved.mean - plane.lift(torch.tensor([[0.3, -0.4]]))[0], off)


def test_which_dimensions_a_plane_is_of() -> None:
    assert aligned(Plane.of_axes(5, 3, 1)) == (3, 1)
    assert aligned(Plane.of_axes(1)) == (0, 0)
    latents = torch.randn(9, 4, generator=torch.Generator().manual_seed(0))
    assert aligned(Plane.of_largest_variance(latents)) is None
    assert aligned(Plane.fit(latents, (2, 0))) == (2, 0)
