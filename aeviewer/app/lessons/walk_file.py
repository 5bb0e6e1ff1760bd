"""The file of a walk: what it is called, how it is written, and where it is kept unasked."""

from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QDate

from aeviewer.app.export.target import check_target, unused, write
from aeviewer.app.pages import PAGES
from aeviewer.errors import UserError
from aeviewer.session.lesson import SUFFIX
from aeviewer.session.view import View
from aeviewer.session.walk import Moment, written
from aeviewer.words import N_, _

_TEXT = N_("Write here what is to be seen, and ask before you tell.")


def walks_folder() -> Path:
    """Where walks are kept for which nobody said where."""
    return platformdirs.user_data_path("aeviewer", False) / "walks"


def proposed(folder: Path) -> Path:
    """Name a walk in a folder by the day; no other file is called so."""
    day = QDate.currentDate().toString("yyyy-MM-dd")
    name = _("walk-{day}").format(day=day)
    return unused(folder / f"{name}{SUFFIX}")


def write_walk(walk: Sequence[Moment], path: Path) -> None:
    """Write a walk as a lesson that is called as its file is.

    Raises:
        UserError: it cannot be written there.
    """
    title = path.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    text = written(walk, title or path.stem, _heading, _(_TEXT))
    check_target(path)
    write(path, text.encode())


def keep_walk(walk: Sequence[Moment]) -> Path:
    """Write a walk to the folder of walks, and say which file it is.

    Raises:
        UserError: it cannot be written there.
    """
    folder = walks_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            _("cannot keep the walk in {folder}: {error}; save it elsewhere first").format(
                folder=folder, error=error.strerror
            )
        ) from None
    path = proposed(folder)
    write_walk(walk, path)
    return path


def _heading(number: int, view: View) -> str:
    """What a step is called until somebody calls it otherwise: its number and its page."""
    titles = {page.name: _(page.title) for page in PAGES}
    return f"{number}. {titles.get(view.page, _('Map'))}"
