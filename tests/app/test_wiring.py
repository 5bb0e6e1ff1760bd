"""The flow from the view to the decoder and back, in the real window."""

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import torch
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from torch import Tensor

from aeviewer.app import requests
from aeviewer.app.decoder import Request
from aeviewer.app.flows.cursor import Cursor
from aeviewer.app.flows.path.flow import PathFlow
from aeviewer.app.flows.path.geodesic import Geodesic
from aeviewer.app.models import shelf
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.app.trainings.trainer import Training
from aeviewer.app.views.probe.sliders import LatentSliders
from aeviewer.data.images import DataSet
from aeviewer.latent.geodesic import energy_of
from aeviewer.latent.path import lerp
from aeviewer.latent.plane import Plane
from aeviewer.session.view import Anchor, Camera
from aeviewer.zoo.cvae import CVAE
from aeviewer.zoo.registry import Model
from tests.app.conftest import Desk, placed_of, subject_of
from tests.app.hands import child
from tests.app.making import data_set, images, level, resting, state_of


def plane_of(desk: Desk) -> Plane:
    plane = placed_of(desk).plane
    assert isinstance(plane, Plane)
    return plane


def training_of(latent: int, data: DataSet | None = None) -> Training:
    data = data or data_set()
    state = state_of(data, latent=latent)
    return resting(state, data)


def geodesic_of(desk: Desk) -> tuple[Geodesic, list[Request]]:
    """The flow, and all that it asks for from now on."""
    flow = desk.flow(Geodesic)
    asked: list[Request] = []
    ask = flow._ask

    def heard(request: Request) -> None:
        asked.append(request)
        ask(request)

    flow._ask = heard
    return flow, asked


def show(desk: Desk, subject: Subject) -> None:
    desk.engine.wiring.show(subject)
    desk.quiet()


def test_all_is_asked_of_a_new_model(desk: Desk) -> None:
    training = training_of(2)
    desk.engine.wiring.show(shelf.live(training))
    desk.answered("map", "probe", "pair", "samples", "reconstructions")
    assert desk.picture() == desk.expected()
    assert desk.parts.map.point_of(39) is not None
    assert desk.parts.map.point_of(40) is None


def test_a_slider_moves_the_cursor(desk: Desk) -> None:
    sliders = child(desk.parts.probe, LatentSliders)
    sliders.moved.emit(1, 0.75)
    assert desk.view.cursor == pytest.approx((0, 0.75))
    sliders.released.emit()
    desk.quiet()
    assert desk.picture() == desk.expected()
    desk.act("undo")
    assert desk.view.cursor == pytest.approx((0, 0))
    desk.quiet()
    assert sliders._values == pytest.approx([0, 0])


def test_the_ends_of_the_path_are_decoded(desk: Desk) -> None:
    desk.store.set(anchors=(Anchor((0.0, 0.0), 3), Anchor((1.0, 1.0))))
    desk.answered("anchors")
    ends = [end._image for end in desk.parts.path._ends]
    subject = subject_of(desk)
    latents = torch.stack([placed_of(desk).latents[3], torch.tensor([1.0, 1.0])])
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert ends == pictures(model.decode(latents))
    desk.store.set(anchors=())
    assert [end._image for end in desk.parts.path._ends] == [None, None]


def test_an_anchor_moves_with_its_sample(desk: Desk) -> None:
    training = training_of(2)
    show(desk, shelf.live(training))
    desk.store.set(anchors=(Anchor((0.0, 0.0), 1), Anchor((1.0, 1.0), 2)), t=0.0)
    desk.quiet()
    before = [end._image for end in desk.parts.path._ends]
    training.twins.publish(state_of(training.data, plan={"seed": 9}).model, 5)
    desk.engine.wiring._pace._began = 0.0
    desk.engine.wiring.refresh()
    desk.quiet()
    assert [end._image for end in desk.parts.path._ends] != before


