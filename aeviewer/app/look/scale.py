"""The one factor on all text, and on what must hold it: icons, rows, handles, hit targets.

Spaces between things stay as they are: what grows needs the room. Whoever paints asks `px` when it
paints; a widget whose size or font is set once is told with `sized`, and follows.
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

LEAST, LARGEST = 0.75, 3.0
STEPS = (0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""Where the keys stop."""

_Setter = Callable[..., Any]
_held: WeakKeyDictionary[QWidget, dict[_Setter, tuple[int, ...]]] = WeakKeyDictionary()
_factor = 1.0


def factor() -> float:
    """What all sizes are multiplied by."""
    return _factor


def px(size: float) -> int:
    """So many pixels at 100 %, in whole pixels as they are now."""
    return round(size * _factor)


def sized(widget: QWidget, setter: _Setter, *sizes: int) -> None:
    """Give a widget a size that follows the factor: `sized(bar, QWidget.setFixedHeight, 8)`.

    A method that measures text needs no sizes: `sized(self, Row._measure)`.

    Args:
        widget: whose size it is.
        setter: called with the widget and the sizes, now and at each change of the factor.
        sizes: pixels at 100 %.
    """
    _held.setdefault(widget, {})[setter] = sizes
    setter(widget, *map(px, sizes))


def rescale(to: float) -> bool:
    """Multiply by another factor; say whether it is another one, which widgets must `follow`."""
    global _factor  # it is the application's, as its font is
    before, _factor = _factor, min(max(to, LEAST), LARGEST)
    return _factor != before


def follow() -> None:
    """Have all widgets that were `sized` take the sizes of now, in the order they were told."""
    for widget, setters in list(_held.items()):
        for setter, sizes in setters.items():
            if isValid(widget):
                setter(widget, *map(px, sizes))


def step(now: float, by: int) -> float:
    """The step above a factor (`by` = 1) or below it (-1); the last one at the ends."""
    beyond = [at for at in STEPS[::by] if (at - now) * by > 1e-6]
    return beyond[0] if beyond else STEPS[::by][-1]
