"""What the wiring knows of a flow."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from aeviewer.app.decoder import Answer, Request, Slice
from aeviewer.app.models.subject import Subject
from aeviewer.zoo.registry import Model

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


def about(what: object, request: Request) -> Request:
    """Let the answer say what it is about, as (what, value): a newer one may be asked for by then.

    Under a quick hand an older answer still comes, and must not be taken for the newer one.
    """
    return replace(request, slices=(partial(_told, what, part) for part in request.slices))


def _told(what: object, part: Slice, model: Model) -> object:
    value = part(model)
    return None if value is None else (what, value)
