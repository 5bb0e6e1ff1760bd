"""What an action is, and what decides whether it can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["idle", "preparing", "running", "paused", "stopping"]


@dataclass(frozen=True)
class Status:
    """What the program is doing, as far as it decides what can be done.

    Attributes:
        phase: of the training.
        loaded: torch is in, so that models can be opened and trained.
        has_model: there is a model to save.
        can_undo: a gesture can be taken back.
        can_redo: a gesture can be done again.
        selecting: a drag on the map selects samples.
        glyphs: classes have forms of their own in every theme.
        lesson: a lesson is open.
        presenting: the window is before an audience.
        pointing: the tool at the pointer then; empty for none.
        black: the screen is black then.
        notes: the presenter's window is open.
        recording: a walk is being recorded.
        playing: a walk is being played.
        walk: the lesson that is open has one.
        guessing: what one guesses: a place or a picture; empty for nothing.
    """

    phase: Phase = "idle"
    loaded: bool = False
    has_model: bool = False
    can_undo: bool = False
    can_redo: bool = False
    selecting: bool = False
    glyphs: bool = False
    lesson: bool = False
    presenting: bool = False
    pointing: str = ""
    black: bool = False
    notes: bool = False
    recording: bool = False
    playing: bool = False
    walk: bool = False
    guessing: str = ""

    @property
    def training(self) -> bool:
        """Whether a training can be spoken to."""
        return self.phase in {"running", "paused"}


def _always(_status: Status) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One thing that can be done.

    Attributes:
        id: its name in the code.
        title: its name on the screen.
        tip: what it does, in a few words.
        icon: a glyph of qtawesome.
        keys: its shortcuts; the first stands in the tool tip.
        enabled: when it can be done.
        checked: when it is switched on, for one that is a switch.
    """

    id: str
    title: str
    tip: str
    icon: str
    keys: tuple[str, ...] = ()
    enabled: Callable[[Status], bool] = _always
    checked: Callable[[Status], bool] | None = None
