"""What leads through a lecture, as the keys and the presenter's window know it."""

from typing import Protocol

from PySide6.QtCore import SignalInstance

from aeviewer.app.lecture.walk import Steps
from aeviewer.session.lesson import Lesson, Step


class Guide(Steps, Protocol):
    """A player of lessons.

    Attributes:
        stepped: another step is on show, or another lesson, or none.
    """

    stepped: SignalInstance

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is open."""

    @property
    def step(self) -> Step | None:
        """The step on show."""

    @property
    def number(self) -> int:
        """Number of that step, from 0."""
