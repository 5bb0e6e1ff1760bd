"""A twin: the same weights to begin with, the same batches and noise, one knob flipped."""

from typing import Any

import pytest
import torch
from PySide6.QtWidgets import QToolButton

from aeviewer.app.forms.fields import ChoiceField, NumberField
from aeviewer.app.panels.twin import TwinDialog
from aeviewer.training.loop import train
from aeviewer.training.plan import Plan
from aeviewer.training.state import TrainingState, begin
from aeviewer.zoo.contract import Batch, Loss
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk
from tests.app.hands import child, click
from tests.app.making import CPU, data_set

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has none


def dialog_of(desk: Desk) -> TwinDialog:
    dialog = desk.program.tending.twinning.dialog
    assert dialog is not None
    return dialog


def ask(desk: Desk) -> TwinDialog:
    desk.act("twin")
    return dialog_of(desk)


def flip(dialog: TwinDialog, knob: str, text: str) -> None:
    dialog.combo.setCurrentIndex(dialog.combo.findData(knob))
    field = dialog.field
    if isinstance(field, NumberField):
        field.line.selectAll()
        field.line.insert(text)
        field.line.textEdited.emit(text)
    else:
        assert isinstance(field, ChoiceField)
        field.combo.setCurrentText(text)
        field.combo.activated.emit(field.combo.currentIndex())


def accept(desk: Desk, dialog: TwinDialog) -> None:
    with desk.qtbot.waitSignal(desk.studio.began) as caught:
        click(dialog.train)
    desk.qtbot.waitUntil(lambda: desk.shows(caught.args[0]))


def first_trained(desk: Desk) -> None:
    desk.type("Epochs", "1")
    with desk.qtbot.waitSignal(desk.engine.kept):
        desk.train()
    desk.quiet()


def test_the_twin_is_trained_and_stands_beside_the_first(desk: Desk) -> None:
    first_trained(desk)
    first = desk.view.slots[0].model
    dialog = ask(desk)
    flip(dialog, "beta", "4")
    assert dialog.said.text() == "Beta 4 instead of 1."
    accept(desk, dialog)
    assert desk.view.others == (first,)
    assert desk.view.page == "compare"
    assert dict(desk.view.knobs)["beta"] == 4
    training = desk.studio.training
    assert training is not None
    assert training.state.model.config.beta == 4
    header = desk.engine.header
    assert header is not None
    assert header.plan["seed"] == training.state.plan.seed == 0
    desk.wait_for_end()


def test_nothing_flipped_is_no_twin(desk: Desk) -> None:
    first_trained(desk)
    dialog = ask(desk)
    assert not dialog.train.isEnabled()
    flip(dialog, "beta", "4")
    assert dialog.train.isEnabled()
    flip(dialog, "beta", "1")
    assert not dialog.train.isEnabled()
    flip(dialog, "beta", "-1")
    assert not dialog.train.isEnabled()
    assert "must lie in [0, 1000]" in dialog.said.text()
    dialog.reject()
    assert desk.phase() == "idle"


def test_the_dialog_starts_from_the_model_s_own_knobs(desk: Desk) -> None:
    desk.type("Beta", "3")
    first_trained(desk)
    dialog = ask(desk)
    flip(dialog, "draws", "mean")
    accept(desk, dialog)
    knobs = dict(desk.view.knobs)
    assert (knobs["beta"], knobs["draws"], knobs["plan.epochs"]) == (3, "mean", 1)
    desk.wait_for_end()


def test_the_compare_page_offers_it(desk: Desk) -> None:
    first_trained(desk)
    desk.store.set(page="compare")
    desk.quiet()
    click(child(desk.parts.pages, QToolButton, "Train a twin"))
    dialog = dialog_of(desk)
    assert dialog.isVisible()
    dialog.reject()


def loss_of(state: TrainingState) -> Loss:
    images = data_set().train.floats(slice(20))
    return state.model.loss(Batch(images, None, 1.0, torch.Generator().manual_seed(3)))


def state_of(**knobs: Any) -> TrainingState:
    plan = Plan.make("plan", {"epochs": 2, "batch": 20, "precision": "fp32", "warp": 1.0})
    entry = find("vae")
    config = entry.configure({"latent": 3, "hidden": (16,), "warmup": 0.0, **knobs})
    return begin("vae", config, plan, data_set().train.shape, CPU)


@pytest.mark.parametrize(
    "flipped", [{"beta": 4.0}, {"pixels": "mean"}, {"draws": "mean"}, {"free_bits": 1.0}]
)
def test_twins_begin_alike_and_see_the_same(flipped: dict[str, Any]) -> None:
    one, two = state_of(), state_of(**flipped)
    before = [state.model.state_dict() for state in (one, two)]
    for name, value in before[0].items():
        assert torch.equal(value, before[1][name])
    first, second = loss_of(one), loss_of(two)
    assert first.terms["kl"] == second.terms["kl"]
    if "draws" not in flipped:
        assert first.terms["reconstruction"] == second.terms["reconstruction"]  # the same noise
    for state in (one, two):
        assert list(train(state, data_set().train))
    assert torch.equal(one.generator.get_state(), two.generator.get_state())  # to the very end
    assert not torch.equal(*(next(iter(s.model.parameters())) for s in (one, two)))
