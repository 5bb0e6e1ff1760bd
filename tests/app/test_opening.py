"""What of the view stays when a model is opened, and what was another's goes."""

import threading
from pathlib import Path
from typing import Any

import pytest

from aeviewer.app import engine
from aeviewer.app.kit.hint import open_model
from aeviewer.app.models import shelf
from aeviewer.app.models.shelf import Opened
from aeviewer.app.trainings.studio import Order
from aeviewer.app.trainings.trainer import Training
from aeviewer.app.views.adversary.page import AdversaryPage
from aeviewer.data.sources import open_data
from aeviewer.errors import UserError
from aeviewer.session.view import Anchor, View
from tests.app.conftest import BUNDLED, Desk, OpenDesk, subject_of
from tests.app.making import data_set, save_trained

NUMBERED: dict[str, Any] = {
    "selection": (3, 7, 12),
    "sample": 7,
    "groups": ((1, 2), (3,)),
    "anchors": (Anchor((0.5, 0.0), sample=3), Anchor((0.0, 1.0))),
}


def numbered(view: View) -> dict[str, object]:
    return {name: getattr(view, name) for name in NUMBERED}


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A model of other data than the bundled one's."""
    path = tmp_path / "other.safetensors"
    save_trained(path, data_set("mnist"))
    return path


def test_numbers_of_samples_stay_with_their_data(desk: Desk, other: Path, tmp_path: Path) -> None:
    alike = tmp_path / "alike.safetensors"
    save_trained(alike, open_data("digits"), plan={"epochs": 1, "batch": 512})
    desk.store.set(**NUMBERED)
    desk.store.settle()
    desk.open(alike)
    assert numbered(desk.view) == NUMBERED
    desk.open(other)
    assert desk.view.selection == ()
    assert desk.view.sample is None
    assert desk.view.groups == ((), ())
    assert desk.view.anchors == (Anchor((0.5, 0.0)), Anchor((0.0, 1.0)))
    with desk.qtbot.waitSignal(desk.engine.rested):
        desk.act("undo")
    desk.quiet()
    assert desk.view.slots[0].model == str(alike)
    assert numbered(desk.view) == NUMBERED


def test_a_saved_view_keeps_its_selection(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=View(**NUMBERED), saved=True)
    assert numbered(desk.view) == NUMBERED
    desk.open(BUNDLED)
    assert numbered(desk.view) == NUMBERED


def test_the_knobs_offered_at_the_start_are_those_of_the_model(
    bundle: Path, open_desk: OpenDesk
) -> None:
    save_trained(bundle, data_set("mnist"), latent=3, beta=2.0)
    first = open_desk()
    knobs = dict(first.view.knobs)
    assert (knobs["latent"], knobs["beta"], knobs["hidden"]) == (3, 2.0, "8")
    first.open(bundle)
    assert dict(first.view.knobs) == knobs
    own = (("latent", 5),)
    assert open_desk(view=View(knobs=own)).view.knobs == own


def test_an_error_goes_when_the_next_opening_or_training_goes_well(
    desk: Desk, tmp_path: Path
) -> None:
    nowhere, torn = tmp_path / "nowhere", tmp_path / "torn.safetensors"
    torn.write_bytes(b"torn")
    desk.program.open(str(nowhere))
    assert desk.message().startswith("error")
    desk.open(BUNDLED)
    assert desk.message() == ""
    desk.open(torn)
    assert desk.message().startswith("error")
    desk.train()
    assert desk.message() == ""
    desk.end()
    desk.program.show_error(OSError("of another kind"))
    desk.open(BUNDLED)
    assert desk.message().startswith("error")


def test_what_is_solved_at_once_has_no_steps_to_be_set(desk: Desk) -> None:
    for variant, able in (("pca", False), ("vae", True)):
        desk.choose("Model", variant)
        desk.turn()
        for knob in ("Epochs", "Batch", "Learning rate"):
            line = desk.line(knob)
            assert line.isEnabled() == able
            assert ("solved" in line.toolTip()) != able
        assert desk.line("Latent").isEnabled()
        assert desk.line("Normal").isEnabled()


def test_a_model_opened_from_a_page_takes_no_numbers_over(desk: Desk, other: Path) -> None:
    desk.store.set(**NUMBERED)
    desk.store.settle()
    with desk.qtbot.waitSignal(desk.engine.rested):
        open_model(desk.store, str(other))
    desk.quiet()
    assert desk.view.selection == ()
    assert desk.view.sample is None


