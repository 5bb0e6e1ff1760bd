"""The time machine in the real window, with a small training."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QVariantAnimation
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.models.placed import Placed
from aeviewer.app.pictures import picture
from aeviewer.app.trainings.trainer import Training
from aeviewer.data.sources import open_data
from aeviewer.latent.plane import Plane
from aeviewer.session.view import Anchor, Camera, Scalar, Slot, View
from aeviewer.training import history
from aeviewer.training.loop import train
from aeviewer.training.recording import record
from aeviewer.training.reports import read_reports
from aeviewer.training.run import checkpoint_path
from aeviewer.training.state import TrainingState
from aeviewer.training.twins import Twins, fill
from tests.app.conftest import Desk, Offer, OpenDesk
from tests.app.hands import child, click, press
from tests.app.making import data_set, save_trained, state_of
from tests.app.test_studio import pause

PLAN: dict[str, Scalar] = {"epochs": 4, "batch": 128, "precision": "fp32"}
KNOBS: dict[str, Scalar] = {
    "hidden": "16",
    **{f"plan.{name}": value for name, value in PLAN.items()},
}
STOPPED = QVariantAnimation.State.Stopped
EPOCH = 11  # steps: 1,437 images of digits in batches of 128

Trained = Callable[..., tuple[Desk, Training]]


def looking(**knobs: Scalar) -> View:
    return View(knobs=tuple({**KNOBS, **knobs}.items()), device="cpu")


@pytest.fixture
def trained(bundle: Path, open_desk: OpenDesk) -> Trained:
    """Opens a window, trains four epochs, and waits until all is on show."""

    def make(**knobs: Scalar) -> tuple[Desk, Training]:
        desk = open_desk(view=looking(**knobs))
        training = desk.train()
        desk.wait_for_end()
        desk.quiet()
        return desk, training

    return make


def slider(desk: Desk) -> QSlider:
    return child(desk.parts.time, QSlider)


def moment(desk: Desk) -> int | None:
    """What is looked at; asked by a call, which mypy does not take to stay the same."""
    return desk.view.moment


def said(desk: Desk) -> str:
    return child(desk.parts.time, QLabel, "Moment looked at").text()


def placed_of(desk: Desk) -> Placed:
    subject = desk.engine.wiring.subject
    assert subject is not None
    assert subject.placed is not None
    return subject.placed


def stopped_at(step: int, epochs: int = 4, **knobs: Any) -> TrainingState:
    """A training with the same knobs, stopped after so many steps."""
    data = open_data("digits")
    plan = {**PLAN, "seed": 0, "epochs": epochs}
    state = state_of(data, "vae", plan, hidden=(16,), **knobs)
    events = train(state, data.train)
    while state.step < step:
        next(events)
    state.model.eval()
    return state


def decoded(state: TrainingState, desk: Desk) -> QImage:
    """What the probe shows of a model at the cursor."""
    with torch.no_grad():
        return picture(state.model.decode(torch.tensor([desk.view.cursor]))[0])


def encoded(state: TrainingState) -> torch.Tensor:
    with torch.no_grad():
        images = open_data("digits").test.floats(slice(None))
        found: torch.Tensor = state.model.encode(images).mean  # type: ignore[operator]  # a VAE
        return found


def test_every_view_shows_a_run_that_stopped_there(trained: Trained) -> None:
    desk, training = trained()
    desk.drag((0, 0), (0.8, -0.6))
    desk.quiet()
    cursor, newest = desk.view.cursor, desk.picture()
    sheets = desk.parts.train.grab().toImage()
    for epoch in (1, 3):
        desk.store.set(moment=EPOCH * epoch)
        desk.quiet()
        alone = stopped_at(EPOCH * epoch)
        assert desk.view.cursor == cursor
        assert desk.picture() == decoded(alone, desk) != newest
        assert torch.equal(placed_of(desk).latents, encoded(alone))
        assert desk.parts.train.grab().toImage() != sheets
        assert said(desk) == f"step {EPOCH * epoch} · epoch {epoch} of 4"
    desk.store.set(moment=None)
    desk.quiet()
    assert desk.picture() == newest
    assert torch.equal(placed_of(desk).latents, encoded(training.state))
    assert desk.message() == ""


PAGES = "denoise", "anomaly", "adversary", "traversal", "features", "mix", "compare"
LAYERED = "manifold", "classes", "holes", "metric", "steps", "density", "posteriors", "points"


def photographs(desk: Desk) -> dict[str, QImage]:
    """What the map shows with its layers, and each page."""
    found = {}
    for page in ("map", *PAGES):
        desk.store.set(page=page)
        desk.store.settle()
        desk.quiet()
        desk.qtbot.waitUntil(lambda: desk.parts.map._travel.state() == STOPPED)
        if focus := desk.window.focusWidget():
            focus.clearFocus()  # its frame is no part of what is compared
        found[page] = rested(desk.parts.map if page == "map" else desk.parts.pages.views[page])
    return found


def rested(view: QWidget) -> QImage:
    """What it shows in the end: each frame renews one layer of lines at most."""
    shots = [view.grab().toImage() for _ in LAYERED]
    assert shots[-1] == shots[-2]
    return shots[-1]


def test_every_page_shows_a_run_that_stopped_there(trained: Trained) -> None:
    desk, _ = trained()
    anchors = tuple(Anchor((0.0, 0.0), number) for number in (3, 17, 33, 5))
    desk.store.set(layers=LAYERED, trails=False, anchors=anchors, normal=frozenset({1}))
    desk.store.set(cursor=(0.8, -0.6), camera=Camera((0.0, 0.0), 6.0))
    newest = photographs(desk)
    desk.store.set(moment=2 * EPOCH)
    then = photographs(desk)
    subject = desk.engine.wiring.subject
    assert subject is not None
    desk.store.set(moment=None)
    alone = Twins(stopped_at(2 * EPOCH).model, 2 * EPOCH)
    desk.engine.wiring.show(replace(subject, twins=alone, placed=None))
    desk.quiet()
    expected = photographs(desk)
    for page, image in expected.items():
        assert then[page] == image, page
        assert newest[page] != image, page


def test_keys_and_mouse_lead_through_the_training(trained: Trained) -> None:
    desk, training = trained()
    assert desk.parts.time.isVisible()
    newest, cursor = desk.picture(), desk.view.cursor
    press(slider(desk), Qt.Key.Key_Home)
    desk.quiet()
    assert moment(desk) == 0
    first = desk.picture()
    assert first != newest
    assert first == decoded(stopped_at(0), desk)
    desk.parts.map.setFocus()
    press(desk.parts.map, Qt.Key.Key_Period, Qt.Key.Key_Period)
    desk.quiet()
    assert moment(desk) == 2
    press(desk.parts.map, Qt.Key.Key_Comma)
    desk.quiet()
    assert moment(desk) == 1
    assert desk.picture() == decoded(stopped_at(1), desk)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(slider(desk), left, none, slider(desk).rect().center())
    assert moment(desk) == training.history.moments[6].step  # five on: a page
    click(child(desk.parts.time, QPushButton, "Back to the newest weights"))
    desk.quiet()
    assert moment(desk) is None
    assert desk.picture() == newest
    assert desk.view.cursor == cursor


def test_training_goes_on_while_one_looks_back(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = open_desk(view=looking(**{"plan.epochs": 100_000}))
    assert not desk.parts.time.isVisible()
    training = desk.train()
    qtbot.waitUntil(lambda: training.state.step > 40)
    desk.store.set(moment=EPOCH)
    desk.quiet()
    seen, stood = desk.picture(), training.twins.newest
    assert seen == decoded(stopped_at(EPOCH, epochs=100_000), desk)
    qtbot.waitUntil(lambda: training.twins.newest > stood + 20)
    desk.engine.wiring.refresh()
    desk.turn()
    assert desk.phase() == "running"
    assert desk.picture() == seen
    desk.store.set(moment=None)
    qtbot.waitUntil(lambda: desk.picture() != seen)
    desk.end()
    desk.quiet()
    assert desk.picture() == desk.expected()


def test_what_is_looked_at_stays_though_it_is_dropped(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_MOST", 8)
    desk = open_desk(view=looking(**{"plan.epochs": 100_000}))
    training = desk.train()
    qtbot.waitUntil(lambda: len(training.history.moments) > 4)
    pause(qtbot, desk.studio)  # else the moment may be dropped before it is looked at
    kept = training.history.moments[1]
    desk.store.set(moment=kept.step)
    desk.act("pause")  # go on
    qtbot.waitUntil(lambda: kept not in training.history.moments)
    desk.engine.wiring.refresh()
    assert slider(desk).value() == 1
    assert said(desk).startswith(f"step {kept.step:,} ·")
    assert training.twins.step == kept.step
    desk.end()
    desk.quiet()
    assert training.twins.step == kept.step
    assert desk.picture() == desk.expected()


def test_an_undo_goes_back_in_time(trained: Trained) -> None:
    desk, _ = trained()
    newest = desk.picture()
    press(slider(desk), Qt.Key.Key_Home)
    desk.quiet()
    first = desk.picture()
    desk.act("undo")
    desk.quiet()
    assert desk.picture() == newest
    desk.act("redo")
    desk.quiet()
    assert desk.picture() == first != newest


def test_a_moment_that_is_not_kept_is_the_newest(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=View(moment=77))
    assert desk.picture() == desk.expected()
    assert not desk.parts.time.isVisible()
    assert desk.message() == ""
    desk.open(bundle)
    assert moment(desk) is None


def test_a_moment_of_a_training_is_saved(trained: Trained, tmp_path: Path) -> None:
    desk, training = trained()
    desk.store.set(moment=EPOCH)
    desk.quiet()
    seen = desk.picture()
    desk.save(tmp_path / "early.safetensors")
    desk.open(tmp_path / "early.safetensors")
    assert desk.picture() == seen
    assert not desk.parts.time.isVisible()
    assert desk.engine._header is not None
    assert desk.engine._header.step == EPOCH
    assert training.state.step == 4 * EPOCH


def plane_of(desk: Desk) -> Plane:
    plane = placed_of(desk).plane
    assert isinstance(plane, Plane)
    return plane


def test_the_chart_keeps_its_bearings(trained: Trained) -> None:
    desk, _ = trained(latent=5)
    standing = plane_of(desk)
    charts: dict[int, Plane] = {}
    for step in (EPOCH, 3 * EPOCH, EPOCH):
        desk.store.set(moment=step)
        desk.quiet()
        plane = plane_of(desk)
        wanted = Plane.fit(encoded(stopped_at(step, latent=5))).turned_like(standing)
        assert torch.allclose(plane.basis, wanted.basis, atol=1e-5)
        assert torch.equal(charts.setdefault(step, plane).basis, plane.basis)  # on any way there
    desk.store.set(moment=None)
    desk.quiet()
    assert torch.equal(plane_of(desk).basis, standing.basis)


def test_points_travel_to_where_another_moment_puts_them(qtbot: QtBot, trained: Trained) -> None:
    desk, _ = trained()
    canvas = desk.parts.map
    qtbot.waitUntil(lambda: canvas._travel.state() == QVariantAnimation.State.Stopped)
    start, seen = canvas.point_of(7), []
    canvas._travel.moved.connect(lambda points: seen.append(points[7].tolist()))
    desk.store.set(moment=2)
    desk.quiet()
    goal = placed_of(desk).points[7].tolist()
    qtbot.waitUntil(lambda: canvas.point_of(7) == pytest.approx(goal))
    assert seen[-1] == pytest.approx(goal)
    assert start is not None
    along = np.subtract(seen, start) @ np.subtract(goal, start)
    assert (np.diff(along) >= -1e-6).all()
    assert len(seen) > 1


@pytest.mark.parametrize("images", [True, False])
def test_points_travel_to_where_another_model_puts_them(
    desk: Desk, tmp_path: Path, offer: Offer, images: bool
) -> None:
    canvas, names = desk.parts.map, ("one", "two", "other")
    for name in names:
        data = data_set("another" if name == "other" else "small")
        save_trained(tmp_path / name, data, variant_of(name), latent=3 if name == "two" else 2)
        if images:
            offer(data.name, data)
    desk.open(tmp_path / "one")
    for name, travels in (("two", True), ("other", False)):
        desk.qtbot.waitUntil(lambda: canvas.still)
        start, seen = canvas.content.cloud.places, list[NDArray[np.float32]]()
        canvas._travel.moved.connect(seen.append)
        desk.open(tmp_path / name)
        desk.qtbot.waitUntil(lambda: canvas.still)
        canvas._travel.moved.disconnect(seen.append)
        goal = placed_of(desk).points
        on_the_way = [points for points in seen if not np.allclose(points, goal, atol=1e-3)]
        assert bool(on_the_way) == travels
        assert np.allclose(canvas.content.cloud.places, goal)
        assert not np.allclose(start, goal, atol=1e-2)


def variant_of(name: str) -> str:
    """Models of two kinds, so that they differ."""
    return "vanilla" if name == "one" else "vae"


def trails_of(desk: Desk) -> tuple[list[NDArray[np.float32]], NDArray[np.intp]]:
    trails = desk.parts.map.content.trails
    return list(trails._places), trails._numbers


def test_a_trail_leaves_out_what_all_samples_moved_together(trained: Trained) -> None:
    desk, training = trained(latent=5)
    desk.store.set(selection=(3, 4))
    desk.quiet()
    placed, step = placed_of(desk), training.history.moments[-2].step
    before, spread = encoded(stopped_at(step, latent=5)), np.linspace(0, 359, 200).round()
    moved = placed.latents[spread].mean(0) - before[spread].mean(0)
    wanted = placed.plane.project(before[[3, 4]] + moved)
    places, _ = trails_of(desk)
    assert torch.allclose(torch.from_numpy(places[-1]), wanted, atol=1e-5)


def test_trails_lead_through_the_moments_before(trained: Trained) -> None:
    desk, training = trained()
    desk.store.set(moment=2 * EPOCH)
    desk.quiet()
    steps = [past.step for past in training.history.moments if past.step < 2 * EPOCH]
    places, numbers = trails_of(desk)
    assert len(places) == 8
    assert len(numbers) == 200
    for place, step in zip(places[-2:], steps[-2:], strict=True):
        assert torch.allclose(torch.from_numpy(place), encoded(stopped_at(step))[numbers])
    desk.store.set(selection=(5, 9, 10**6))
    desk.quiet()
    places, numbers = trails_of(desk)
    assert numbers.tolist() == [5, 9]
    assert torch.allclose(torch.from_numpy(places[-1]), encoded(stopped_at(steps[-1]))[[5, 9]])
    desk.store.set(moment=0)
    desk.quiet()
    assert not trails_of(desk)[0]
    desk.store.set(moment=1)
    desk.quiet()
    assert len(trails_of(desk)[0]) == 1
    desk.store.set(trails=False)
    desk.quiet()
    assert not trails_of(desk)[0]


@pytest.mark.parametrize("variant", ["pca", "vanilla", "gan"])
def test_other_models_have_a_past(bundle: Path, open_desk: OpenDesk, variant: str) -> None:
    desk = open_desk(view=looking(**{"plan.epochs": 1}))
    desk.choose("Model", variant)
    training = desk.train()
    desk.wait_for_end()
    desk.quiet()
    assert len(training.history.moments) > 1
    for past in (training.history.moments[0], training.history.moments[-2]):
        desk.store.set(moment=past.step)
        desk.quiet()
        fill(training.state.model, past)
        assert desk.picture() == desk.expected()
    assert desk.message() == ""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of two epochs of digits, with its snapshots."""
    data = open_data("digits")
    state = state_of(data, "vae", {**PLAN, "epochs": 2, "seed": 0}, hidden=(16,))
    for _ in record(tmp_path / "run", state, data, "digits", train(state, data.train)):
        pass
    return tmp_path / "run"


