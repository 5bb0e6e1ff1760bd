"""The command line: words become calls of `aeviewer.commands`, whose bodies are loaded late.

`train` has a sub-command for each model of the zoo, with an option for each of its knobs.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError

from aeviewer import __version__
from aeviewer.commands.usage import UsageError
from aeviewer.errors import UserError

_FAILED, _MISUSED, _INTERRUPTED = 1, 2, 130

_Json = Annotated[bool, Parameter(help="Print one JSON object, and nothing else there.")]
_Device = Annotated[str, Parameter(help="auto, cpu, cuda:0 and so on, or mps.")]
_Threads = Annotated[int | None, Parameter(help="Threads of the CPU. All cores but one.")]
_Shown = Annotated[
    str,
    Parameter(
        help="Checkpoint, run folder or name of a bundled model; a .json file of a copied state; a "
        "lesson's name, number or file."
    ),
]
_State = Annotated[Path | None, Parameter(help="File of a copied state. The bundled model.")]
_Checkpoint = Annotated[str, Parameter(help="Checkpoint, run folder or name of a bundled model.")]
_Resume = Annotated[Path | None, Parameter(help="Run folder; what was asked for stands in it.")]
_Data = Annotated[
    str | None, Parameter(help="Name or folder of a data set, if not the model's own.")
]
_Normal = Annotated[
    str | None,
    Parameter(
        help="Classes that are normal, such as 3,5, the rest being anomalies to find; those that "
        "the model was trained on, if not all."
    ),
]
_Draws = Annotated[
    int, Parameter(help="Draws of z an image for the importance-weighted bound of a VAE.")
]
_Measure = Annotated[bool, Parameter(help="Measure anew what carries its figures, too.")]
_Markdown = Annotated[bool, Parameter(help="Print the table for a README.")]
_What = Annotated[
    Literal["models", "data", "pretrained", "lessons"],
    Parameter(help="Models of the zoo, data sets known by name, bundled models, or lessons."),
]
_Out = Annotated[Path, Parameter(help="Folder for the PNG files.")]
_Size = Annotated[str, Parameter(help="Width and height of the window in pixels, WxH.")]
_Theme = Annotated[
    Literal["light", "dark", "contrast", "projector"] | None,
    Parameter(help="Colours. The state's own, or light."),
]
_Lesson = Annotated[
    str | None,
    Parameter(
        help="Name or number of a bundled lesson, or a file of one. Without it, they are listed."
    ),
]
_Screen = Annotated[
    int | None,
    Parameter(help="The screen of the audience, from 1. The one that is not your own."),
]
_Render = Annotated[
    str,
    Parameter(
        help="File of a copied state, of a walk or of another lesson; checkpoint, run folder or "
        "name of a bundled model."
    ),
]
_Picture = Annotated[
    Path,
    Parameter(
        help="The file: .png, .svg or .pdf for a picture, .gif, .webp or .mp4 for a film, .csv for "
        "the numbers behind it."
    ),
]
_View = Annotated[
    str,
    Parameter(
        help="map, path, probe, picture (at the cursor), curves, window, a page's name; or, of "
        "many pictures, sheet-selection, sheet-samples, sheet-map, sheet-path, sheet-codebook."
    ),
]
_Sides = Annotated[
    str | None, Parameter(help="Width and height in pixels, WxH. What suits the view.")
]
_Scale = Annotated[int, Parameter(help="Pixels of the picture to each of these, from 1 to 8.")]
_Motion = Annotated[
    Literal["path", "time", "walk"] | None,
    Parameter(
        help="A film goes along the path and back, through the moments of a run, or the way of a "
        "recorded walk. The walk of a file that holds one, else the path."
    ),
]
_Frames = Annotated[
    int,
    Parameter(
        help="Pictures of a film, from 2 to 1000, at most; a walk that would need more plays "
        "faster."
    ),
]
_Fps = Annotated[int, Parameter(help="Pictures of a film in a second, from 1 to 60.")]
_Count = Annotated[int, Parameter(help="Pictures of a contact sheet, from 1 to 400.")]
_Handout = Annotated[
    Path | None, Parameter(help="The file: .html or .pdf. LESSON.html in this folder.")
]
_Notes = Annotated[bool, Parameter(help="With the presenter's notes.")]
_All = Annotated[
    Path | None, Parameter(name="--all", help="Folder for those of all bundled lessons, as both.")
]
_Remove = Annotated[bool, Parameter(help="Take away what it wrote.")]
_Name = Annotated[str, Parameter(help="One of those that `aeviewer list data` lists.")]


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
    resume: _Resume = None,
    device: _Device = "auto",
    threads: _Threads = None,
    json: _Json = False,
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


def _open(path: _Shown = "", /) -> int:
    """Open the window on a checkpoint, on a copied state, or on a lesson."""
    from aeviewer.commands.opening import show

    return show(path)


def _present(lesson: _Lesson = None, /, *, screen: _Screen = None) -> int:
    """Present a lesson to an audience, from its first step, on a whole screen."""
    if lesson is None:
        return _list("lessons")
    from aeviewer.commands.present import present

    return present(lesson, screen)


def _handout(
    lesson: _Lesson = None,
    /,
    *,
    out: _Handout = None,
    notes: _Notes = False,
    folder: _All = None,
) -> int:
    """Write what is taken home of a lesson: its words, equations, pictures, questions, sources."""
    from aeviewer.commands.handout import handout

    return handout(lesson, out, folder, notes=notes)


def _evaluate(
    checkpoint: _Checkpoint,
    /,
    *,
    data: _Data = None,
    normal: _Normal = None,
    draws: _Draws = 50,
    device: _Device = "auto",
    json: _Json = False,
) -> int:
    """Measure a model on the test images."""
    from aeviewer.commands.evaluate import evaluate

    return evaluate(checkpoint, data, device, normal, draws, as_json=json)


def _compare(
    *checkpoints: _Checkpoint,
    data: _Data = None,
    device: _Device = "auto",
    measure: _Measure = False,
    json: _Json = False,
    markdown: _Markdown = False,
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


def _list(what: _What, /, *, json: _Json = False) -> int:
    """List what there is."""
    from aeviewer.commands import listing

    return listing.show(what, as_json=json)


def _screenshot(
    state: _State = None, /, *, out: _Out, size: _Size = "1280x720", theme: _Theme = None
) -> int:
    """Make pictures of the window and of each view, without a screen."""
    from aeviewer.commands.screenshot import screenshot

    return screenshot(out, size, theme, state)


def _render(
    state: _Render,
    /,
    *,
    out: _Picture,
    view: _View = "map",
    size: _Sides = None,
    scale: _Scale = 1,
    theme: _Theme = None,
    motion: _Motion = None,
    frames: _Frames = 90,
    fps: _Fps = 30,
    count: _Count = 64,
) -> int:
    """Make a picture, a film or a table of a view: the same bytes as the window exports."""
    from aeviewer.commands.opening import to_render

    wanted, own = to_render(state)  # before what takes seconds to load
    from aeviewer.commands.render import render

    return render(wanted, out, view, size, scale, theme, (motion or own, frames, fps, count))


def _install_desktop(*, remove: _Remove = False) -> int:
    """Put aeviewer into the desktop's menu, with its icon and its kinds of files."""
    from aeviewer.commands import desktop

    return desktop.remove() if remove else desktop.install()


def _doctor() -> int:
    """Tell what is installed, found and missing."""
    from aeviewer.commands.doctor import doctor

    return doctor()


def _download(name: _Name, /) -> int:
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
