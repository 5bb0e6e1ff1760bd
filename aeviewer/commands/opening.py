"""`aeviewer open`: the window on a model, on a view that was saved, or on a lesson."""

from dataclasses import replace
from pathlib import Path

from aeviewer.session import lesson
from aeviewer.session.opening import read
from aeviewer.session.view import Slot, View
from aeviewer.training.bundled import resolve, shipped
from aeviewer.training.header import peek

SAVED = ".json"  # what a view ends in, and no checkpoint does


def show(name: str) -> int:
    """Open the window, once what it is to show is known to be good; returns the exit code.

    Without a name it shows what it shows without a command, as a desktop's menu asks for it.

    Raises:
        UserError: there is none, or the file is no checkpoint, no saved view, or no lesson.
    """
    view = _view(name) if name else None
    if view is not None or not name:
        from aeviewer.app.start.run import run  # Qt, after the file is known to be good

        return run([], view)
    peek(resolve(name))
    from aeviewer.app.start.run import run

    # A view that is copied shall find its model from any folder.
    return run([name if name in shipped() else str(Path(name).expanduser().absolute())])


def to_render(state: str) -> View:
    """What a picture is of: a view that was saved, or a model as it is first looked at.

    Raises:
        UserError: there is none.
    """
    if state.lower().endswith(SAVED):
        return read(Path(state).expanduser())
    peek(resolve(state))
    return replace(View(), slots=(Slot(model=state),))


def _view(name: str) -> View | None:
    """Read what is to be looked at, where a name stands for a whole view; None for a model's.

    Raises:
        UserError: something in it is wrong.
    """
    if name.lower().endswith(SAVED):
        return read(Path(name).expanduser())
    if name.lower().endswith(lesson.SUFFIX) or lesson.bundled(name):
        return lesson.read(lesson.resolve(name)).steps[0].view
    return None
