"""A training from its start to its end."""

from aeviewer.app.actions.action import Action
from aeviewer.words import N_

TRAIN = (
    Action(
        "start",
        N_("Start"),
        N_("Train a model with these knobs"),
        "ph.play",
        ("F6",),
        enabled=lambda status: status.loaded and status.phase == "idle",
    ),
    Action(
        "pause",
        N_("Pause"),
        N_("Pause the training, or go on"),
        "ph.pause",
        ("F7",),
        enabled=lambda status: status.training,
        checked=lambda status: status.phase == "paused",
    ),
    Action(
        "step",
        N_("Step"),
        N_("Train one step, then wait"),
        "ph.skip-forward",
        ("F8",),
        enabled=lambda status: status.training,
    ),
    Action(
        "stop",
        N_("Stop"),
        N_("End the training and keep the model"),
        "ph.stop",
        ("F9",),
        enabled=lambda status: status.training or status.phase == "preparing",
    ),
    Action(
        "twin",
        N_("Train a twin"),
        N_("Train the model on show once more, with one knob flipped, and compare the two"),
        "ph.copy",
        enabled=lambda status: status.has_model and status.phase == "idle",
    ),
)
