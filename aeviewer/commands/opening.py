"""`aeviewer open`: the window on a model, or on a view that was saved."""

from pathlib import Path

from aeviewer.session.opening import read
from aeviewer.training.bundled import bundled, resolve
from aeviewer.training.header import peek

SAVED = ".json"  # what a view ends in, and no checkpoint does


def show(name: str) -> int:
    """Open the window, once what it is to show is known to be good; returns the exit code.

    Raises:
        UserError: there is none, or the file is no checkpoint, or no saved view.
    """
    if name.lower().endswith(SAVED):
        view = read(Path(name).expanduser())
        from aeviewer.app.run import run  # Qt, after the file is known to be good

        return run([], view)
    peek(resolve(name))
    from aeviewer.app.run import run

    # A view that is copied shall find its model from any folder.
    return run([name if name in bundled() else str(Path(name).expanduser().absolute())])
