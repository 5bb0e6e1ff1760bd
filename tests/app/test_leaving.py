"""Closing the window: at any moment, with no thread left behind."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from threading import Event

import platformdirs
import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from aeviewer.app.trainings.trainer import Training
from aeviewer.session.view import View
from aeviewer.training.run import resume
from tests.app.conftest import BUNDLED, Desk, OpenDesk
from tests.app.hands import child, click
from tests.app.making import CPU, Bench

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen, each question says so

Button = QMessageBox.StandardButton
ENDLESS = View(
    knobs=(("hidden", "8"), ("plan.epochs", 100_000), ("plan.precision", "fp32")), device="cpu"
)


@pytest.fixture
def training_desk(bundle: Path, open_desk: OpenDesk) -> Desk:
    desk = open_desk(view=ENDLESS)
    desk.train()
    return desk


def question(desk: Desk) -> QMessageBox:
    """Try to close, and find the question that comes."""
    assert not desk.window.close()
    return child(desk.window, QMessageBox)


def answer(box: QMessageBox, button: QMessageBox.StandardButton) -> None:
    click(box.button(button))


def runs() -> list[Path]:
    folder = platformdirs.user_data_path("aeviewer", False) / "runs"
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("paused", [False, True])
def test_what_was_learned_is_kept(qtbot: QtBot, training_desk: Desk, paused: bool) -> None:
    desk = training_desk
    desk.answered("probe")
    if paused:
        desk.act("pause")
    box = question(desk)
    assert desk.phase() == ("paused" if paused else "running")
    with qtbot.waitSignal(desk.window.closed):
        answer(box, Button.Save)
    assert not desk.window.isVisible()
    training = desk.studio.training
    assert training is not None
    (folder,) = runs()
    taken_up = resume(folder, training.data, CPU)
    assert taken_up.step == training.state.step > 0


def test_what_was_learned_is_thrown_away(qtbot: QtBot, training_desk: Desk) -> None:
    box = question(training_desk)
    with qtbot.waitSignal(training_desk.window.closed):
        answer(box, Button.Discard)
    assert runs() == []
    assert training_desk.phase() == "idle"


def test_one_stays_after_all(qtbot: QtBot, training_desk: Desk) -> None:
    desk = training_desk
    answer(question(desk), Button.Cancel)
    assert desk.window.isVisible()
    assert desk.phase() == "running"
    desk.answered("probe")
    with qtbot.waitSignal(desk.window.closed):  # and may leave later
        answer(question(desk), Button.Discard)


def test_there_is_one_question(qtbot: QtBot, training_desk: Desk) -> None:
    box = question(training_desk)
    assert question(training_desk) is box
    with qtbot.waitSignal(training_desk.window.closed):
        answer(box, Button.Discard)


def test_it_ends_while_the_question_stands(qtbot: QtBot, training_desk: Desk) -> None:
    box = question(training_desk)
    training_desk.answered("probe")
    training_desk.end()
    assert training_desk.window.isVisible()
    with qtbot.waitSignal(training_desk.window.closed):
        answer(box, Button.Save)
    assert len(runs()) == 1


def test_what_cannot_be_kept_keeps_the_window(qtbot: QtBot, training_desk: Desk) -> None:
    desk = training_desk
    folder = platformdirs.user_data_path("aeviewer", False)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file in the way")
    with qtbot.waitSignal(desk.studio.ended):
        answer(question(desk), Button.Save)
    assert desk.window.isVisible()
    assert desk.message().startswith("error: cannot write the run folder")
    assert desk.phase() == "idle"


def test_no_training_follows_the_end(qtbot: QtBot, training_desk: Desk) -> None:
    """Start was pressed twice by its slot, which a shortcut of a session may do."""
    bench = Bench()
    training_desk.studio.start(bench.making("another"))
    box = question(training_desk)
    with qtbot.waitSignal(training_desk.window.closed):
        answer(box, Button.Discard)
    assert (training_desk.phase(), bench.made) == ("idle", [])


def test_leaving_while_a_training_is_prepared(
    qtbot: QtBot, bundle: Path, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    going_on = Event()

    def prepare() -> Training:
        assert going_on.wait(10)
        return Bench().making("late")()

    desk.studio.start(prepare)
    box = question(desk)
    answer(box, Button.Save)
    with qtbot.waitSignal(desk.window.closed):
        going_on.set()
    assert runs() == []


@pytest.mark.parametrize("moment", ["painted", "filled", "loaded", "shown"])
def test_leaving_while_nothing_is_trained(bundle: Path, open_desk: OpenDesk, moment: str) -> None:
    desk = open_desk(until=moment)
    assert desk.window.close()
    assert not desk.window.isVisible()
    desk.turn()
    desk.turn()
    if moment in {"painted", "filled"}:
        program = desk.window.program
        assert program is None or program.engine is None


def test_leaving_as_soon_as_it_is_painted(qtbot: QtBot, bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(until="painted")
    with qtbot.assertNotEmitted(desk.window.filled):
        with qtbot.waitSignal(desk.window.painted):
            desk.window.grab()  # paints
            desk.window.close()
        desk.turn()


_WHILE_TORCH_LOADS = f"""
    import sys
    from pathlib import Path
    from PySide6.QtWidgets import QApplication
    from aeviewer.training import bundled
    bundled.folder = lambda: Path(sys.argv[1])
    from aeviewer.app.start.run import open_window

    def look():
        program = window.program
        point = program.parts.map.point_of(0)
        print(program.engine is None, point is not None, "{BUNDLED}" in bundled.bundled())
        window.close()

    window = open_window([])
    window.filled.connect(look)
    sys.exit(QApplication.exec())
"""


def test_leaving_while_torch_is_loaded(bundle: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", dedent(_WHILE_TORCH_LOADS), str(bundle.parent)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["True", "True", "True"]
