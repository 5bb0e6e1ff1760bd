"""A view as it may leave this machine, in a picture for example: without a path in it.

Of a model or a data set in a folder of one's own only the name goes along; where the view is opened
again, what is called so is looked for among what is known there.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PureWindowsPath

from aeviewer.session.view import View


def portable(view: View) -> View:
    """Leave of each path its last part."""
    return _renamed(view, _last)


def localised(view: View, known: Iterable[str], beside: Path) -> View:
    """Find again what a portable view names.

    Args:
        view: as it came.
        known: names and paths of models that are at hand.
        beside: the folder that the view came from.
    """
    paths = {_last(path): path for path in known}

    def found(name: str) -> str:
        near = beside / name
        if name in paths or not name or "/" in name or "\\" in name or not near.exists():
            return paths.get(name, name)
        return str(near)

    return _renamed(view, found)


def _renamed(view: View, name: Callable[[str], str]) -> View:
    return replace(
        view,
        slots=tuple(replace(slot, model=name(slot.model)) for slot in view.slots),
        others=tuple(map(name, view.others)),
        painted=replace(view.painted, model=name(view.painted.model)),
        data=_last(view.data) if name is _last else view.data,
        lesson=_last(view.lesson) if name is _last else view.lesson,
    )


def _last(path: str) -> str:
    """The last part of a path of any system; of a plain name, the name."""
    return PureWindowsPath(path).name or path  # it parts at / and at \
