"""The words of the command line: exit codes, sentences, help."""

import shutil
import sys
from pathlib import Path

import pytest

import aeviewer
from aeviewer import __main__
from aeviewer.app import screenshot as app_screenshot
from aeviewer.app.start import run as app_run
from aeviewer.cli import main
from aeviewer.commands.options import signature
from aeviewer.commands.printing import spelt
from aeviewer.session import file, lesson
from aeviewer.session.view import Slot, View
from aeviewer.training.bundled import bundled
from aeviewer.training.plan import Plan
from aeviewer.zoo.registry import Variant, variants


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("train vae --data digits --latent 0", 1, "vae.latent is 0; it must lie in [1, 512]"),
        ("train vae --data digits --latent 2.5", 1, "vae.latent is 2.5; it must lie in [1, 512]"),
        ("train vae --data digits --latent -1", 1, "vae.latent is -1; it must lie in [1, 512]"),
        ("train vae --data digits --lr 1e6", 1, "plan.lr is 1e6; it must lie in (0, 10]"),
        ("train vae --data digits --lr nan", 1, "plan.lr is nan; it must lie in (0, 10]"),
        ("train vae --data digits --beta x", 1, "vae.beta is x; it must lie in [0, 1000]"),
        (
            "train vae --data digits --precision fp8",
            1,
            "plan.precision is fp8; it must be one of: auto, fp32, bf16",
        ),
        (
            "train vae --data digits --hidden 10,ten",
            1,
            "vae.hidden is ten; it must be whole numbers from 1 up, separated by commas",
        ),
        ("train vee --data digits", 1, "unknown model 'vee'; known: "),
        ("train vae --data digits --threads 0", 1, "threads is 0; it must lie in [1, 1024]"),
        ("evaluate", 2, "requires an argument; see `aeviewer evaluate --help`"),
        ("compare --json --markdown", 2, "--json and --markdown are two ways to print; choose one"),
        ("compare nowhere", 1, "there is no checkpoint nowhere; give a file, a run folder or one"),
        (
            "evaluate digits-vae-2d --normal x",
            1,
            "plan.normal is x; it must be class numbers from 0 to 9999, separated by commas",
        ),
        (
            "evaluate digits-vae-2d --normal 3,10",
            1,
            "normal is 3,10, but there is no image of class 10; choose from 0 to 9",
        ),
        (
            "evaluate digits-vae-2d --normal 0,1,2,3,4,5,6,7,8,9",
            1,
            "normal is 0,1,2,3,4,5,6,7,8,9, which are all classes there are; leave some out",
        ),
        ("evaluate digits-vae-2d --draws 0", 1, "draws is 0; it must lie in [1, 10000]"),
        ("train pca --data digits --normal 11", 1, "there is no image of class 11; choose from 0"),
        ("train vae --latnt 2", 2, "see `aeviewer train vae --help`"),
        ("train vae two", 2, "what is 'two' for?"),
        ("train vae", 2, "train on what?"),
        ("train", 2, "train what?"),
        ("train vae --resume RUN --latent 2", 2, "leave out --latent"),
        ("sing", 2, 'Unknown command "sing"; see `aeviewer --help`'),
        ("rendr x", 2, 'Unknown command "rendr". Did you mean "render"? see `aeviewer --help`'),
        ("list songs", 2, "Invalid value"),
        ("download songs", 1, "unknown data set 'songs'; known: digits"),
        ("screenshot --out x --size big", 1, "size is 'big'; it must be WxH in pixels"),
        ("screenshot --out x --size 1x1", 1, "size is 1x1; both must lie in [320, 8192]"),
        ("screenshot --out x --size 1000000000x9", 1, "size is 1000000000x9; both must lie in"),
        ("open nowhere", 1, "there is no checkpoint nowhere"),
        ("open mnist-vae-3d", 1, "there is no checkpoint mnist-vae-3d; did you mean mnist-vae-2d "),
        ("render digits-wae --out x.png", 1, "error: there is no checkpoint digits-wae; did you "),
    ],
)
def test_a_mistake_is_one_sentence(
    words: str, code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == code
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert sentence in err


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_names_the_commands(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word]) == 0
    out = capsys.readouterr().out
    for command in (
        "open",
        "train",
        "evaluate",
        "compare",
        "list",
        "screenshot",
        "doctor",
        "download",
    ):
        assert command in out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == aeviewer.__version__


