"""The command line: words become calls of `aeviewer.commands`, whose bodies are loaded late.

`train` has a sub-command for each model of the zoo, with an option for each of its knobs.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError

from aeviewer import __version__
from aeviewer.commands import asked
from aeviewer.commands.usage import UsageError
from aeviewer.errors import UserError

_FAILED, _MISUSED, _INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str]) -> int:
    """Run one command; whatever goes wrong becomes one sentence on stderr and an exit code."""
    _mend_streams()
    try:
        result = _app(argv)(list(argv), **_QUIETLY)
        sys.stdout.flush()
    except CycloptsError as error:
        return _fail(_usage(error), _MISUSED)
    except UserError as error:
        return _fail(str(error), _MISUSED if isinstance(error, UsageError) else _FAILED)
    except BrokenPipeError:  # the reader has seen enough
        _drop_stdout()
        return _FAILED
    except OSError as error:
        _drop_stdout()
        place = f"{error.filename}: " if error.filename else ""
        return _fail(f"{place}{error.strerror or error}", _FAILED)
    except ImportError as error:
        return _fail(f"{error}; `aeviewer doctor` tells what is missing", _FAILED)
    except KeyboardInterrupt:
        return _fail("interrupted", _INTERRUPTED)
    return result if isinstance(result, int) else 0


_QUIETLY: dict[str, Any] = {
    "exit_on_error": False,
    "print_error": False,
    "result_action": "return_value",
}


def _app(argv: Sequence[str]) -> App:
    app = App(
        name="aeviewer",
        version=__version__,
        help="Train autoencoders and look into their latent space; without a command, in a window.",
        help_format="plaintext",
        default_parameter=Parameter(negative=()),
    )
    train = App(name="train", help="Train a model, or go on with a run.")
    train.default(_resume)
    if argv[:1] == ["train"]:
        _add_models(train, argv[1:])
    app.command(_open, name="open")
    app.command(train)
    app.command(_handout, name="handout")
    for command in (_present, _evaluate, _compare, _list, _screenshot, _render, _doctor, _download):
        app.command(command, name=command.__name__.strip("_"))
    app.command(_install_desktop, name="install-desktop")
    return app


def _add_models(train: App, rest: Sequence[str]) -> None:
    """Make a sub-command of each model; this takes torch, so only `train` pays for it.

    Raises:
        UserError: the word that follows is not a model.
    """
    from aeviewer.commands.options import signature
    from aeviewer.zoo.registry import find, variants

    if rest and not rest[0].startswith("-"):
        find(rest[0])
    for entry in variants().values():
        command = _train_command(entry.name)
        command.__signature__ = signature(entry)  # type: ignore[attr-defined]  # cyclopts reads it
        command.__annotations__ = {
            name: option.annotation for name, option in signature(entry).parameters.items()
        }
        train.command(command, name=entry.name, help=f"{entry.title}. {entry.paper}.")


def _train_command(variant: str) -> Callable[..., int]:
    def command(**given: Any) -> int:
        from aeviewer.commands.train import start

        return start(variant, given)

    return command


def _resume(
    *,
    resume: asked.Resume = None,
    device: asked.Device = "auto",
    threads: asked.Threads = None,
    json: asked.Json = False,
) -> int:
    """Train a model, or go on with a run.

    Raises:
        UsageError: neither is named.
    """
    from aeviewer.commands.machine import Machine
    from aeviewer.commands.train import resume as go_on

    if resume is None:
        raise UsageError("train what? `aeviewer train --help` lists the models")
    return go_on(resume, Machine(device, threads), as_json=json)


def _open(path: asked.Shown = "", /) -> int:
    """Open the window on a checkpoint, on a copied state, or on a lesson."""
    from aeviewer.commands.opening import show

    return show(path)


def _present(lesson: asked.Lesson = None, /, *, screen: asked.Screen = None) -> int:
    """Present a lesson to an audience, from its first step, on a whole screen."""
    if lesson is None:
        return _list("lessons")
    from aeviewer.commands.present import present

    return present(lesson, screen)


def _handout(
    lesson: asked.Lesson = None,
    /,
    *,
    out: asked.Handout = None,
    notes: asked.Notes = False,
    folder: asked.All = None,
) -> int:
    """Write what is taken home of a lesson: its words, equations, pictures, questions, sources."""
    from aeviewer.commands.handout import handout

    return handout(lesson, out, folder, notes=notes)


def _evaluate(
    checkpoint: asked.Checkpoint,
    /,
    *,
    data: asked.Data = None,
    normal: asked.Normal = None,
    draws: asked.Draws = 50,
    device: asked.Device = "auto",
    json: asked.Json = False,
) -> int:
    """Measure a model on the test images."""
    from aeviewer.commands.evaluate import evaluate

    return evaluate(checkpoint, data, device, normal, draws, as_json=json)


def _compare(
    *checkpoints: asked.Checkpoint,
    data: asked.Data = None,
    device: asked.Device = "auto",
    measure: asked.Measure = False,
    json: asked.Json = False,
    markdown: asked.Markdown = False,
) -> int:
    """Compare models, by the figures they carry; those without are measured. All bundled ones.

    Raises:
        UsageError: two ways to print are asked for.
    """
    from aeviewer.commands.compare import compare

    if json and markdown:
        raise UsageError("--json and --markdown are two ways to print; choose one")
    return compare(
        checkpoints,
        data,
        device,
        measure=measure,
        form="json" if json else "markdown" if markdown else "table",
    )


def _list(what: asked.What, /, *, json: asked.Json = False) -> int:
    """List what there is."""
    from aeviewer.commands import listing

    return listing.show(what, as_json=json)


def _screenshot(
    state: asked.State = None,
    /,
    *,
    out: asked.Out,
    size: asked.Size = "1280x720",
    theme: asked.Theme = None,
) -> int:
    """Make pictures of the window and of each view, without a screen."""
    from aeviewer.commands.screenshot import screenshot

    return screenshot(out, size, theme, state)


def _render(
    state: asked.Render,
    /,
    *,
    out: asked.Picture,
    view: asked.View = "map",
    size: asked.Sides = None,
    scale: asked.Scale = 1,
    theme: asked.Theme = None,
    motion: asked.Motion = None,
    frames: asked.Frames = 90,
    fps: asked.Fps = 30,
    count: asked.Count = 64,
) -> int:
    """Make a picture, a film or a table of a view: the same bytes as the window exports."""
    from aeviewer.commands.opening import to_render

    wanted, own = to_render(state)  # before what takes seconds to load
    from aeviewer.commands.render import render

    return render(wanted, out, view, size, scale, theme, (motion or own, frames, fps, count))


def _install_desktop(*, remove: asked.Remove = False) -> int:
    """Put aeviewer into the desktop's menu, with its icon and its kinds of files."""
    from aeviewer.commands import desktop

    return desktop.remove() if remove else desktop.install()


def _doctor() -> int:
    """Tell what is installed, found and missing."""
    from aeviewer.commands.doctor import doctor

    return doctor()


def _download(name: asked.Name, /) -> int:
    """Download a data set."""
    from aeviewer.commands.download import download

    return download(name)


def _usage(error: CycloptsError) -> str:
    error.verbose = False
    if isinstance(error, UnusedCliTokensError):
        text = f"what is {' '.join(error.unused_tokens or [])!r} for?"
    else:
        text, _sep, _some = str(error).strip().partition(" Available commands:")
        text = text if text.endswith("?") else f"{text.rstrip('.')};"
    words = " ".join(["aeviewer", *(error.command_chain or ())])
    return f"{text} see `{words} --help`"


def _fail(sentence: str, code: int) -> int:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"error: {sentence}\n")
        sys.stderr.flush()
    return code


def _mend_streams() -> None:
    """Give what is written somewhere to go, where a stream was closed before the start."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _drop_stdout() -> None:
    """Let what stdout cannot take go nowhere, or the interpreter complains as it leaves."""
    with contextlib.suppress(OSError, ValueError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
