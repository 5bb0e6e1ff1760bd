"""Steps of one objective alone, asked of the studio."""

from collections.abc import Iterator
from functools import partial

import pytest
import torch
from pytestqt.qtbot import QtBot

from aeviewer.app.trainings.studio import Order, Studio, prepare
from aeviewer.app.trainings.trainer import Training
from aeviewer.training.plan import Plan
from aeviewer.zoo.registry import find
from tests.app.test_studio import begin_with, end, hear_step, pause


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio()
    yield studio
    if studio.phase != "idle":
        end(qtbot, studio)


def tiny_gan() -> Training:
    plan = Plan.make("plan", {"epochs": 10_000, "batch": 16, "precision": "fp32"})
    return prepare(
        Order("gan", find("gan").configure({"latent": 3, "width": 4}), plan, "digits", "cpu")
    )


def hear_stands(qtbot: QtBot, training: Training, step: int) -> None:
    """Wait until so many steps are done and their weights are published: it waits again."""
    qtbot.waitUntil(lambda: training.twins.step == training.state.step == step)


def weights(training: Training) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in training.state.model.state_dict().items()}


def test_one_player_steps_alone_and_then_all_go_on(qtbot: QtBot, studio: Studio) -> None:
    training = begin_with(qtbot, studio, partial(tiny_gan))
    stands = pause(qtbot, studio)
    for number, only in enumerate(("adversary", "generator", ""), 1):
        before = weights(training)
        studio.step(only)
        hear_stands(qtbot, training, stands + number)
        after = weights(training)
        moved = {n.partition(".")[0] for n in after if not torch.equal(after[n], before[n])}
        players = {"adversary", "generator", "average"}
        own = {"adversary": {"adversary"}, "generator": players - {"adversary"}}
        assert moved == own.get(only, players)
    studio.step("adversary")
    studio.toggle_pause()  # what was asked for while paused is not left over
    hear_step(qtbot, studio)
    pause(qtbot, studio)
    assert training.turn.only == ""
    before, stands = weights(training), training.state.step
    studio.step()
    hear_stands(qtbot, training, stands + 1)
    after = weights(training)
    assert not torch.equal(after["generator.0.weight"], before["generator.0.weight"])
    end(qtbot, studio)


def test_a_step_alone_pauses_what_runs(qtbot: QtBot, studio: Studio) -> None:
    begin_with(qtbot, studio, partial(tiny_gan))
    studio.step("generator")
    assert studio.phase == "paused"
    end(qtbot, studio)