def test_only_new_weights_are_looked_at(qtbot: QtBot, desk: Desk) -> None:
    training = training_of(2)
    show(desk, shelf.live(training))
    with qtbot.assertNotEmitted(desk.engine.wiring.answered):
        desk.engine.wiring.refresh()
        desk.turn()
    training.twins.publish(level(training.state.model, 0.01), 1)
    desk.engine.wiring.refresh()
    desk.answered("probe")
    assert desk.picture() == desk.expected()


def test_what_was_passed_over_in_haste_is_made_good(desk: Desk) -> None:
    """Two publications within a quarter of a second: the map shows the second in the end."""
    training = training_of(2)
    show(desk, shelf.live(training))
    for number in (1, 2):
        training.twins.publish(level(training.state.model, number / 100), number)
        desk.engine.wiring.refresh()
        desk.quiet()
    desk.engine.wiring._pace._began = 0.0  # a quarter of a second later
    desk.engine.wiring.refresh()
    desk.quiet()
    with training.twins.reading() as (model, _), torch.no_grad():
        wanted = model.encode(training.data.test.floats(slice(None))).mean  # type: ignore[operator]  # a VAE
    assert torch.allclose(placed_of(desk).latents, wanted)


def test_a_late_answer_does_not_place_other_samples(desk: Desk) -> None:
    """The map of 40 samples is on its way when a model with 7 is put on show."""
    wiring, sent = desk.engine.wiring, Event()
    wiring.show(shelf.live(training_of(2)))

    def tell(_: Model) -> None:
        sent.set()

    wiring._decoder.ask(Request("told", "a", iter([tell]), 99))
    assert sent.wait(10)
    wiring.show(shelf.live(training_of(2, DataSet("few", images(9), images(7)))))
    desk.quiet()
    assert len(placed_of(desk).points) == 7


def test_the_chart_of_a_model_that_stands_has_no_history(desk: Desk) -> None:
    training = training_of(5)
    show(desk, shelf.live(training))
    before = plane_of(desk)
    turned = torch.flip(before.basis, (0,))
    object.__setattr__(before, "basis", turned)  # as if it had turned while it trained
    show(desk, shelf.finished(training))
    found = placed_of(desk)
    assert torch.equal(plane_of(desk).basis, Plane.fit(found.latents).basis)


