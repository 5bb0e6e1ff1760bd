"""`list`, `doctor`, `download` and `screenshot`."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aeviewer.commands import doctor, printing, screenshot
from aeviewer.data import sources
from aeviewer.data.download import Progress
from aeviewer.errors import UserError
from aeviewer.training import bundled
from tests.commands.conftest import SMALL, Run

Read = Callable[..., dict[str, Any]]


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of bundled models, empty at first."""
    folder = tmp_path / "pretrained"
    folder.mkdir()
    monkeypatch.setattr(bundled, "folder", lambda: folder)
    return folder


def test_models_are_listed(run: Run, read: Read) -> None:
    listed = {entry["name"]: entry for entry in read("list", "models")["models"]}
    assert set(listed) >= {"pca", "vae", "vanilla"}
    assert listed["vae"]["knobs"]["hidden"] == [512, 256]
    assert "hidden 512,256" in run("list", "models")[1]


def test_data_is_listed(run: Run, read: Read) -> None:
    listed = {entry["name"]: entry for entry in read("list", "data")["data"]}
    assert listed["digits"]["at_hand"] is True
    assert "CIFAR-10" in run("list", "data")[1]


def test_bundled_models_are_listed_damaged_ones_too(
    run: Run, read: Read, shipped: Path, tmp_path: Path
) -> None:
    assert read("list", "pretrained") == {"pretrained": []}
    assert run("list", "pretrained")[0] == 0
    folder = tmp_path / "run"
    assert run("train", "vae", "--data", "digits", *SMALL, "--samples", 64, "--out", folder)[0] == 0
    content = (folder / "checkpoint.safetensors").read_bytes()
    (shipped / "b.safetensors").write_bytes(content)
    (shipped / "a.safetensors").write_bytes(content[:100])
    cut, whole = read("list", "pretrained")["pretrained"]
    assert "incomplete" in cut["fault"]
    assert (whole["name"], whole["model"], whole["data"], whole["latent"]) == (
        "b",
        "vae",
        "digits",
        "2",
    )
    out = run("list", "pretrained")[1]
    assert "incomplete" in out
    assert read("evaluate", "b")["variant"] == "vae"


def test_a_checkpoint_is_found_by_name_file_or_run(shipped: Path, tmp_path: Path) -> None:
    (shipped / "mnist-vae-2d.safetensors").touch()
    run = tmp_path / "run"
    run.mkdir()
    assert bundled.resolve("mnist-vae-2d") == shipped / "mnist-vae-2d.safetensors"
    with pytest.raises(UserError, match="is not a run"):
        bundled.resolve(str(run))
    (run / "config.json").touch()
    with pytest.raises(UserError, match=r"holds no checkpoint yet; go on with `aeviewer train"):
        bundled.resolve(str(run))
    (run / "checkpoint.safetensors").touch()
    assert bundled.resolve(str(run)) == run / "checkpoint.safetensors"
    assert bundled.resolve(str(run / "config.json")) == run / "config.json"
    with pytest.raises(UserError, match=r"no checkpoint nowhere; .* one of: mnist-vae-2d"):
        bundled.resolve("nowhere")


def test_the_bundled_models_lie_in_the_checkout() -> None:
    assert (bundled.folder() / "make.py").exists()


def test_the_doctor_tells(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_ask", lambda code, settings=None: f"asked {len(code)}")
    code, out, _ = run("doctor")
    assert code == 0
    assert len(out.splitlines()) < 24
    for word in ("torch ", "PySide6", "devices", "Qt", "data folder", "bundled models", "digits"):
        assert word in out


def test_the_doctor_names_damaged_models(
    run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_ask", lambda code, settings=None: "asked")
    assert "NONE in " in run("doctor")[1]
    (shipped / "broken-vae.safetensors").write_bytes(b"no checkpoint")
    assert "DAMAGED: broken-vae" in " ".join(run("doctor")[1].split())


def test_the_doctor_outlives_what_fails() -> None:
    assert doctor._ask("print('fine')") == "fine"
    assert doctor._ask("import nothing_of_that_name").startswith("FAILS (code 1): ModuleNotFound")
    assert doctor._ask("import os; os.abort()").startswith("FAILS (code ")


def test_the_doctor_asks_qt_and_torch() -> None:
    assert "on offscreen" in doctor._ask(doctor._ASK_QT, {"QT_QPA_PLATFORM": "offscreen"})
    assert doctor._ask(doctor._ASK_TORCH).startswith("cpu")


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries are listed for Linux")
def test_the_doctor_names_missing_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_loads", lambda library: library != "libEGL.so.1")
    assert doctor._libraries() == "MISSING for pictures: libegl1 (sudo apt-get install ...)"
    monkeypatch.setattr(doctor, "_loads", lambda _: True)
    assert doctor._libraries() == "all there"


def test_what_is_built_in_is_not_downloaded(run: Run) -> None:
    assert run("download", "digits") == (0, "", "digits is at hand already\n")


def test_a_download_shows_its_files(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "at_hand", lambda _: False)
    files = [Progress("a.gz", 10, 20), Progress("a.gz", 20, 20), Progress("b.gz", 5, None)]
    monkeypatch.setattr(sources, "download", lambda _: (progress for progress in files))
    code, out, err = run("download", "mnist")
    assert (code, out) == (0, "")
    assert "a.gz" in err
    assert "b.gz" in err
    assert "mnist lies in" in err


def test_a_download_that_is_stopped_says_how_to_go_on(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []

    def coming(_: str) -> Iterator[Progress]:
        try:
            yield Progress("a.gz", 10, 20)
            raise KeyboardInterrupt
        finally:
            closed.append(True)

    monkeypatch.setattr(sources, "at_hand", lambda _: False)
    monkeypatch.setattr(sources, "download", coming)
    code, _, err = run("download", "mnist")
    assert code == 130
    assert "what came is kept, `aeviewer download mnist` goes on from there" in err
    assert closed == [True]


def test_screenshots_are_told(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    taken: list[object] = []

    def take(*arguments: object) -> list[Path]:
        taken.extend(arguments)
        return [tmp_path / "window.png"]

    monkeypatch.setattr(screenshot, "take", take)
    code, _, err = run("screenshot", "--out", tmp_path, "--size", "800x600", "--theme", "dark")
    assert code == 0
    assert taken == [tmp_path, (800, 600), "dark", None]
    assert "window.png" in err


def test_json_knows_no_infinity(capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_json({"psnr": float("inf"), "rest": [float("nan"), 1.5, True]})
    assert capsys.readouterr().out.split() == [
        "{",
        '"psnr":',
        "null,",
        '"rest":',
        "[",
        "null,",
        "1.5,",
        "true",
        "]",
        "}",
    ]
