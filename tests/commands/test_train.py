"""`aeviewer train`, `evaluate` and run folders."""

import json
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aeviewer.data import images
from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data
from aeviewer.training import checkpoint, loop
from aeviewer.training import run as runs
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.events import DivergedError, Event, Step
from aeviewer.training.metrics import reconstruction
from aeviewer.zoo import registry
from aeviewer.zoo.contract import Autoencoder
from tests.commands.conftest import SMALL, Run

Read = Callable[..., dict[str, Any]]
VAE = ("train", "vae", "--data", "digits", *SMALL)


def _steps(folder: Path) -> int:
    return checkpoint.load(runs.checkpoint_path(folder)).header.step


def _stop_after(
    monkeypatch: pytest.MonkeyPatch, step: int, number: signal.Signals = signal.SIGTERM
) -> None:
    """Send the process a signal when so many steps are done."""

    def stopped(*arguments: Any) -> Iterator[Event]:
        for event in loop.train(*arguments):
            if isinstance(event, Step) and event.number == step:
                signal.raise_signal(number)
            yield event

    monkeypatch.setattr("aeviewer.commands.job.train", stopped)


@pytest.fixture
def heeded() -> Iterator[None]:
    """Heed Ctrl-C even where the tests run in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_json_holds_the_training_and_its_figures(read: Read) -> None:
    found = read(*VAE, "--samples", 640, "--seed", 3, "--latent", 3)
    assert found["variant"] == "vae"
    assert found["data"] == "digits"
    assert found["device"] == "cpu"
    assert found["precision"] == "fp32"
    assert found["step"] == found["total"] == 10
    assert found["seen"] == 640
    assert found["seconds"] > 0
    assert found["images_per_second"] == pytest.approx(640 / found["seconds"])
    assert set(found["terms"]) == {"reconstruction", "kl"}
    assert found["run"] is None
    assert found["negative_elbo"] == pytest.approx(found["reconstruction"] + found["kl"])
    assert {"sse", "psnr", "active_units", "knn10"} <= set(found)


def test_people_get_a_table_with_units(run: Run) -> None:
    code, out, err = run("train", "pca", "--data", "digits")
    assert code == 0
    assert "squared error" in out
    assert "per image" in out
    assert "nothing was kept" in err


def test_a_run_is_kept_and_measured_the_same(read: Read, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    trained = read(*VAE, "--epochs", 2, "--out", folder)
    assert trained["run"] == str(folder)
    measured = read("evaluate", folder)
    first = ("variant", "data", "images", "latent")
    figures = [key for key in measured if key not in first]
    assert list(measured)[:4] == list(first)
    assert {"sse", "ssim", "sse_pca", "negative_elbo", "knn10", "linear_probe"} <= set(figures)
    assert {key: measured[key] for key in figures} == {key: trained[key] for key in figures}
    assert measured["images"] == 360
    assert measured["latent"] == 2


def test_a_run_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    assert run(*VAE, "--samples", 64, "--out", tmp_path)[0] == 0
    before = runs.checkpoint_path(tmp_path).read_bytes()
    code, _, err = run(*VAE, "--samples", 128, "--out", tmp_path)
    assert code == 1
    assert f"`aeviewer train --resume {tmp_path}`" in err
    assert runs.checkpoint_path(tmp_path).read_bytes() == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_saves_and_resuming_gives_the_same_bits(
    number: signal.Signals, heeded: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    assert run(*VAE, "--epochs", 3, "--out", whole)[0] == 0
    with monkeypatch.context() as patch:
        _stop_after(patch, 31, number)
        code, out, err = run(*VAE, "--epochs", 3, "--out", cut, "--json")
    assert code == 128 + number
    assert not out
    assert f"stopped at step 31, which is saved; go on with `aeviewer train --resume {cut}`" in err
    assert _steps(cut) == 31
    assert run("train", "--resume", cut)[0] == 0
    assert runs.checkpoint_path(cut).read_bytes() == runs.checkpoint_path(whole).read_bytes()


def test_without_a_run_a_signal_says_that_nothing_is_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stop_after(monkeypatch, 2)
    code, _, err = run(*VAE)
    assert code == 143
    assert "stopped at step 2; nothing was kept" in err


def test_resume_by_the_variant_too(run: Run, read: Read, tmp_path: Path) -> None:
    assert run(*VAE, "--samples", 128, "--out", tmp_path)[0] == 0
    found = read("train", "vae", "--resume", tmp_path, "--device", "cpu")
    assert found["step"] == found["total"] == 2
    assert found["terms"] == {}
    code, _, err = run("train", "vanilla", "--resume", tmp_path)
    assert (code, err) == (1, f"error: {tmp_path} is a run of vae, not of vanilla\n")


def test_resume_wants_a_run(run: Run, tmp_path: Path) -> None:
    code, _, err = run("train", "--resume", tmp_path)
    assert (code, err) == (1, f"error: {tmp_path} is not a run: it holds no config.json\n")


def test_the_data_of_a_run_is_found_from_anywhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []

    def open_digits(name: str) -> DataSet:
        given.append(name)
        return open_data("digits")

    monkeypatch.setattr("aeviewer.commands.train.open_data", open_digits)
    monkeypatch.chdir(tmp_path)
    words = ("train", "pca", "--data", "my/set", "--out", "run")
    assert run(*words)[0] == 0
    assert given == [str(tmp_path / "my" / "set")]
    assert runs.read_config(tmp_path / "run").data == given[0]


def test_no_epoch_leaves_the_model_as_it_was(run: Run) -> None:
    code, _, err = run(*VAE, "--epochs", 0)
    assert code == 0
    assert "0 steps were asked for: the model is as it was made" in err


def test_a_model_beyond_the_bound_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_LARGEST", 10_000)
    code, _, err = run("train", "vae", "--data", "digits", "--hidden", "100,100")
    assert code == 1
    assert "bytes of weights; the bound is 10,000: choose smaller sizes" in err


def test_memory_that_does_not_suffice_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def floats(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(images.Images, "floats", floats)
    code, _, err = run(*VAE)
    assert code == 1
    assert "error: the memory of cpu does not suffice; try --batch 32\n" in err


def test_a_training_that_diverges_is_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def diverging(*arguments: Any) -> Iterator[Event]:
        yield next(loop.train(*arguments))
        raise DivergedError("the loss is not finite")

    monkeypatch.setattr("aeviewer.commands.job.train", diverging)
    code, out, err = run(*VAE, "--out", tmp_path, "--json")
    assert (code, out) == (1, "")
    assert err.endswith("\nerror: the loss is not finite\n")
    assert _steps(tmp_path) == 1


def test_a_loss_that_explodes_is_one_sentence(run: Run) -> None:
    code, out, err = run("train", "vae", "--data", "digits", "--lr", 10, "--epochs", 3, "--json")
    assert (code, out) == (1, "")
    assert "error: the loss has grown from " in err
    assert "the learning rate 10 is too high, try a tenth of it; the weights of step " in err


def test_a_complete_run_is_not_told_as_trained(run: Run, tmp_path: Path) -> None:
    assert run(*VAE, "--samples", 128, "--out", tmp_path)[0] == 0
    before = runs.checkpoint_path(tmp_path).read_bytes()
    code, out, err = run("train", "--resume", tmp_path)
    assert code == 0
    assert "squared error" in out
    assert err == (
        f"{tmp_path} was complete at step 2: nothing was trained; look at it with "
        f"`aeviewer open {tmp_path}`\n"
    )
    assert runs.checkpoint_path(tmp_path).read_bytes() == before


def test_what_fails_at_once_leaves_no_bar(run: Run) -> None:
    code, _, err = run("train", "pca", "--data", "digits", "--latent", 65)
    assert code == 1
    assert err.startswith("error: pca.latent is 65; ")
    assert err.count("\n") == 1


def test_the_run_folder_cannot_be_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, _, err = run(*VAE, "--out", tmp_path / "file")
    assert code == 1
    assert f"error: cannot write the run folder {tmp_path / 'file'}" in err


def test_evaluate_refuses_images_of_another_shape(run: Run, tmp_path: Path) -> None:
    assert run(*VAE, "--samples", 64, "--out", tmp_path)[0] == 0
    code, _, err = run("evaluate", tmp_path, "--data", "shapes")
    assert code == 1
    assert "the images are 32x32 with 1 channel, the model is for 8x8 with 1 channel" in err


def test_evaluate_of_a_file_alone_uses_the_data_it_names(
    run: Run, read: Read, tmp_path: Path
) -> None:
    assert run(*VAE, "--samples", 64, "--out", tmp_path / "run")[0] == 0
    alone = tmp_path / "alone.safetensors"
    alone.write_bytes(runs.checkpoint_path(tmp_path / "run").read_bytes())
    assert read("evaluate", alone) == read("evaluate", tmp_path / "run")


def test_evaluate_asks_where_unknown_data_is(run: Run, tmp_path: Path) -> None:
    assert run(*VAE, "--samples", 64, "--out", tmp_path / "run")[0] == 0
    saved = checkpoint.load(runs.checkpoint_path(tmp_path / "run"))
    header = saved.header.model_copy(update={"data": "own"})
    path = tmp_path / "own.safetensors"
    checkpoint.save(Checkpoint(header, saved.weights), path)
    code, _, err = run("evaluate", path)
    assert (code, err) == (
        1,
        f"error: {path} was trained on 'own'; say with --data where that is\n",
    )
    assert run("evaluate", path, "--data", "digits")[0] == 0


def test_a_snapshot_finds_the_data_of_its_run(run: Run, read: Read, tmp_path: Path) -> None:
    assert run(*VAE, "--samples", 64, "--out", tmp_path)[0] == 0
    snapshot = max((tmp_path / "snapshots").iterdir())
    assert read("evaluate", snapshot) == read("evaluate", tmp_path)


def test_evaluate_tells_other_data_of_the_same_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*VAE, "--samples", 64, "--out", tmp_path)[0] == 0
    digits = open_data("digits")
    other = replace(digits, test=digits.test.first(100))
    monkeypatch.setattr("aeviewer.commands.evaluate.open_data", lambda _: other)
    code, out, err = run("evaluate", tmp_path)
    assert (code, out) == (1, "")
    assert err == (
        f"error: the digits found here is not what {runs.checkpoint_path(tmp_path)} was trained "
        "on: the labels of the test images differ; say with --data which to take\n"
    )
    assert run("evaluate", tmp_path, "--data", "digits")[0] == 0


def test_a_training_on_normal_classes_is_judged_by_the_anomalies(
    run: Run, read: Read, tmp_path: Path
) -> None:
    words = ("train", "pca", "--data", "digits", "--latent", 8, "--normal", "3,5")
    trained = read(*words, "--out", tmp_path)
    assert trained["seen"] == len(open_data("digits").train.of_classes((3, 5)))
    assert trained["auroc"] > 0.8
    assert runs.read_config(tmp_path).plan["normal"] == [3, 5]
    measured = read("evaluate", tmp_path)
    assert measured["normal"] == [3, 5]
    assert (measured["auroc"], measured["sse"]) == (trained["auroc"], trained["sse"])
    assert read("evaluate", tmp_path, "--normal", "5,3")["auroc"] == trained["auroc"]
    code, out, err = run("evaluate", tmp_path)
    assert (code, err) == (0, "")
    assert "on 360 test images of digits, of which those of class 3,5 are normal" in out


@pytest.mark.parametrize(
    ("normal", "sentence"),
    [
        ("3", "images of class 3,5: the anomalies are known to it; train one that fits with"),
        ("3,5,6", "images of class 3,5: part of what is normal is new to it; train one that fits"),
        ("", "was trained on images of class 3,5 alone"),
    ],
)
def test_other_normal_classes_than_those_of_the_training_are_told(
    normal: str, sentence: str, run: Run, tmp_path: Path
) -> None:
    assert run("train", "pca", "--data", "digits", "--normal", "3,5", "--out", tmp_path)[0] == 0
    code, out, err = run("evaluate", tmp_path, "--normal", normal)
    assert code == 0
    assert sentence in err
    assert err.count("\n") == 1
    assert ("AUROC" in out) == bool(normal)
    assert not normal or f"`aeviewer train pca --data digits --normal {normal} --out RUN`" in err


def test_a_model_of_all_classes_knows_the_anomalies(run: Run) -> None:
    code, out, err = run("evaluate", "digits-vanilla-2d", "--normal", "0")
    assert code == 0
    assert "AUROC, PCA" in out
    assert "trained on images of all classes: the anomalies are known to it; train one" in err


def test_without_an_encoder_no_anomaly_is_found(run: Run, tmp_path: Path) -> None:
    words = ("train", "gan", "--data", "digits", "--batch", 64, "--samples", 64)
    assert run(*words, "--normal", "1", "--out", tmp_path)[0] == 0
    code, out, err = run("evaluate", tmp_path, "--normal", "1")
    assert (code, out) == (1, "")
    assert "is a gan, which has no encoder" in err
    assert run("evaluate", tmp_path)[0] == 0


def test_a_class_that_is_not_there_leaves_no_run(run: Run, tmp_path: Path) -> None:
    code, _, err = run(*VAE, "--normal", "10", "--out", tmp_path / "run")
    assert code == 1
    assert "there is no image of class 10" in err
    assert not (tmp_path / "run").exists()


def test_more_draws_bound_closer(read: Read) -> None:
    one, many = (
        read("evaluate", "digits-vae-2d", "--draws", draws)["iw_bound"] for draws in (1, 20)
    )
    assert many < one


def test_a_damaged_checkpoint_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert run(*VAE, "--samples", 64, "--out", tmp_path)[0] == 0
    path = runs.checkpoint_path(tmp_path)
    path.write_bytes(path.read_bytes()[:-7])
    code, out, err = run("evaluate", path, "--json")
    assert (code, out) == (1, "")
    assert "incomplete" in err


@pytest.mark.real
def test_pca_on_mnist_gives_the_figure_of_the_literature(
    read: Read, real_data: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    fitting = ((Autoencoder, reconstruction.measure),)  # the rest takes half a minute
    monkeypatch.setattr("aeviewer.training.metrics.evaluate._FITTING", fitting)
    found = read("train", "pca", "--data", real_data("MNIST"), "--latent", 30)
    assert found["sse"] == pytest.approx(13.866, abs=0.005)
    assert json.dumps(found)
