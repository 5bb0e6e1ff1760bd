"""What of the window a step shows to the audience: a function of the view and of the step alone."""

from typing import Literal

from aeviewer.session.view import View

Part = Literal[
    "lesson",
    "picture",
    "probe",
    "train",
    "knobs",
    "draw",
    "bar",
    "tabs",
    "controls",
    "path",
    "honesty",
    "time",
]

_POINTED_AT: dict[str, Part] = {
    "picture": "picture",
    "probe": "probe",
    "sliders": "probe",
    "axes": "probe",
    "train": "train",
    "curves": "train",
    "knobs": "train",
    "draw": "draw",
    "layers": "bar",
    "models": "bar",
    "tabs": "tabs",
    "controls": "controls",
    "path": "path",
    "time": "time",
}
"""Where each part of the window stands that a step can point at."""

_WIDE = 1.2  # of its height: a map of which a part may be cut off at the side
_LESSON, _LESSON_BY_PAGE = 0.42, 0.36  # of the width, for the words; other pages need more of it
_PICTURE, _SLIM = 0.36, 0.21  # of what is left, for the picture at the cursor
_TRAIN = 0.44  # of its height, for curves and pictures with what begins them


def shown(view: View, highlight: tuple[str, ...] = (), *, lesson: bool = False) -> frozenset[Part]:
    """Name what is shown around the page: the lesson, what its step points at, what it needs.

    On the map that is the picture at the cursor, and the path where there is one to walk. Without
    a lesson somebody sets the pages while he presents, so they keep their controls.
    """
    parts = {_POINTED_AT[name] for name in highlight if name in _POINTED_AT}
    if lesson:
        parts.add("lesson")
    elif view.page != "map":
        parts.add("controls")
    if view.page == "map":
        parts.add("picture")
        if len(view.anchors) > 1:
            parts.update({"path", "honesty"} if view.honest else {"path"})
    if view.moment is not None:
        parts.add("time")
    if {"train", "knobs"} & set(highlight):
        parts.add("knobs")
    if parts & {"probe", "train", "draw"} and "picture" not in highlight:
        parts.discard("picture")  # it is part of the first, and the others take its room
    return frozenset(parts)


def lesson_width(width: int, page: str = "map") -> int:
    """How wide the words of the lesson are in a window of this width, in pixels."""
    return round(width * (_LESSON if page == "map" else _LESSON_BY_PAGE))


def side_room(
    width: int, height: int, parts: frozenset[Part] = frozenset()
) -> tuple[Literal["right", "bottom"], int]:
    """Where what is beside the page stands in what the lesson leaves, and its pixels there.

    Args:
        width: of what is left, in pixels.
        height: of what is left, in pixels.
        parts: what is shown: below the map much is taken from it already, or more has to be.
    """
    if width > _WIDE * height:
        return "right", round(width * _PICTURE)
    below = _SLIM if "honesty" in parts else _PICTURE
    return "bottom", round(height * (_TRAIN if "train" in parts else below))
