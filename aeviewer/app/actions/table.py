"""The table that menus, buttons, shortcuts, the palette and the cheat sheet are made from."""

from collections.abc import Mapping
from itertools import chain
from typing import Literal

from aeviewer.app.actions.action import Action
from aeviewer.app.actions.edit import EDIT
from aeviewer.app.actions.file import FILE
from aeviewer.app.actions.help import HELP
from aeviewer.app.actions.lesson import LESSON
from aeviewer.app.actions.map import MAP
from aeviewer.app.actions.train import TRAIN
from aeviewer.app.actions.window import WINDOW
from aeviewer.words import N_

Group = Literal["File", "Edit", "Map", "Train", "Lesson", "Window", "Help"]

GROUPS: Mapping[Group, tuple[Action, ...]] = {
    N_("File"): FILE,
    N_("Edit"): EDIT,
    N_("Map"): MAP,
    N_("Train"): TRAIN,
    N_("Lesson"): LESSON,
    N_("Window"): WINDOW,
    N_("Help"): HELP,
}
ACTIONS = tuple(chain.from_iterable(GROUPS.values()))