def test_what_was_asked_for_last_is_shown_though_it_was_read_first(
    desk: Desk, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, gate, read = tmp_path / "slow.safetensors", threading.Event(), shelf.open_checkpoint
    save_trained(slow, data_set("slow"))

    def late(path: Path) -> Opened:
        if path == slow:
            gate.wait(60)
        return read(path)

    monkeypatch.setattr(shelf, "open_checkpoint", late)
    desk.program.open(str(slow))
    with desk.qtbot.waitSignal(desk.engine.opened):
        desk.program.open(str(other))
    with desk.qtbot.waitSignal(desk.engine.rested):
        gate.set()
    assert desk.view.slots[0].model == desk.engine.shown == str(other)
    assert subject_of(desk).data == "mnist"
    desk.open(slow)
    assert subject_of(desk).data == "slow"


def test_a_model_opened_while_one_trains_is_not_told_of_its_loss(desk: Desk, other: Path) -> None:
    desk.store.set(page="adversary")  # which draws the losses, too
    desk.store.set(variant="vae", data="digits", knobs=(("hidden", "8"), ("plan.epochs", 10_000)))
    desk.train()
    curves, page = desk.parts.train.curves, desk.parts.pages.views["adversary"]
    assert isinstance(page, AdversaryPage)
    desk.qtbot.waitUntil(lambda: "kl" in curves.points())
    with desk.qtbot.waitSignals([desk.studio.ended, desk.engine.opened]):
        desk.program.open(str(other))
    desk.quiet()
    assert not curves.points()
    assert not page.curves.points()


def test_no_undo_leads_back_to_a_training_that_another_model_has_ended(
    desk: Desk, other: Path
) -> None:
    desk.store.set(variant="vae", data="digits", knobs=(("hidden", "8"), ("plan.epochs", 10_000)))
    desk.train()
    desk.store.set(cursor=(0.5, 0.5))
    desk.store.settle()
    with desk.qtbot.waitSignals([desk.studio.ended, desk.engine.opened]):
        desk.program.open(str(other))
    desk.quiet()
    assert desk.view.slots[0].model == str(other)
    assert not desk.store.can_undo
    desk.drag((0.0, 0.0), (0.4, 0.2))
    desk.act("undo")
    assert desk.view.slots[0].model == str(other)
    assert not desk.store.can_undo


TRAINED: dict[str, Any] = {
    "variant": "vae",
    "data": "digits",
    "knobs": (("hidden", "8"), ("plan.epochs", 10_000)),
}


@pytest.fixture
def gate(other: Path, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Holds back the reading of the other model until it is set."""
    event, read = threading.Event(), shelf.open_checkpoint

    def late(path: Path) -> Opened:
        if path == other:
            event.wait(60)
        return read(path)

    monkeypatch.setattr(shelf, "open_checkpoint", late)
    return event


def test_a_training_is_not_ended_by_what_was_asked_for_before_it(
    desk: Desk, other: Path, gate: threading.Event
) -> None:
    desk.store.set(**TRAINED)
    desk.program.open(str(other))
    training = desk.train()
    assert desk.message() == ""
    with desk.qtbot.waitSignal(desk.engine.rested):
        gate.set()
    assert desk.phase() == "running"
    assert desk.shows(training)
    assert "other.safetensors was read, but is not on show" in desk.message()
    assert desk.view.variant == "vae"
    assert dict(desk.view.knobs) == dict(TRAINED["knobs"])
    desk.open(other)  # asked for after it, it ends the training as ever
    assert desk.view.slots[0].model == str(other)


def test_what_was_asked_for_before_a_training_that_fails_is_shown(
    desk: Desk, other: Path, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def fail(order: Order) -> Training:
        begun.wait(60)
        raise UserError(f"no {order.data}")

    monkeypatch.setattr(engine, "prepare", fail)
    desk.store.set(**TRAINED)
    before = subject_of(desk)
    desk.program.open(str(other))
    desk.act("start")
    with desk.qtbot.waitSignal(desk.engine.rested):
        gate.set()
    assert subject_of(desk) is before
    with desk.qtbot.waitSignal(desk.studio.ended):
        begun.set()
    desk.quiet()
    assert desk.view.slots[0].model == desk.engine.shown == str(other)
    assert desk.message().startswith("error")
    assert "no digits" in desk.message()


def test_what_a_start_passes_over_is_told_though_a_training_had_to_end_first(
    desk: Desk, other: Path, gate: threading.Event
) -> None:
    desk.store.set(**TRAINED)
    first = desk.train()
    desk.program.open(str(other))
    with desk.qtbot.waitSignal(desk.studio.began) as caught:
        desk.program.tending.start()  # as a message's button does, say of a download
        gate.set()
    second = caught.args[0]
    desk.qtbot.waitUntil(lambda: desk.shows(second) and not desk.engine.busy)
    assert second is not first
    assert desk.phase() == "running"
    assert "other.safetensors was read" in desk.message()
    desk.end()
    assert desk.view.slots[0].model == desk.engine.shown != str(other)


def test_a_model_opened_after_one_that_gave_way_is_offered_to_be_trained(
    bundle: Path, open_desk: OpenDesk, other: Path, gate: threading.Event
) -> None:
    desk = open_desk()
    desk.store.set(**TRAINED)
    with desk.qtbot.waitSignal(desk.studio.began):
        open_model(desk.store, str(other))  # the view names it, as after an undo
        desk.act("start")
    with desk.qtbot.waitSignal(desk.engine.rested):
        gate.set()
    desk.end()
    desk.open(BUNDLED)
    assert dict(desk.view.knobs)["hidden"] == "32"


def test_what_was_done_while_a_training_was_being_kept_can_be_undone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, keep = threading.Event(), Training.keep

    def slow(training: Training, folder: Path) -> Path:
        kept.wait(60)
        return keep(training, folder)

    monkeypatch.setattr(Training, "keep", slow)
    desk.store.set(**TRAINED)
    desk.train()
    with desk.qtbot.waitSignal(desk.studio.ended):
        desk.act("stop")
    desk.quiet()
    desk.drag((0.0, 0.0), (0.4, 0.2))
    first = desk.view.cursor
    desk.drag((0.4, 0.2), (-0.4, 0.1))
    with desk.qtbot.waitSignal(desk.engine.kept) as caught:
        kept.set()
    name, last = str(caught.args[0]), desk.view
    opened: list[object] = []
    desk.engine.opened.connect(opened.append)
    assert last.slots[0].model == name
    desk.act("undo")
    assert (desk.view.cursor, desk.view.slots[0].model) == (first, name)
    desk.act("undo")
    assert desk.view.slots[0].model == name
    assert not desk.store.can_undo
    desk.act("redo")
    desk.act("redo")
    assert desk.view == last
    desk.qtbot.waitUntil(lambda: not desk.engine.busy)
    assert not opened  # it was on show all the time
    assert desk.engine.shown == name
