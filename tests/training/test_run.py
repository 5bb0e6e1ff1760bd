"""The run folder: whole at every moment, and honest about what could not be written."""

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from aeviewer.errors import UserError
from aeviewer.training import checkpoint, recording
from aeviewer.training.events import Event
from aeviewer.training.loop import train
from aeviewer.training.recording import keep, record
from aeviewer.training.run import RunConfig, checkpoint_path, config_of, read_config, resume
from aeviewer.training.state import TrainingState
from tests.training import small


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]


@pytest.fixture
def every_step_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aeviewer.training.meter._REPORT_EVERY", 0.0)


def test_a_finished_run_holds_all_its_files(tmp_path: Path) -> None:
    training, of = small.state(), small.data()
    small.finish(tmp_path, training, of)
    assert {path.name for path in tmp_path.iterdir()} == {
        "config.json",
        "metrics.jsonl",
        small.FILE,
        "snapshots",
    }
    asked = RunConfig.of(training, "small")
    assert read_config(tmp_path).model_dump_json() == asked.model_dump_json()
    saved = checkpoint.load(checkpoint_path(tmp_path))
    assert (saved.header.step, saved.header.total) == (15, 15)
    assert saved.header.classes == ("a", "b", "c")
    assert saved.latents["mean"].shape == (7, 2)
    assert torch.equal(saved.latents["labels"], torch.arange(7) % 3)


