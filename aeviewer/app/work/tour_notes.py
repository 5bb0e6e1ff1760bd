"""What the tour says, and what it waits for: a table."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from aeviewer.app.layout import Parts
from aeviewer.session.view import View
from aeviewer.words import N_


@dataclass(frozen=True)
class Note:
    """One note of the tour.

    Attributes:
        title: what to do.
        text: what one will see, in a sentence or two.
        beside: finds the widget that it is about.
        done: whether it was done, by the view then and now; never, for the last one.
    """

    title: str
    text: str
    beside: Callable[[Parts], QWidget]
    done: Callable[[View, View], bool] = lambda _then, _now: False


def _button(name: str) -> Callable[[Parts], QWidget]:
    return lambda parts: parts.bar.button(name)


NOTES = (
    Note(
        N_("Drag on the map"),
        N_(
            "Each dot is an image as the model sees it. The picture at the right is decoded from "
            "the place under your hand."
        ),
        lambda parts: parts.map,
        lambda then, now: now.cursor != then.cursor,
    ),
    Note(
        N_("Shift+click two dots"),
        N_("They become the ends of a path, A and B; its pictures appear below the map."),
        lambda parts: parts.map,
        lambda _then, now: len(now.anchors) > 1,
    ),
    Note(
        N_("Walk along the path"),
        N_("Drag the slider from A to B: one image turns into the other."),
        lambda parts: parts.path,
        lambda then, now: now.t != then.t,
    ),
    Note(
        N_("Look beneath the dots"),
        N_("Switch on the decoded manifold: what every place of the plane decodes to."),
        _button("layers"),
        lambda then, now: now.layers != then.layers,
    ),
    Note(
        N_("Try another model"),
        N_("The arrow beside this button lists the bundled ones; all open without a network."),
        _button("open"),
        lambda then, now: now.slots != then.slots,
    ),
    Note(
        N_("Train one yourself"),
        N_("Turn a knob, press Start, and watch the map find its shape while you drag."),
        lambda parts: parts.train,
        lambda _then, now: not now.slots[0].model,
    ),
    Note(
        N_("The rest is a few letters away"),
        N_(
            "Ctrl+Shift+P finds every command, page and model by its name; F1 lists the keys; "
            "Ctrl+Z takes back whatever you did."
        ),
        _button("menu"),
    ),
)