def test_the_cursor_is_alive_while_all_samples_are_placed(
    monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    monkeypatch.setattr(shelf, "_LIVE_SAMPLES", 7)
    training = training_of(2)
    show(desk, shelf.live(training))
    desk.engine.wiring.show(shelf.finished(training))
    assert subject_of(desk).latent((0, 0), ()) is not None
    desk.quiet()
    assert len(placed_of(desk).points) == 40


@pytest.mark.parametrize("at_hand", [True, False])
def test_axes_are_chosen(desk: Desk, at_hand: bool) -> None:
    subject = shelf.live(training_of(4))
    show(desk, subject)
    if not at_hand:
        show(desk, replace(subject_of(desk), images=None))
    latents = placed_of(desk).latents
    desk.engine.wiring._placing.refresh()  # and while that is worked out
    desk.store.set(axes=(3, 1))
    desk.quiet()
    assert torch.allclose(torch.from_numpy(placed_of(desk).points), latents[:, [3, 1]])
    assert desk.parts.map.point_of(5) == pytest.approx(latents[5, [3, 1]].tolist())
    assert desk.picture() == desk.expected()


def test_an_error_is_shown_and_the_next_picture_comes(
    monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    def fail(_: object) -> object:
        raise RuntimeError("out of memory: 3 GB wanted")

    with monkeypatch.context() as patch:
        patch.setattr(requests, "pictures", fail)
        with desk.qtbot.waitSignal(desk.engine.failed):
            desk.drag((0, 0), (1, 1))
        desk.turn()
    assert "out of memory; choose a smaller batch" in desk.message()
    desk.drag((0, 0), (1, -1))
    desk.quiet()
    assert desk.picture() == desk.expected()


def test_the_nearest_sample_is_told(desk: Desk) -> None:
    point = desk.parts.map.point_of(11)
    assert point is not None
    desk.store.set(cursor=point)
    desk.quiet()
    labels = subject_of(desk).labels
    assert labels is not None
    assert desk.parts.probe._nearest.text() == f"Nearest: {labels[11]} · sample 11"
    subject = subject_of(desk)
    assert subject.images is not None
    assert desk.parts.probe._input.image == pictures(subject.images.pixels[11:12])[0]


def test_where_no_sample_is_near_the_probe_shows_none(desk: Desk) -> None:
    before, probe = desk.parts.probe._input.image, desk.parts.probe
    assert before is not None
    desk.store.set(hidden=frozenset(range(10)))
    desk.quiet()
    assert (probe._input.image, probe._output.image) == (None, None)
    assert "All classes are hidden" in probe._input.accessibleDescription()
    assert "All classes are hidden" in desk.parts.map.content.note
    desk.store.set(hidden=frozenset())
    desk.quiet()
    assert desk.parts.map.content.note == ""
    assert probe._input.image == before


def test_a_view_may_come_from_a_bundled_model_of_another_size(desk: Desk, tmp_path: Path) -> None:
    """A base and an anchor that belong to other latents are passed over."""
    desk.store.set(base=(1.0, 2.0, 3.0), anchors=(Anchor((0.0, 0.0), 10**6), Anchor((1.0, 0.0))))
    desk.store.set(t=0.5)
    desk.quiet()
    assert desk.view.cursor == pytest.approx((0.5, 0))
    assert desk.picture() == desk.expected()


def test_the_cursor_stays_on_its_path(desk: Desk) -> None:
    desk.store.set(anchors=(Anchor((0.0, 0.0), 3), Anchor((0.0, 0.0), 8)))
    desk.store.set(t=0.5)
    first = desk.view.cursor
    desk.store.set(anchors=(Anchor((0.0, 0.0), 3), Anchor((0.0, 0.0), 20)))
    latents = placed_of(desk).latents
    assert desk.view.cursor == pytest.approx((latents[[3, 20]].mean(0)).tolist(), abs=1e-5)
    assert desk.view.cursor != first
    desk.store.set(cursor=(0.1, 0.2))  # by hand: now it is free
    desk.store.set(anchors=(Anchor((0.0, 0.0), 1), Anchor((0.0, 0.0), 20)))
    assert desk.view.cursor == (0.1, 0.2)
    desk.quiet()


def test_a_conditional_model_is_told_a_class(desk: Desk) -> None:
    data = data_set()
    state = state_of(data, "cvae")
    show(desk, shelf.finished(resting(state, data)))
    box = child(desk.parts.probe, QComboBox, "Class told")
    assert box.isVisible()
    blank = desk.picture()
    box.setCurrentIndex(3)
    box.activated.emit(3)
    desk.quiet()
    assert desk.view.condition == 2
    subject = subject_of(desk)
    latent = subject.latent(desk.view.cursor, desk.view.base)
    assert latent is not None
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, CVAE)
        told = model.decode_as(latent[None], torch.tensor([2]))
    assert desk.picture() == pictures(told)[0] != blank
    desk.act("undo")
    desk.quiet()
    assert desk.picture() == blank
    show(desk, shelf.finished(training_of(2)))
    assert not box.isVisible()


def test_a_model_without_samples_is_seen_through_a_draw_from_its_prior(desk: Desk) -> None:
    data = data_set()
    state = state_of(data, "gan", latent=6, width=2)
    show(desk, shelf.finished(resting(state, data)))
    plane = plane_of(desk)
    drawn = state.model.prior(1, torch.Generator().manual_seed(0))[0]
    assert torch.equal(plane.origin[2:], drawn[2:])
    assert torch.equal(plane.origin[:2], torch.zeros(2))
    point = drawn[:2].tolist()
    desk.store.set(cursor=(point[0], point[1]))
    desk.quiet()
    with torch.no_grad(), subject_of(desk).twins.reading() as (model, _):
        assert desk.picture() == pictures(model.decode(drawn[None]))[0]


def test_a_path_leads_through_many_anchors_and_back(desk: Desk) -> None:
    places = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    desk.store.set(anchors=tuple(map(Anchor, places)), closed=True)
    for t, place in ((1 / 3, places[1]), (2 / 3, places[2]), (1.0, places[0])):
        desk.store.set(t=t)
        assert desk.view.cursor == pytest.approx(place, abs=1e-5)
    desk.store.set(closed=False)
    desk.store.set(t=0.5)
    assert desk.view.cursor == pytest.approx(places[1], abs=1e-5)


def test_a_geodesic_relaxes_and_the_cursor_walks_on_it(desk: Desk) -> None:
    anchors = (Anchor((-1.5, -1.0)), Anchor((1.5, 1.0)))
    desk.store.set(anchors=anchors, path="geodesic")
    desk.quiet()
    flow = desk.flow(PathFlow)
    string = flow._subject.string if flow._subject else None
    assert string is not None
    assert string[0].tolist() == pytest.approx([-1.5, -1.0])
    assert string[-1].tolist() == pytest.approx([1.5, 1.0])
    straight = lerp(string[0], string[-1], torch.linspace(0, 1, len(string)))
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        relaxed, before = (energy_of(model.decode(z)) for z in (string, straight))
    assert relaxed < before
    desk.store.set(t=0.5)
    middle = (string[11] + string[12]) / 2
    assert desk.view.cursor == pytest.approx(middle.tolist(), abs=1e-4)
    desk.store.set(path="lerp")
    assert flow._subject
    assert flow._subject.string is None
    assert desk.view.cursor == pytest.approx((0, 0), abs=1e-5)


def test_a_geodesic_goes_on_relaxing_when_its_model_is_put_on_show_again(desk: Desk) -> None:
    flow, asked = geodesic_of(desk)
    desk.store.set(anchors=(Anchor((-1.5, -1.0)), Anchor((1.5, 1.0))), path="geodesic")
    found: list[Tensor] = []
    flow.found.connect(found.append)
    desk.engine.wiring.show(subject_of(desk))  # as a training that ends; the decoder drops all
    assert [request.name for request in asked] == ["geodesic"] * 2
    desk.quiet()
    assert len(found) > 1
    assert not torch.equal(found[0], found[-1])


def test_a_geodesic_that_nobody_wants_is_withdrawn(desk: Desk) -> None:
    _, asked = geodesic_of(desk)
    desk.store.set(path="slerp")
    assert not asked
    desk.store.set(anchors=(Anchor((-1.5, -1.0)), Anchor((1.5, 1.0))), path="geodesic")
    desk.store.set(path="lerp")
    assert [request.name for request in asked] == ["geodesic"] * 2
    assert not list(asked[-1].slices)  # there is nothing more to do
    desk.store.set(anchors=())
    assert len(asked) == 2
    desk.store.set(anchors=(Anchor((-1.5, -1.0)), Anchor((1.5, 1.0))), path="geodesic")
    assert len(asked) == 3


def test_the_strip_shows_the_pictures_along_the_path(desk: Desk) -> None:
    desk.store.set(anchors=(Anchor((-1.0, 0.0)), Anchor((1.0, 0.5))))
    desk.quiet()
    strip = desk.parts.path.strip
    assert len(strip._images) == strip.count > 3
    walked = lerp(
        torch.tensor([-1.0, 0.0]), torch.tensor([1.0, 0.5]), torch.linspace(0, 1, strip.count)
    )
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        assert list(strip._images) == pictures(model.decode(walked))
    before = strip.count
    desk.window.resize(desk.window.width() + 200, desk.window.height())
    desk.turn()
    desk.quiet()
    assert len(strip._images) == strip.count > before
    desk.store.set(anchors=())
    assert not strip._images


def test_the_cursor_is_put_on_a_draw_from_the_prior(desk: Desk) -> None:
    seen = set()
    for _ in range(3):
        before = desk.view.cursor
        desk.parts.probe.sample.click()
        desk.quiet()
        assert desk.view.cursor != before
        assert desk.picture() == desk.expected()
        seen.add(desk.view.cursor)
    assert len(seen) == 3
    desk.act("undo")
    assert desk.view.cursor in seen


def test_a_draw_that_comes_before_the_plane_moves_nothing(desk: Desk) -> None:
    before = desk.view.cursor
    cursor = desk.engine.wiring.findChildren(Cursor)[0]
    cursor.show(replace(subject_of(desk), placed=None))
    desk.parts.probe.sample.click()
    desk.quiet()
    assert desk.view.cursor == before
    cursor.show(subject_of(desk))
    desk.parts.probe.sample.click()
    desk.quiet()
    assert desk.view.cursor != before


def test_the_nearest_sample_s_posterior_is_drawn_from_again(desk: Desk) -> None:
    placed = placed_of(desk)
    assert placed.stds is not None
    point = placed.points[5].tolist()
    desk.store.set(cursor=(point[0], point[1]))
    desk.quiet()
    steps = []
    for _ in range(40):
        desk.store.set(cursor=(point[0], point[1]))
        desk.quiet()
        desk.parts.probe.resample.click()
        steps.append((torch.tensor(desk.view.cursor) - placed.latents[5]) / placed.stds[5])
    spread = torch.stack(steps).std()
    assert 0.6 < spread < 1.5


def test_a_deterministic_encoder_has_nothing_to_draw_from_again(desk: Desk) -> None:
    data = data_set()
    state = state_of(data, "vanilla", latent=2)
    show(desk, shelf.finished(resting(state, data)))
    assert not desk.parts.probe.resample.isEnabled()
    assert "deterministic" in desk.parts.probe.resample.toolTip()
    assert desk.parts.probe.sample.isEnabled()


def test_the_mouse_rests_where_more_samples_come(desk: Desk) -> None:
    """What is under the mouse is looked up among the samples that are on the map."""
    show(desk, shelf.live(training_of(2)))
    placed = subject_of(desk)  # as a checkpoint that brings its latents
    place = desk.parts.map.point_of(30)
    assert place is not None
    show(desk, shelf.live(training_of(2, DataSet("few", images(9), images(7)))))
    desk.store.set(camera=Camera(place, 0.01))
    QTest.mouseMove(desk.parts.map, desk.pixel(place))
    show(desk, replace(placed, twins=training_of(2).twins))
    assert desk.parts.map._pointing.sample == 30


def test_who_was_not_told_of_a_model_asks_it_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cursor is told before the path is, and the view changes meanwhile."""
    wiring, errors = desk.engine.wiring, list[Exception]()
    wiring.failed.connect(errors.append)
    desk.store.set(anchors=(Anchor((0.0, 0.0), 3), Anchor((1.0, 0.0))))
    desk.quiet()
    told, asked, ask = Cursor.show, list[str](), wiring._decoder.ask

    def heard(request: Request) -> None:
        asked.append(request.name)
        ask(request)

    def tell(cursor: Cursor, subject: Subject) -> None:
        told(cursor, subject)
        with monkeypatch.context() as patch:
            patch.setattr(wiring._decoder, "ask", heard)
            desk.store.set(closed=not desk.view.closed)

    monkeypatch.setattr(Cursor, "show", tell)
    wiring.show(replace(shelf.live(training_of(5)), images=None))
    assert not {"anchors", "strip"} & set(asked)
    desk.quiet()
    assert errors == []
    monkeypatch.setattr(Cursor, "show", told)
    wiring.show(shelf.live(training_of(5)))
    desk.answered("anchors", "strip")
