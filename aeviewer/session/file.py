"""The view as text: sessions, "copy state" and lesson steps are the same JSON."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.session.view import View

_VIEW = TypeAdapter(View)
_LARGEST = 1_000_000


def to_text(view: View) -> str:
    """Write a view as JSON."""
    return _VIEW.dump_json(view, indent=1).decode()


def from_text(text: str | bytes, origin: str) -> View:
    """Read a view back; nothing in the text is ever run.

    Raises:
        UserError: it is no view; names the origin and the first fault.
    """
    try:
        return _VIEW.validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "the text"
        raise UserError(f"{origin} is not a saved view: {place}: {fault['msg'].lower()}") from None


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
