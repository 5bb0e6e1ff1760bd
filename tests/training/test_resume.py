"""Stopped at any step, saved and taken up again, a training ends with the same bits."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aeviewer.data.images import DataSet
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.events import Event
from aeviewer.training.loop import train
from aeviewer.training.recording import record
from aeviewer.training.run import read_config, resume
from aeviewer.training.state import TrainingState
from tests.training import small

VARIANTS = ["vae", "vanilla", "pca"]


def stop_after(events: Iterator[Event], step: int) -> None:
    """Read so many steps and close; none may have been left over."""
    for event in small.steps(_until(events, step)):
        assert event.number <= step
    events.close()  # type: ignore[attr-defined]  # a generator


def _until(events: Iterator[Event], step: int) -> Iterator[Event]:
    if step:
        for event in events:
            yield event
            if getattr(event, "number", 0) >= step:
                return


def through(folder: Path, training: TrainingState, of: DataSet) -> Iterator[Event]:
    return record(folder, training, of, "small", train(training, of.train))


@pytest.fixture(scope="module", params=VARIANTS)
def variant(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def uninterrupted(variant: str, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp(variant)
    small.finish(folder, small.state(variant), small.data())
    return (folder / small.FILE).read_bytes()


@pytest.mark.parametrize("step", range(1, 16))
def test_one_stop_at_any_step_changes_no_bit(
    variant: str, uninterrupted: bytes, step: int, tmp_path: Path
) -> None:
    of = small.data()
    stop_after(through(tmp_path, small.state(variant), of), step)
    small.finish(tmp_path, resume(tmp_path, of, small.CPU), of)
    assert (tmp_path / small.FILE).read_bytes() == uninterrupted


def test_a_stop_at_every_step_changes_no_bit(
    variant: str, uninterrupted: bytes, tmp_path: Path
) -> None:
    of = small.data()
    stop_after(through(tmp_path, small.state(variant), of), 1)
    for step in range(2, 16):
        training = resume(tmp_path, of, small.CPU)
        assert training.step == (1 if variant == "pca" else step - 1)
        stop_after(through(tmp_path, training, of), step)
    assert (tmp_path / small.FILE).read_bytes() == uninterrupted


def test_a_stop_before_the_first_step_starts_anew(
    variant: str, uninterrupted: bytes, tmp_path: Path
) -> None:
    of = small.data()
    small.finish(tmp_path, small.state(variant), of)
    (tmp_path / small.FILE).unlink()
    (tmp_path / "metrics.jsonl").unlink()
    small.finish(tmp_path, resume(tmp_path, of, small.CPU), of)
    assert (tmp_path / small.FILE).read_bytes() == uninterrupted


def test_a_finished_run_resumed_stays_as_it_is(
    variant: str, uninterrupted: bytes, tmp_path: Path
) -> None:
    of = small.data()
    small.finish(tmp_path, small.state(variant), of)
    assert small.finish(tmp_path, resume(tmp_path, of, small.CPU), of) == []
    assert (tmp_path / small.FILE).read_bytes() == uninterrupted


_KILLED = """
import os, signal, sys
from pathlib import Path
import torch
torch.set_num_threads(1)
from aeviewer.training import recording
from tests.training import small
recording._SAVE_EVERY = 0.0
from aeviewer.training import meter
meter._REPORT_EVERY = 0.0
of = small.data()
for event in small.recorded(Path(sys.argv[1]), small.state(sys.argv[2]), of):
    if getattr(event, "number", 0) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", [1, 8])
def test_killed_and_resumed_it_ends_with_the_same_bits(step: int, tmp_path: Path) -> None:
    of = small.data()
    small.finish(tmp_path / "whole", small.state("vae"), of)
    killed = tmp_path / "killed"
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(killed), "vae", str(step)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    training = resume(killed, of, small.CPU)
    assert training.step == step
    small.finish(killed, training, of)
    for name in (small.FILE, "config.json"):
        assert (killed / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_bf16_resumes_bit_by_bit(tmp_path: Path) -> None:
    of = small.data()
    small.finish(tmp_path / "whole", small.state(precision="bf16"), of)
    stop_after(through(tmp_path / "cut", small.state(precision="bf16"), of), 7)
    small.finish(tmp_path / "cut", resume(tmp_path / "cut", of, small.CPU), of)
    whole, cut = (tmp_path / name / small.FILE for name in ("whole", "cut"))
    assert whole.read_bytes() == cut.read_bytes()


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"is not a run: it holds no config.json$"):
        resume(tmp_path, small.data(), small.CPU)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"variant": 1}', "null", "\x00" * 50, "[" * 50_000]
)
def test_a_damaged_config_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(text)
    with pytest.raises(UserError, match=r"config.json is damaged: ") as caught:
        read_config(tmp_path)
    assert "\n" not in str(caught.value)


def test_other_images_than_the_run_s_are_refused(tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    other = DataSet("other", small.images(9, (3, 4, 4)), small.images(3, (3, 4, 4)))
    with pytest.raises(
        UserError, match=r"^the images are 4x4 with 3 channels, the model is for 6x5"
    ):
        resume(tmp_path, other, small.CPU)


def test_shipped_weights_cannot_be_trained_on(tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    saved = checkpoint.load(tmp_path / small.FILE)
    checkpoint.save(checkpoint.Checkpoint(saved.header, saved.weights), tmp_path / small.FILE)
    with pytest.raises(UserError, match=r"^this checkpoint holds weights only; train anew"):
        resume(tmp_path, small.data(), small.CPU)
