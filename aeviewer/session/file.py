"""The view as text: sessions, "copy state" and lesson steps are the same JSON."""

import json
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from pydantic_core import ErrorDetails

from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.session.view import View

# What is nested in the view is checked as strictly; what is left out has its default.
VIEW = TypeAdapter(with_config(ConfigDict(extra="forbid", allow_inf_nan=False))(View))
"""The schema of a view, for whatever is to become one."""

_LARGEST = 50_000_000  # bytes: a million samples selected, and kept in two groups, take 21 million


def to_text(view: View) -> str:
    """Write a view as JSON, a line for each field."""
    fields = VIEW.dump_python(view, mode="json")
    lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in fields.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def from_text(text: str | bytes, origin: str) -> View:
    """Read a view back; nothing in the text is ever run.

    Raises:
        UserError: it is no view, or one of a later version; names the origin and the first fault.
    """
    try:
        return VIEW.validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "the text"
    if fault["type"] == "unexpected_keyword_argument":
        raise UserError(
            f"{origin} is of a later version, or not a saved view: {place[:80]} is unknown here"
        )
    raise UserError(f"{origin} is not a saved view: {place}: {_said(fault)}")


def _said(fault: ErrorDetails) -> str:
    """What is wrong with a value; a number is told beside the bound that it does not keep."""
    value = fault["input"]
    number = isinstance(value, int | float) and fault["type"].endswith("_equal")
    return f"{fault['msg'].lower()}{f', not {value:.6g}' if number else ''}"


def save(view: View, path: Path) -> None:
    """Save a view.

    Raises:
        OSError: it could not be written; an older file is intact.
    """
    atomic_write(path, to_text(view).encode())


def load(path: Path) -> View:
    """Open a saved view.

    Raises:
        UserError: the file is missing, too large or no view.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > _LARGEST:
        raise UserError(f"{path} is over {_LARGEST:,} bytes: not a saved view")
    return from_text(data, path.name)
