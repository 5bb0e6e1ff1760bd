"""What the wiring knows of a flow."""

from collections.abc import Callable, Mapping
from typing import Protocol

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.subject import Subject

SLOT = "a"
"""The slot of the model on show."""

FRAME = 16
"""Milliseconds: a mouse moves several times in one, and only the picture keeps up."""

Ask = Callable[[Request], None]
Answers = Mapping[str, Callable[[Answer], None]]


class Flow(Protocol):
    """Watches the store, asks the decoder, and hands the answers to its view.

    Attributes:
        answers: what to do with the answers, by the requests' names, which are its own.
    """

    answers: Answers

    def show(self, subject: Subject) -> None:
        """Take what is on show: another model, or the same with its samples elsewhere."""

    def refresh(self) -> None:
        """Look at new weights of the same model; called no oftener than there is time for."""
