"""What only a process of its own can show: kill -9, signals, pure stdout, broken pipes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aeviewer.cli import main
from aeviewer.training.run import checkpoint_path
from tests.commands.conftest import SMALL

Spawn = Callable[..., "subprocess.Popen[str]"]
VAE = ("train", "vae", "--data", "digits", *SMALL, "--threads", "1")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")

# Reports at each step, so that it may save at each; that changes no bit. The process tells by a
# line when it has saved at a step, and then waits to be killed.
_SAVE_AND_WAIT = """
import signal
from aeviewer.training import meter, recording
meter._REPORT_EVERY = recording._SAVE_EVERY = 0
save = recording.checkpoint.save
def tell(checkpoint, path):
    save(checkpoint, path)
    if checkpoint.training and checkpoint.header.step == 31:
        print("saved", flush=True)
        signal.pause()
recording.checkpoint.save = tell
"""

# A process started in the background has Ctrl-C ignored, and children inherit that.
_INTERRUPT_AT_31 = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from aeviewer.commands import job
train = job.train
def interrupted(*arguments):
    for event in train(*arguments):
        if getattr(event, "number", 0) == 31:
            signal.raise_signal(signal.SIGINT)
        yield event
job.train = interrupted
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nothing stopped."""
    folder = tmp_path_factory.mktemp("run") / "whole"
    assert main([*VAE, "--epochs", "3", "--out", str(folder)]) == 0
    return folder


def test_killed_and_resumed_gives_the_same_bits(spawn: Spawn, whole: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    with spawn(*VAE, "--epochs", 3, "--out", cut, prepare=_SAVE_AND_WAIT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "saved\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert main(["train", "--resume", str(cut), "--threads", "1"]) == 0
    assert checkpoint_path(cut).read_bytes() == checkpoint_path(whole).read_bytes()
    assert len(list((cut / "snapshots").iterdir())) == len(list((whole / "snapshots").iterdir()))


def test_interrupted_and_resumed_gives_the_same_bits(
    spawn: Spawn, whole: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "cut"
    process = spawn(*VAE, "--epochs", 3, "--out", cut, prepare=_INTERRUPT_AT_31)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert not out
    assert f"go on with `aeviewer train --resume {cut}`" in err
    assert "Traceback" not in err
    assert main(["train", "--resume", str(cut), "--threads", "1"]) == 0
    assert checkpoint_path(cut).read_bytes() == checkpoint_path(whole).read_bytes()


def test_json_alone_is_on_stdout(spawn: Spawn) -> None:
    process = spawn(*VAE, "--samples", 640, "--json")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert json.loads(out)["seen"] == 640
    assert "vae on digits" in err


def test_a_mistake_has_its_exit_code(spawn: Spawn) -> None:
    process = spawn("train", "vae", "--data", "digits", "--latent", 0)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert (out, err) == ("", "error: vae.latent is 0; it must lie in [1, 512]\n")


@pytest.mark.parametrize("words", [("list", "data"), ("list", "pretrained"), ("doctor",)])
def test_neither_torch_nor_qt_is_needed(spawn: Spawn, words: tuple[str, ...]) -> None:
    without = "sys.modules.update(torch=None, sklearn=None, PySide6=None)"
    if words == ("doctor",):
        without += "\nfrom aeviewer.commands import doctor\ndoctor._ask = lambda *_: 'asked'"
    process = spawn(*words, prepare=without)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


@pytest.mark.parametrize("words", [("list", "data"), ("list", "data", "--json"), ("--help",)])
def test_a_reader_that_goes_is_no_traceback(spawn: Spawn, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with spawn(*words, stdout=writing) as process:
        os.close(writing)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_sentence(spawn: Spawn) -> None:
    with (
        Path("/dev/full").open("w") as full,
        spawn("list", "data", "--json", stdout=full) as process,
    ):
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err == "error: No space left on device\n"


def test_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aeviewer", "--version"], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.strip()
