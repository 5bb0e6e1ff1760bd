"""`aeviewer compare`, and the one table of what figures mean."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aeviewer.commands import compare, figures, printing
from aeviewer.training import bundled, checkpoint
from aeviewer.training import run as runs
from aeviewer.training.checkpoint import Checkpoint
from tests.commands.conftest import SMALL, Run

Read = Callable[..., dict[str, Any]]
CARRIED = {
    "one": {"sse": 3.0, "sse_pca": 4.5, "knn10": 0.75, "knn10_pca": 0.5, "kl": 7.0},
    "two": {"sse": 2.0, "knn10": 0.5, "strange_thing": 12.5, "auroc": 0.9, "auroc_pca": 0.8},
}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """Two bundled models of digits, with figures that nobody has measured."""
    folder = tmp_path / "pretrained"
    folder.mkdir()
    monkeypatch.setattr(bundled, "folder", lambda: folder)
    words = ("train", "vanilla", "--data", "digits", *SMALL, "--samples", 64)
    assert run(*words, "--out", tmp_path / "run")[0] == 0
    saved = checkpoint.load(runs.checkpoint_path(tmp_path / "run"))
    for name, carried in CARRIED.items():
        header = saved.header.model_copy(update={"figures": carried})
        path = folder / f"{name}.safetensors"
        checkpoint.save(Checkpoint(header, saved.weights, latents=saved.latents), path)
    return folder


def test_bundled_models_are_compared_by_what_they_carry(
    read: Read, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "examine", None)
    found = read("compare")["models"]
    assert [entry["name"] for entry in found] == ["one", "two"]
    for entry in found:
        assert (entry["model"], entry["data"], entry["latent"]) == ("vanilla", "digits", 2)
        assert entry["measured"] is False
        assert entry["figures"] == CARRIED[entry["name"]]


def test_the_table_drops_no_figure_and_marks_the_best(
    run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    code, out, err = run("compare", "two", "one")
    assert (code, err) == (0, "")
    two, one = (next(line for line in out.splitlines() if name in line) for name in ("two", "one"))
    assert "2*" in two.split()
    assert "0.75*" in one.split()
    assert "3" in one.split()  # not the best, so no star
    assert "12.5" in two.split()  # nobody to compare with
    assert "7" in one.split()
    for label in ("squared error", "squared error, PCA", "10-NN, PCA", "KL", "strange thing"):
        assert label in out
    assert "SSIM" not in out


def test_a_narrow_terminal_gets_several_tables(
    run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = run("compare")[1]
    assert out.count("one") == out.count("two") == 2
    assert "12.5" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("width", [70, 100, 140])
def test_no_word_of_a_table_is_broken(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = run("compare", "digits-vae-2d", "digits-vanilla-2d")[1]
    assert max(map(len, out.splitlines())) <= width
    tables = out.count("  name  ")
    for name in ("digits-vae-2d", "digits-vanilla-2d"):
        assert out.split().count(name) == tables
    for word in ("squared", "importance-weighted", "reconstruction", "accuracy", "(soft)"):
        assert word in out.split()


def test_markdown_is_narrow_and_grouped_by_data(run: Run, shipped: Path) -> None:
    code, out, _ = run("compare", "--markdown")
    assert code == 0
    assert out.splitlines() == [
        "**Digits**",
        "",
        "| model | latent | squared error (PCA) | 10-NN (PCA) | further |",
        "|---|--:|--:|--:|---|",
        "| `one` | 2 | 3 (4.5) | 75.0% (50.0%) |  |",
        "| `two` | 2 | 2 | 50.0% | AUROC 0.900 (0.800) |",
    ]


def test_what_carries_no_figures_is_measured(run: Run, read: Read, shipped: Path) -> None:
    folder = shipped.parent / "run"
    measured = read("evaluate", folder)
    both = read("compare", "one", folder)["models"]
    assert [entry["measured"] for entry in both] == [False, True]
    assert both[1]["name"] == str(folder)
    assert {key: measured[key] for key in both[1]["figures"]} == both[1]["figures"]
    assert "ssim" in both[1]["figures"]
    assert f"measuring {folder}\n" in run("compare", folder)[2]


@pytest.mark.parametrize("words", [("--measure",), ("--data", "digits")])
def test_figures_are_measured_anew_on_demand(
    read: Read, shipped: Path, words: tuple[str, ...]
) -> None:
    (entry,) = read("compare", "one", *words)["models"]
    assert entry["measured"] is True
    assert entry["figures"]["sse"] != CARRIED["one"]["sse"]


def test_a_damaged_bundled_model_is_left_out_and_told(run: Run, shipped: Path) -> None:
    path = shipped / "one.safetensors"
    path.write_bytes(path.read_bytes()[:-5])
    code, out, err = run("compare")
    assert code == 0
    assert "two" in out
    assert err.startswith(f"left out: {path} is incomplete")
    code, out, err = run("compare", "one")
    assert (code, out) == (1, "")
    assert err.startswith(f"error: {path} is incomplete")


def test_models_of_two_data_sets_are_two_tables(run: Run) -> None:
    names = ("digits-vae-2d", "shapes-vae-2d", "digits-vanilla-2d")
    out = run("compare", *names, "--markdown")[1]
    assert out.index("Digits") < out.index("digits-vanilla-2d") < out.index("Shapes")


@pytest.mark.parametrize(
    ("key", "values", "marked"),
    [
        ("sse", [3.0, 2.0, None], ["3", "2*", ""]),
        ("psnr", [15.25, 20.0], ["15.25", "20*"]),
        ("knn10", [0.5, 0.5], ["0.5", "0.5"]),
        ("ssim", [0.5, 0.7, 0.7], ["0.5", "0.7*", "0.7*"]),
        ("kl", [3.0, 2.0], ["3", "2"]),
        ("sse_2", [3.0, 2.0], ["3", "2*"]),
        ("perplexity_2", [3.0, 2.0], ["3*", "2"]),
        ("unheard_of", [3.0, 2.0], ["3", "2"]),
        ("sse", [None, None], ["", ""]),
    ],
)
def test_the_best_of_a_column(key: str, values: list[float | None], marked: list[str]) -> None:
    assert compare.marks(values, key) == marked


def test_figures_have_an_order_and_unknown_ones_come_last() -> None:
    keys = ["what", "perplexity_2", "perplexity_1", "knn10", "sse_2", "perplexity", "sse", "sse_1"]
    assert figures.in_order(keys) == [
        *("sse", "sse_1", "sse_2", "knn10"),
        *("perplexity", "perplexity_1", "perplexity_2", "what"),
    ]
    assert figures.figure("sse_2").label == "squared error, 2"
    assert figures.figure("what_ever_7") == figures.Figure("what ever 7")


def test_evaluate_prints_figures_that_nobody_has_described(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printing.print_figures("title", {"new_figure": 1.25, "sse": 2.5})
    out = capsys.readouterr().out
    assert out.index("2.5") < out.index("new figure") < out.index("1.25")


@pytest.mark.parametrize("variant", ["vae", "sparse", "rvq", "denoising"])
def test_each_figure_of_a_model_is_described(read: Read, variant: str) -> None:
    words = ("--data", "digits", "--batch", 64, "--samples", 64, "--precision", "fp32")
    found = read("train", variant, *words)
    first = {"variant", "data", "device", "precision", "step", "total", "seen", "seconds"}
    rest = set(found) - first - {"images_per_second", "terms", "run"}
    assert rest
    assert not {key for key in rest if not figures.figure(key).meaning}
