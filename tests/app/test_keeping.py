"""Nothing that was trained is lost, whatever comes after it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aeviewer.app.trainings.leaving import kept_runs
from aeviewer.session.view import Scalar, View
from aeviewer.training.recording import keep
from aeviewer.training.run import resume
from tests.app.conftest import BUNDLED, Desk, OpenDesk
from tests.app.making import CPU, data_set, state_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SMALL: tuple[tuple[str, Scalar], ...] = (("hidden", "8"), ("plan.precision", "fp32"))


def _desk(open_desk: OpenDesk, *knobs: tuple[str, Scalar], variant: str = "vae") -> Desk:
    return open_desk(view=View(variant=variant, knobs=(*SMALL, *knobs), device="cpu"))


def _stop_and_keep(qtbot: QtBot, desk: Desk) -> Path:
    with qtbot.waitSignal(desk.engine.kept) as caught:
        desk.act("stop")
    folder: Path = caught.args[0]
    return folder


def test_a_training_that_is_stopped_is_kept(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = _desk(open_desk, ("plan.epochs", 100_000))
    training = desk.train()
    folder = _stop_and_keep(qtbot, desk)
    assert resume(folder, training.data, CPU).step == training.state.step > 0
    assert kept_runs() == [folder]
    assert desk.view.slots[0].model == str(folder)


def test_opening_another_model_keeps_the_one_in_training(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = _desk(open_desk, ("plan.epochs", 100_000))
    training = desk.train()
    with qtbot.waitSignal(desk.engine.kept) as caught:
        desk.program.open(BUNDLED)
    assert resume(caught.args[0], training.data, CPU).step == training.state.step
    assert desk.view.slots[0].model == BUNDLED
    desk.quiet()


def test_what_was_kept_can_be_opened_from_the_menu(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = _desk(open_desk, ("plan.epochs", 100_000))
    desk.train()
    folder = _stop_and_keep(qtbot, desk)
    with qtbot.waitSignal(desk.engine.opened):
        desk.program.open(BUNDLED)
    offered = {action.text(): action for action in desk.parts.bar.models()}
    assert BUNDLED in offered
    with qtbot.waitSignal(desk.engine.opened):
        offered[folder.name].trigger()
    assert desk.view.slots[0].model == str(folder)
    desk.quiet()


def test_a_run_brings_its_folder_of_data_along(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    state, data = state_of(data_set()), data_set()
    folder = tmp_path / "pictures"
    folder.mkdir()
    keep(tmp_path / "run", state, data, str(folder))
    desk = open_desk()
    with qtbot.waitSignal(desk.engine.opened):
        desk.program.open(str(tmp_path / "run"))
    assert desk.view.data == str(folder)
    desk.quiet()


def test_a_training_that_fails_at_once_leaves_the_model_on_show(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = open_desk(view=View(variant="pca", knobs=(("latent", 100),), device="cpu"))
    before = desk.engine.wiring.subject
    with qtbot.waitSignal(desk.studio.ended):
        desk.program.store.set(variant="pca", knobs=(("latent", 100),))
        desk.act("start")
    assert "allow at most 64" in desk.message()
    assert desk.engine.wiring.subject is before
    assert kept_runs() == []


def test_no_epochs_are_told(qtbot: QtBot, bundle: Path, open_desk: OpenDesk) -> None:
    desk = _desk(open_desk, ("plan.epochs", 0))
    before = desk.engine.wiring.subject
    with qtbot.waitSignal(desk.studio.ended):
        desk.act("start")
    assert "nothing was trained" in desk.message()
    assert desk.engine.wiring.subject is before
