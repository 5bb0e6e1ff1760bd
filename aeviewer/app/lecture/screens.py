"""Which screen the audience sees, and which is left to who presents: plain numbers, no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """A screen of the desktop.

    Attributes:
        name: what the system calls it.
        left: of the desktop's pixels.
        top: of the desktop's pixels.
        width: in pixels.
        height: in pixels.
        primary: menus and new windows come up there: it is the presenter's own, mostly.
    """

    name: str
    left: int
    top: int
    width: int
    height: int
    primary: bool = False

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Where it is: two screens in one place show the same."""
        return self.left, self.top, self.width, self.height


@dataclass(frozen=True)
class Seats:
    """Numbers of two screens, from 0; None where there is none for the presenter."""

    audience: int
    presenter: int | None


def seats(screens: Sequence[Screen], wanted: int | None = None) -> Seats:
    """Seat the audience before the screen that is wanted, or else before the first other one.

    A screen that shows the same as another is none for the presenter: the audience would see it.

    Args:
        screens: all there are, one at least.
        wanted: number of the audience's screen, from 0; one that there is not counts as None.
    """
    own = next((number for number, screen in enumerate(screens) if screen.primary), 0)
    if wanted is None or not 0 <= wanted < len(screens):
        wanted = next(iter(_beside(screens, own)), own)
    others = _beside(screens, wanted)
    return Seats(wanted, own if own in others else next(iter(others), None))


def distinct(screens: Sequence[Screen]) -> list[int]:
    """Numbers of the screens that do not repeat another one."""
    places = [screen.place for screen in screens]
    return [number for number, place in enumerate(places) if place not in places[:number]]


def _beside(screens: Sequence[Screen], number: int) -> list[int]:
    """Numbers of the screens that show something else than this one."""
    mine = screens[number].place
    return [other for other in distinct(screens) if screens[other].place != mine]
