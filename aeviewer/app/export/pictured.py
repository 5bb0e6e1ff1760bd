"""The state in a picture that was exported: it can be looked at again."""

from pathlib import Path

from PySide6.QtGui import QImageReader

from aeviewer.app.export.stills import STATE
from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.view import View

_LARGEST = 50_000_000  # bytes: no picture of ours with a text in it is larger


def read(path: Path) -> View | None:
    """Find the view that a picture was made of; None where there is none in it.

    Nothing but the picture's texts is read, and nothing in them is ever run.

    Raises:
        UserError: there is one, but of a later version.
    """
    if path.suffix.lower() != ".png" or not path.is_file() or path.stat().st_size > _LARGEST:
        return None
    text = QImageReader(str(path)).text(STATE)
    if not text:
        return None
    try:
        return file.from_text(text, path.name)
    except UserError as error:
        raise UserError(f"the state in {error}") from None
