"""The options of `train`: one for each knob of the model and of the plan, and where it happens."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from aeviewer.commands.asked import DEVICE_HELP, JSON_HELP, THREADS_HELP
from aeviewer.commands.printing import spelt
from aeviewer.training.plan import Plan
from aeviewer.zoo.knobs import Knob
from aeviewer.zoo.registry import Variant

_WHERE: tuple[tuple[str, Any, Any, str], ...] = (
    ("data", str | None, None, "Name or folder of the data set; `aeviewer list data` lists names."),
    ("out", Path | None, None, "Run folder to write; without it nothing is kept."),
    ("resume", Path | None, None, "Run folder to go on with; takes no knobs."),
    ("device", str, "auto", DEVICE_HELP),
    ("threads", int | None, None, THREADS_HELP),
    ("json", bool, False, JSON_HELP),
)


def signature(entry: Variant) -> inspect.Signature:
    """Describe the function that trains a model, as cyclopts wants it: keywords, with their help.

    Values of knobs stay text, so that the knobs alone judge them.
    """
    return inspect.Signature([
        *(_option(name, kind, value, text) for name, kind, value, text in _WHERE),
        *_of_knobs(entry.knobs.knobs(), "Model"),
        *_of_knobs(Plan.knobs(), "Training"),
    ])


def _of_knobs(knobs: tuple[Knob, ...], group: str) -> Iterator[inspect.Parameter]:
    for knob in knobs:
        kind = bool | None if knob.kind == "bool" else str | None
        negative = "" if knob.kind != "bool" else f"--no-{knob.name.replace('_', '-')}"
        yield _option(knob.name, kind, None, _help(knob), group, negative)


def _option(
    name: str, kind: Any, value: Any, text: str, group: str = "Where", negative: str = ""
) -> inspect.Parameter:
    about = Parameter(help=text, group=group, negative=negative or ())
    annotation = Annotated[kind, about]
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=value, annotation=annotation
    )


def _help(knob: Knob) -> str:
    default = "" if knob.default in {None, ()} else f" [default: {spelt(knob.default)}]"
    return f"{knob.help}; must {knob.demand}.{default}"