@pytest.mark.parametrize("entry", variants().values(), ids=lambda entry: entry.name)
def test_help_lists_each_knob(
    entry: Variant, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert main(["train", entry.name, "--help"]) == 0
    out = capsys.readouterr().out
    for knob in (*entry.knobs.knobs(), *Plan.knobs()):
        line = next(
            line for line in out.splitlines() if f"--{knob.name.replace('_', '-')} " in line
        )
        assert knob.help in line
        assert knob.demand in line
        assert knob.default in {None, ()} or f"[default: {spelt(knob.default)}]" in line


@pytest.mark.parametrize("entry", variants().values(), ids=lambda entry: entry.name)
def test_no_knob_hides_another_option(entry: Variant) -> None:
    ours = len(signature(entry).parameters)
    assert ours == 6 + len(entry.knobs.knobs()) + len(Plan.knobs())


def test_no_word_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_run, "run", lambda argv: 40 + len(argv))
    assert __main__.main([]) == 40


def test_open_opens_the_window_on_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []

    def run(argv: list[str]) -> int:
        opened.extend(argv)
        return 0

    monkeypatch.setattr(app_run, "run", run)
    path = shutil.copy(bundled()["digits-vanilla-2d"], tmp_path / "x.safetensors")
    assert __main__.main(["open", str(path)]) == 0
    assert opened == [str(path)]


def test_open_finds_a_relative_path_from_everywhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []

    def run(argv: list[str]) -> int:
        opened.extend(argv)
        return 0

    monkeypatch.setattr(app_run, "run", run)
    shutil.copy(bundled()["digits-vanilla-2d"], tmp_path / "x.safetensors")
    monkeypatch.chdir(tmp_path)
    assert __main__.main(["open", "x.safetensors"]) == 0
    assert __main__.main(["open", "digits-vanilla-2d"]) == 0
    assert opened == [str(tmp_path / "x.safetensors"), "digits-vanilla-2d"]


def test_open_opens_a_copied_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[object] = []

    def run(argv: list[str], saved: View) -> int:
        opened.extend([*argv, saved])
        return 0

    monkeypatch.setattr(app_run, "run", run)
    view = View(slots=(Slot(model="digits-vanilla-2d"),), t=0.5)
    file.save(view, tmp_path / "state.json")
    assert __main__.main(["open", str(tmp_path / "state.json")]) == 0
    assert opened == [view]


LESSON = '+++\ntitle = "x"\n+++\n# One\n```state\nmodel = "digits-vq"\n{}\n```\n'


def test_open_opens_a_lesson(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[object] = []

    def run(argv: list[str], saved: View) -> int:
        opened.extend([*argv, saved])
        return 0

    monkeypatch.setattr(app_run, "run", run)
    monkeypatch.setattr(lesson, "folder", lambda: tmp_path)
    path = tmp_path / "01-small.md"
    path.write_text(LESSON.format("t = 0.5"))
    assert __main__.main(["open", str(path)]) == 0
    assert __main__.main(["open", "01-small"]) == 0
    assert __main__.main(["open", "1"]) == 0
    assert opened == [lesson.read(path).steps[0].view] * 3


def test_a_lesson_is_checked_before_there_is_a_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr(app_run, "run")
    path = tmp_path / "own.md"
    path.write_text(LESSON.format("t = true"))
    assert __main__.main(["open", str(path)]) == 1
    assert capsys.readouterr().err.startswith("error: own.md, line 7: t: ")
    assert __main__.main(["open", "none.md"]) == 1
    assert "there is no lesson none.md" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["open {}", "screenshot {} --out {}-pictures"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "state.json is not a saved view: the text: "),
        ('{"t": "high"}', "state.json is not a saved view: t: "),
        ('{"hologram": 1}', "state.json is of a later version, or not a saved view: hologram is "),
        (
            '{"slots": [{"model": "gone"}]}',
            "state.json cannot be opened: there is no checkpoint g",
        ),
        ('{"slots": [{"model": ""}]}', "state.json is of a model that was in training and is not "),
        ('{"slots": []}', "state.json names no model to look at"),
    ],
)
def test_a_state_is_checked_before_there_is_a_window(
    command: str,
    content: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delattr(app_run, "run")
    monkeypatch.delattr(app_screenshot, "open_window")
    path = tmp_path / "state.json"
    path.write_text(content)
    assert __main__.main(command.replace("{}", str(path)).split()) == 1
    assert capsys.readouterr().err.startswith(f"error: {sentence}")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\0" * 100])
def test_open_checks_the_file_before_there_is_a_window(
    content: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "aeviewer.app.start.run", None)  # as where Qt does not load
    path = tmp_path / "x.safetensors"
    path.write_bytes(content)
    assert main(["open", str(path)]) == 1
    err = capsys.readouterr().err
    assert err.startswith(f"error: {path} is ")
    assert err.count("\n") == 1


def test_what_cannot_be_imported_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "aeviewer.app.start.run", None)
    assert main(["open", "digits-vanilla-2d"]) == 1
    assert __main__.main([]) == 1
    err = capsys.readouterr().err
    assert err.count("`aeviewer doctor` tells what is missing\n") == 2


def test_closed_streams_are_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["list", "data", "--json"]) == 0
    assert main(["list", "songs"]) == 2
    sys.stdout.close()
    sys.stderr.close()