def test_a_run_that_is_opened_has_its_snapshots(
    run: Path, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = open_desk(str(run))
    assert desk.parts.time.isVisible()
    newest = desk.picture()
    assert said(desk) == "step 22 · epoch 2 of 2"
    press(slider(desk), Qt.Key.Key_Home)
    assert moment(desk) == 1
    desk.store.set(moment=8)
    desk.quiet()
    alone = stopped_at(8, epochs=2)
    assert desk.picture() == decoded(alone, desk) != newest
    assert torch.equal(placed_of(desk).latents, encoded(alone))
    desk.open(bundle)
    assert moment(desk) is None
    assert not desk.parts.time.isVisible()


def test_the_curves_of_a_run_that_is_opened_are_drawn(
    run: Path, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = open_desk(str(run))
    curves = desk.parts.train.curves
    reports = read_reports(checkpoint_path(run), 22)
    for name, (seen, values) in curves.points().items():
        assert seen.tolist() == [report.seen for report in reports]
        assert values.tolist() == pytest.approx([report.terms[name] for report in reports])
    assert {"reconstruction", "kl"} <= set(curves.points())
    desk.open(bundle)
    assert not curves.points()


def test_a_history_is_let_go_with_its_model(trained: Trained, bundle: Path) -> None:
    desk, training = trained()
    desk.open(bundle)
    assert not training.history.moments


def test_snapshots_that_are_damaged_are_passed_over(
    run: Path, bundle: Path, open_desk: OpenDesk
) -> None:
    snapshots = sorted((run / "snapshots").iterdir())
    snapshots[0].write_bytes(b"no checkpoint")
    desk = open_desk(str(run))
    assert desk.message() == ""
    assert slider(desk).maximum() == len(snapshots) - 2  # without the damaged and the last one
    desk.open(snapshots[1])
    assert not desk.parts.time.isVisible()


def test_a_view_brings_its_moment(run: Path, bundle: Path, open_desk: OpenDesk) -> None:
    view = View(slots=(Slot(model=str(run)),), moment=8)
    desk = open_desk(view=view)
    assert moment(desk) == 8
    assert desk.picture() == decoded(stopped_at(8, epochs=2), desk)
    assert torch.equal(placed_of(desk).latents, encoded(stopped_at(8, epochs=2)))
