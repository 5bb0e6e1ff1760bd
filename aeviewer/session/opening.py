"""Whether a view that comes from elsewhere can be looked at here: its model must be at hand."""

from pathlib import Path

from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.view import View
from aeviewer.training.bundled import resolve
from aeviewer.training.header import peek


def read(path: Path) -> View:
    """Open a saved view whose model can be opened, too.

    Raises:
        UserError: one of them cannot.
    """
    view = file.load(path)
    demand_model(view, path.name)
    return view


def demand_model(view: View, origin: str) -> None:
    """See that the model of a view can be had.

    Raises:
        UserError: it was never kept, is not here, or is no checkpoint.
    """
    if not view.slots:
        raise UserError(f"{origin} names no model to look at")
    name = view.slots[0].model
    if not name:
        raise UserError(
            f"{origin} is of a model that was in training and is not kept; stop its training first"
        )
    try:
        peek(resolve(name))
    except UserError as error:
        raise UserError(f"{origin} cannot be opened: {error}") from None
