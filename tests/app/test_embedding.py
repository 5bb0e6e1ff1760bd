"""t-SNE and UMAP on the map: chosen, fitted beside the window, stopped, undone, saved."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QAbstractAnimation, QProcess
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QPushButton

from aeviewer.app.flows.embedding import fitter
from aeviewer.app.flows.embedding import job as embedding_job
from aeviewer.app.flows.embedding import words as embedding_words
from aeviewer.app.flows.embedding.flow import Charts
from aeviewer.app.flows.map import fields
from aeviewer.app.flows.map.flow import MapLayers
from aeviewer.app.models import shelf
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.app.requests import decoded
from aeviewer.app.trainings.trainer import Training
from aeviewer.latent.embedding import Embedding
from aeviewer.latent.plane import Plane
from aeviewer.session.file import from_text, to_text
from aeviewer.session.view import Anchor, Slot, View
from aeviewer.training.plan import Plan
from aeviewer.training.state import begin
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk, OpenDesk, placed_of, subject_of
from tests.app.hands import child, click
from tests.app.making import CPU, data_set, resting, save_trained, state_of

LONG = 60_000  # milliseconds: a process starts, on a machine that has other things to do

QUICK = """
import io, sys
import numpy as np
z = np.load(io.BytesIO(sys.stdin.buffer.read()))
print("progress 1 2", file=sys.stderr, flush=True)
turn = np.random.default_rng(int(sys.argv[2])).normal(size=(z.shape[1], 2))
made = io.BytesIO()
np.save(made, (10 * np.tanh(z @ turn)).astype(np.float32))
sys.stdout.buffer.write(made.getvalue())
"""
ENDLESS = """
import sys, threading
sys.stdin.buffer.read()
print("progress 1 4", file=sys.stderr, flush=True)
threading.Event().wait()
"""
FAILING = "import sys; sys.stdin.buffer.read(); raise ValueError('no room for a map')"

Program = Callable[[str], None]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    """Fits by another program than t-SNE."""

    def write(code: str) -> None:
        path = tmp_path / "fit.py"
        path.write_text(code, encoding="utf-8")
        monkeypatch.setattr(fitter, "_PROGRAM", str(path))

    return write


def training_of(latent: int, variant: str = "vae") -> Training:
    data = data_set()
    state = state_of(data, variant, latent=latent)
    return resting(state, data)


def show(desk: Desk, subject: Subject) -> None:
    desk.engine.wiring.show(subject)
    desk.quiet()


@pytest.fixture
def four(desk: Desk) -> Desk:
    """A model of four dimensions is on show, and stands."""
    show(desk, shelf.finished(training_of(4)))
    return desk


def charts_of(desk: Desk) -> Charts:
    return desk.engine.wiring._charts


def states_of_process(desk: Desk) -> list[QProcess.ProcessState]:
    """What becomes of the process that fits, as it goes on."""
    process = charts_of(desk)._fitter._process
    assert process is not None
    states: list[QProcess.ProcessState] = []
    process.stateChanged.connect(states.append)
    return states


def chart_of(desk: Desk) -> str:
    return desk.view.chart


def latent_of(desk: Desk) -> torch.Tensor:
    latent = subject_of(desk).latent(desk.view.cursor, desk.view.base)
    assert latent is not None
    return latent


def choose(desk: Desk, entry: str) -> None:
    box = child(desk.parts.probe, QComboBox, "Horizontal axis of the map")
    index = box.findText(entry)
    assert index >= 0, [box.itemText(place) for place in range(box.count())]
    box.setCurrentIndex(index)
    box.activated.emit(index)


def button(desk: Desk, name: str) -> QPushButton:
    return child(desk.parts.probe, QPushButton, name)


def caption(desk: Desk) -> str:
    return desk.parts.map.content.caption


def wait(desk: Desk) -> None:
    """Until the chart is there."""
    desk.qtbot.waitUntil(lambda: not charts_of(desk).busy, timeout=LONG)
    desk.quiet()


def fit(desk: Desk, entry: str = "t-SNE") -> None:
    choose(desk, entry)
    assert charts_of(desk).busy
    wait(desk)


def picture_of_map(desk: Desk) -> QImage:
    moving = desk.parts.map.findChildren(QAbstractAnimation)
    running = QAbstractAnimation.State.Running
    desk.qtbot.waitUntil(lambda: not any(one.state() == running for one in moving), timeout=LONG)
    return desk.parts.map.grab().toImage()


def test_tsne_is_chosen_fitted_and_undone(four: Desk) -> None:
    desk, flat = four, placed_of(four)
    desk.drag((0, 0), (0.3, 0.2))
    desk.quiet()
    latent, picture = latent_of(desk), desk.picture()
    choose(desk, "t-SNE")
    assert chart_of(desk) == "pca"
    assert placed_of(desk).plane is flat.plane
    assert "t-SNE of 40 samples: 0 %" in caption(desk)
    desk.qtbot.waitUntil(lambda: "s left" in caption(desk), timeout=LONG)
    wait(desk)
    assert chart_of(desk) == "tsne"
    chart = placed_of(desk).plane
    assert isinstance(chart, Embedding)
    assert chart.names == ("t-SNE 1", "t-SNE 2")
    assert np.array_equal(placed_of(desk).points, chart.points.numpy())
    assert desk.parts.map.point_of(7) == pytest.approx(chart.points[7].tolist())
    assert torch.equal(latent_of(desk), latent)  # the cursor is where it was among latents
    assert desk.picture() == picture == desk.expected()
    points = placed_of(desk).points
    desk.act("undo")
    desk.quiet()
    assert chart_of(desk) == "pca"
    assert np.array_equal(placed_of(desk).points, flat.points)
    desk.act("redo")
    assert not charts_of(desk).busy  # it is kept
    desk.quiet()
    assert np.array_equal(placed_of(desk).points, points)


def test_the_same_seed_gives_the_same_map(four: Desk) -> None:
    fit(four)
    points = placed_of(four).points
    charts_of(four)._known._kept.clear()
    four.store.set(chart="pca")
    fit(four)
    assert np.array_equal(placed_of(four).points, points)


def test_the_words_tell_the_inverse_and_its_error(four: Desk, program: Program) -> None:
    program(QUICK)
    fit(four)
    chart = placed_of(four).plane
    assert isinstance(chart, Embedding)
    spread = (chart.latents - chart.latents.mean(0)).norm(dim=1).mean()
    off = chart.errors(slice(40)).mean() / spread
    assert caption(four) == (
        f"Between samples: a mix of the 8 nearest,\noff by {off:#.3g} of the spread"
    )
    box = child(four.parts.probe, QComboBox, "Horizontal axis of the map")
    assert "no better than the mean" in box.toolTip()
    choose(four, "PCA")
    four.quiet()
    assert caption(four) == ""
    assert isinstance(placed_of(four).plane, Plane)


def test_a_drag_decodes_what_the_chart_lifts(four: Desk, program: Program) -> None:
    program(QUICK)
    fit(four)
    chart, goal = placed_of(four).plane, four.parts.map.point_of(11)
    assert goal is not None
    four.drag(four.view.cursor, (1.0, 1.0), goal)
    four.quiet()
    assert torch.equal(latent_of(four), chart.lift(torch.tensor([four.view.cursor]))[0])
    assert four.picture() == four.expected()
    four.store.set(cursor=goal)
    four.quiet()
    assert torch.equal(latent_of(four), placed_of(four).latents[11])
    four.parts.probe.sliders.moved.emit(2, 0.75)
    four.quiet()
    expected = placed_of(four).latents[11].clone()
    expected[2] = 0.75
    assert torch.equal(latent_of(four), expected)
    assert four.picture() == four.expected()


def test_a_stop_keeps_the_map_as_it_was(four: Desk, program: Program) -> None:
    program(ENDLESS)
    view, before = four.view, picture_of_map(four)
    choose(four, "t-SNE")
    states = states_of_process(four)
    four.qtbot.waitUntil(lambda: "25 %" in caption(four), timeout=LONG)
    click(button(four, "Stop the fit of the map"))
    assert states[-1] == QProcess.ProcessState.NotRunning
    assert not charts_of(four).busy
    assert four.view == view
    four.quiet()
    assert caption(four) == ""
    assert picture_of_map(four) == before
    program(QUICK)
    fit(four)  # and the next one goes on
    assert chart_of(four) == "tsne"


def test_a_stop_on_the_way_to_a_saved_chart_leaves_the_plane(four: Desk, program: Program) -> None:
    program(ENDLESS)
    four.store.set(chart="tsne")
    assert charts_of(four).busy
    click(button(four, "Stop the fit of the map"))
    assert chart_of(four) == "pca"
    assert not charts_of(four).busy


def test_a_fit_that_fails_says_so(four: Desk, program: Program) -> None:
    program(FAILING)
    view = four.view
    choose(four, "t-SNE")
    with four.qtbot.waitSignal(four.engine.failed, timeout=LONG):
        pass
    assert "the map could not be fitted: valueerror: no room for a map" in four.message()
    assert four.view == view
    assert not charts_of(four).busy


def test_another_seed_is_another_map_and_a_step_of_undo(four: Desk, program: Program) -> None:
    program(QUICK)
    fit(four)
    first = placed_of(four).points
    click(button(four, "Fit the map again"))
    assert four.view.chart_seed == 0
    wait(four)
    assert four.view.chart_seed == 1
    assert not np.allclose(placed_of(four).points, first)
    four.act("undo")
    four.quiet()
    assert np.array_equal(placed_of(four).points, first)


def test_samples_that_there_is_no_time_for_are_placed_among_the_others(
    monkeypatch: pytest.MonkeyPatch, four: Desk, program: Program
) -> None:
    monkeypatch.setattr(embedding_job, "_MOST", 25)
    program(QUICK)
    fit(four)
    placed = placed_of(four)
    assert isinstance(placed.plane, Embedding)
    assert len(placed.plane.points) == 25
    assert len(placed.points) == 40
    torch.testing.assert_close(
        torch.from_numpy(placed.points), placed.plane.project(placed.latents)
    )
    assert "25 of 40 samples fitted" in caption(four)


def test_free_anchors_stay_on_their_latents(four: Desk, program: Program) -> None:
    program(QUICK)
    four.store.set(anchors=(Anchor((0.4, 0.1)), Anchor((0, 0), 5)))
    four.store.settle()
    before = [subject_of(four).anchor(anchor) for anchor in four.view.anchors]
    fit(four)
    after = [subject_of(four).anchor(anchor) for anchor in four.view.anchors]
    for one, two in zip(before, after, strict=True):
        assert one is not None
        assert two is not None
        assert torch.equal(one, two)


def test_layers_that_need_a_plane_say_so(four: Desk, program: Program) -> None:
    four.store.set(layers=("manifold", "classes", "holes", "metric", "density", "prior", "points"))
    four.quiet()
    assert four.parts.map.content._layers["prior"].layer.centre is not None  # type: ignore[attr-defined]
    program(QUICK)
    fit(four)
    texts = [action.text() for action in four.parts.layers.actions()]
    lacking = [text for text in texts if "on a plane only" in text]
    assert [text.split(" (")[0] for text in lacking] == [
        "Holes",
        "Decoder's metric",
        "Steps of equal change",
        "Prior",
        "Posteriors",
        "Pull of the model",
    ]
    assert set(fields.missing(subject_of(four))) == {
        "holes",
        "metric",
        "steps",
        "prior",
        "posteriors",
        "pull",
    }
    layers = four.flow(MapLayers)
    assert layers.heats["holes"].heat is None
    assert layers.heats["classes"].heat is not None
    assert layers.prior.centre is None
    assert layers.manifold.missing(four.parts.map.viewport, 0) == []
    four.store.set(beside="posterior")
    four.quiet()
    assert "on a plane only" in four.parts.probe.posterior.pad.invitation
    choose(four, "PCA")
    four.quiet()
    assert layers.heats["holes"].heat is not None


def test_a_saved_view_gives_the_same_pixels(
    shelf_folder: Path, open_desk: OpenDesk, program: Program, tmp_path: Path
) -> None:
    program(QUICK)
    path = tmp_path / "four.safetensors"
    save_trained(path, data_set("four"), latent=4)  # its images are not at hand
    desk = open_desk(view=View(slots=(Slot(model=str(path)),)))
    fit(desk)
    desk.drag(desk.view.cursor, (2.0, -3.0))
    desk.quiet()
    seen, saved = picture_of_map(desk), to_text(desk.view)
    again = open_desk(view=from_text(saved, "test"))
    wait(again)
    assert placed_of(again).plane.names == ("t-SNE 1", "t-SNE 2")
    assert again.view == desk.view
    assert again.picture() == desk.picture()
    assert picture_of_map(again) == seen


def test_another_model_is_shown_by_its_plane(four: Desk, program: Program, tmp_path: Path) -> None:
    program(QUICK)
    fit(four)
    path = tmp_path / "five.safetensors"
    save_trained(path, data_set("five"), latent=5)
    four.open(path)
    assert chart_of(four) == "pca"
    assert four.view.cursor == pytest.approx((0, 0))
    assert isinstance(placed_of(four).plane, Plane)


def test_another_model_ends_the_fit(four: Desk, program: Program) -> None:
    program(ENDLESS)
    choose(four, "t-SNE")
    states = states_of_process(four)
    show(four, shelf.finished(training_of(5)))
    assert states[-1] == QProcess.ProcessState.NotRunning
    assert not charts_of(four).busy
    choose(four, "t-SNE")  # and the window closes in the midst of it
    assert charts_of(four).busy


def entries(desk: Desk) -> list[str]:
    box = child(desk.parts.probe, QComboBox, "Horizontal axis of the map")
    return [box.itemText(place) for place in range(box.count())][:3]


def test_umap_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, four: Desk) -> None:
    monkeypatch.setattr(embedding_words, "find_spec", lambda _: None)
    show(four, subject_of(four))
    assert entries(four)[1:] == ["t-SNE", 'UMAP (pip install "aeviewer[embed]")']
    four.store.set(chart="umap")  # as a saved view may
    assert caption(four) == 'No UMAP here: pip install "aeviewer[embed]"'
    assert not charts_of(four).busy
    assert isinstance(placed_of(four).plane, Plane)


def test_while_a_model_trains_it_is_shown_by_its_plane(four: Desk) -> None:
    show(four, shelf.live(training_of(4)))
    assert entries(four)[1] == "t-SNE (not while the model trains)"
    four.store.set(chart="tsne")
    assert caption(four) == "No t-SNE here: not while the model trains"
    assert not charts_of(four).busy


@pytest.mark.parametrize("latent", [1, 2])
def test_a_latent_that_the_map_shows_as_it_is(desk: Desk, latent: int) -> None:
    show(desk, shelf.finished(training_of(latent)))
    desk.store.set(chart="tsne")
    assert caption(desk) == "No t-SNE here: the map shows all of this latent"
    assert not charts_of(desk).busy


def test_a_model_without_samples(desk: Desk) -> None:
    data = data_set()
    state = state_of(data, "gan", latent=6, width=2)
    show(desk, shelf.finished(resting(state, data)))
    assert entries(desk)[1] == "t-SNE (it needs 10 samples)"


def test_latents_that_are_not_finite(four: Desk) -> None:
    placed = placed_of(four)
    latents = placed.latents.clone()
    latents[3, 1] = torch.nan
    broken = replace(subject_of(four), placed=replace(placed, latents=latents))
    assert embedding_words.lack(broken, "tsne") == "latents are not finite"


@pytest.mark.parametrize(
    ("variant", "knobs"),
    [
        ("vq", {"codes": 8, "channels": (4,)}),
        ("rvq", {"codes": 8, "channels": (4,)}),
        ("conv", {"channels": (4,), "hidden": (8,), "latent": 64}),
        ("vanilla", {"hidden": (8,), "latent": 3}),
    ],
)
def test_latents_of_any_shape(
    desk: Desk, program: Program, variant: str, knobs: dict[str, object]
) -> None:
    program(QUICK)
    data = data_set(shape=(1, 8, 8))
    config = find(variant).configure(knobs)
    state = begin(variant, config, Plan.make("plan", {}), data.train.shape, CPU)
    show(desk, shelf.finished(resting(state, data)))
    fit(desk)
    assert chart_of(desk) == "tsne"
    desk.drag(desk.view.cursor, (1.0, 1.0))
    desk.quiet()
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        assert desk.picture() == pictures(decoded(model, latent_of(desk)[None]))[0]