def test_snapshots_are_checkpoints_that_can_be_built(tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    paths = sorted((tmp_path / "snapshots").iterdir())
    assert paths[-1].name == "000000015.safetensors"
    for path in paths:
        saved = checkpoint.load(path)
        assert saved.header.step == int(path.stem)
        assert not saved.training
        checkpoint.build(saved, path.name)


@pytest.mark.usefixtures("every_step_reports")
def test_metrics_have_a_line_for_each_report(tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    found = lines(tmp_path)
    assert [line["step"] for line in found] == list(range(1, 16))
    assert set(found[0]) == {"step", "seen", "lr", "reconstruction", "kl"}


@pytest.mark.usefixtures("every_step_reports")
@pytest.mark.parametrize("saved_at", [1, 4, 9])
def test_metrics_have_no_gap_and_no_double_after_a_kill(saved_at: int, tmp_path: Path) -> None:
    of, killed = small.data(), tmp_path / "killed"
    small.finish(tmp_path / "whole", small.state(), of)
    stop(killed, small.state(), saved_at)
    saved = checkpoint_path(killed).read_bytes()
    stop(killed, resume(killed, of, small.CPU), 11)
    # What a killed run leaves: an old checkpoint, lines past it, the last of them torn.
    checkpoint_path(killed).write_bytes(saved)
    with (killed / "metrics.jsonl").open("a") as file:
        file.write('{"step": 12, "se')
    small.finish(killed, resume(killed, of, small.CPU), of)
    assert lines(killed) == lines(tmp_path / "whole")


def stop(folder: Path, training: TrainingState, step: int) -> None:
    """Close the training after so many steps."""
    with contextlib.closing(small.recorded(folder, training, small.data())) as events:
        for event in events:
            if getattr(event, "number", 0) == step:
                return


def test_closing_saves_where_it_stands(tmp_path: Path) -> None:
    training = small.state()
    stop(tmp_path, training, 6)
    saved = checkpoint.load(checkpoint_path(tmp_path))
    live = training.model.state_dict()
    assert saved.header.step == 6
    assert all(torch.equal(saved.weights[name], live[name]) for name in live)
    assert saved.latents["mean"].shape == (7, 2)


def test_nothing_read_is_nothing_written(tmp_path: Path) -> None:
    small.recorded(tmp_path / "run", small.state(), small.data()).close()
    assert not (tmp_path / "run").exists()


def test_an_exception_of_the_training_saves_and_passes(tmp_path: Path) -> None:
    training, of = small.state(), small.data()

    def failing() -> Iterator[Event]:
        yield next(train(training, of.train))
        raise MemoryError("no room")

    with pytest.raises(MemoryError, match="no room"):
        list(record(tmp_path, training, of, "small", failing()))
    assert checkpoint.load(checkpoint_path(tmp_path)).header.step == 1


@pytest.mark.usefixtures("every_step_reports")
@pytest.mark.parametrize("failure", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_a_full_disk_is_told_and_the_old_checkpoint_is_whole(
    failure: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(tmp_path, small.state(), 4)
    before = checkpoint_path(tmp_path).read_bytes()
    training = resume(tmp_path, small.data(), small.CPU)
    events = small.recorded(tmp_path, training, small.data())
    next(events)

    def full(path: Path, data: bytes) -> None:
        raise OSError(failure, os.strerror(failure), str(path))

    monkeypatch.setattr(checkpoint, "atomic_write", full)
    monkeypatch.setattr(recording, "_SAVE_EVERY", -1.0)
    with pytest.raises(UserError) as caught:
        list(events)
    assert str(caught.value) == f"cannot write the run folder {tmp_path}: {os.strerror(failure)}"
    assert checkpoint_path(tmp_path).read_bytes() == before
    assert training.step > 4  # and the model in memory is further than the file


def test_a_save_that_breaks_off_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.finish(tmp_path, small.state(), small.data())
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}

    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(UserError, match="Input/output error"):
        small.finish(tmp_path, small.state(), small.data())
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_run_where_no_folder_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"^cannot write the run folder .*: Not a directory$"):
        small.finish(tmp_path / "file" / "run", small.state(), small.data())


def test_a_training_kept_by_hand_goes_on(tmp_path: Path) -> None:
    training, of = small.state(), small.data()
    events = train(training, of.train)
    next(events)
    path = keep(tmp_path, training, of, "small")
    assert path == checkpoint_path(tmp_path)
    small.finish(tmp_path, resume(tmp_path, of, small.CPU), of)
    small.finish(tmp_path / "whole", small.state(), of)
    assert path.read_bytes() == (tmp_path / "whole" / small.FILE).read_bytes()


def test_a_kept_run_overwrites_no_other(tmp_path: Path) -> None:
    wanted = tmp_path / "vae"
    wanted.mkdir()  # a folder that holds no run is free
    (tmp_path / "vae-3").mkdir()
    (tmp_path / "vae-3" / "config.json").write_text("of another run")
    paths = [keep(wanted, small.state(seed=n), small.data(), "small") for n in range(3)]
    assert [path.parent.name for path in paths] == ["vae", "vae-2", "vae-4"]
    assert [read_config(path.parent).plan["seed"] for path in paths] == [0, 1, 2]
    assert (tmp_path / "vae-3" / "config.json").read_text() == "of another run"


def test_a_checkpoint_without_its_config_is_not_overwritten(tmp_path: Path) -> None:
    checkpoint_path(tmp_path).write_bytes(b"precious")
    path = keep(tmp_path, small.state(), small.data(), "small")
    assert path.parent == tmp_path.with_name(f"{tmp_path.name}-2")
    assert checkpoint_path(tmp_path).read_bytes() == b"precious"


def test_checkpoint_and_snapshots_find_their_run(tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    asked = read_config(tmp_path)
    assert config_of(checkpoint_path(tmp_path)) == asked
    assert {config_of(path) == asked for path in (tmp_path / "snapshots").iterdir()} == {True}
    alone = tmp_path / "elsewhere" / small.FILE
    alone.parent.mkdir()
    assert config_of(alone) is None
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(UserError, match=r"config.json is damaged: "):
        config_of(checkpoint_path(tmp_path))


def test_no_epochs_leave_a_run_that_opens(tmp_path: Path) -> None:
    assert small.finish(tmp_path, small.state(epochs=0), small.data()) == []
    saved = checkpoint.load(checkpoint_path(tmp_path))
    assert (saved.header.step, saved.header.total) == (0, 0)
    checkpoint.build(saved, "it")


def test_a_checkpoint_is_saved_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "_SAVE_EVERY", -1.0)
    monkeypatch.setattr("aeviewer.training.meter._REPORT_EVERY", 0.0)
    events = small.recorded(tmp_path, small.state(), small.data())
    for event in events:
        if getattr(event, "number", 0) == 3:
            assert checkpoint.load(checkpoint_path(tmp_path)).header.step == 3
            break
    events.close()
