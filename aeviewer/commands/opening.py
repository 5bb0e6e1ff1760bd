"""`aeviewer open`: the window on a model, on a view that was saved, or on a lesson."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aeviewer.session import lesson
from aeviewer.session.opening import read
from aeviewer.session.view import Slot, View
from aeviewer.training.bundled import resolve, shipped
from aeviewer.training.header import peek

if TYPE_CHECKING:
    from aeviewer.app.export.order import Motion

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


def to_render(state: str) -> "tuple[View, Motion]":
    """What a picture is of: a view that was saved, a lesson, or a model as it is first looked at.

    A lesson is looked at in its first step; a film of one that has a walk goes along that, unless
    something else is asked for, and any other film along the path.

    Raises:
        UserError: there is none.
    """
    if _is_lesson(state):
        steps = lesson.read(lesson.resolve(state)).steps
        return steps[0].view, "walk" if any(step.walk for step in steps) else "path"
    if state.lower().endswith(SAVED):
        return read(Path(state).expanduser()), "path"
    peek(resolve(state))
    return replace(View(), slots=(Slot(model=state),)), "path"


def _view(name: str) -> View | None:
    """Read what is to be looked at, where a name stands for a whole view; None for a model's.

    Raises:
        UserError: something in it is wrong.
    """
    if name.lower().endswith(SAVED):
        return read(Path(name).expanduser())
    if _is_lesson(name):
        return lesson.read(lesson.resolve(name)).steps[0].view
    return None


def _is_lesson(name: str) -> bool:
    return name.lower().endswith(lesson.SUFFIX) or lesson.bundled(name) is not None
