"""Hours of work leave nothing behind: what is closed or replaced is let go of."""

import gc
import weakref
from collections import Counter
from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from operator import and_
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from pytestqt.qtbot import QtBot

from aeviewer.app.start import loader
from aeviewer.app.start.run import open_window
from aeviewer.session.view import View
from tests.app.conftest import Desk, OpenDesk, bring_up, placed_of, shut, subject_of

LOOKING = View(data="digits", knobs=(("plan.epochs", 1), ("plan.batch", 500)))
SEEN = ("traversal", "curves", "map")


def living() -> Counter[str]:
    """How many objects there are of each class of the program and of torch.

    Views and recent files are left out: undo and the list of files have bounds of their own.
    """
    names = (f"{type(item).__module__}.{type(item).__name__}" for item in gc.get_objects())
    ours = (name for name in names if name.startswith(("aeviewer.", "torch")))
    return Counter(name for name in ours if not name.startswith("aeviewer.session."))


def grown(counted: list[Counter[str]]) -> Counter[str]:
    """Of what there are more each time, and how many more at least.

    What is at hand between two trainings differs by a few that are made anew (a short one may be
    over before it has been drawn); what is not let go of grows each time.
    """
    return reduce(and_, (after - before for before, after in pairwise(counted)))


def walk(desk: Desk) -> None:
    """Turn to pages, train, and look at the result."""
    for page in SEEN:
        desk.store.set(page=page)
        desk.quiet()
    desk.train()
    desk.wait_for_end()
    settle(desk)


def settle(desk: Desk) -> None:
    """Wait until what was trained is kept, and all of it has been drawn."""
    desk.qtbot.waitUntil(lambda: not desk.engine.busy)
    desk.quiet()
    timers = desk.window.findChildren(QTimer)
    desk.qtbot.waitUntil(lambda: not any(t.isSingleShot() and t.isActive() for t in timers))


def used(qtbot: QtBot) -> list[weakref.ref[object]]:
    """Open a window, use it, close it; return what it was made of."""
    desk = Desk(qtbot, open_window([], LOOKING))
    bring_up(desk)
    walk(desk)
    made = (desk.window, desk.program, desk.engine, desk.studio, desk.studio.training)
    things: list[object] = [*made, subject_of(desk), placed_of(desk)]
    seen = [weakref.ref(thing) for thing in things]
    shut(desk)
    return seen


def test_a_window_that_is_closed_leaves_nothing(qtbot: QtBot, bundle: Path) -> None:
    counted = []
    for _ in range(2):
        seen = used(qtbot)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        assert [ref() for ref in seen] == [None] * len(seen)
        counted.append(living())
    assert counted[1] - counted[0] == Counter()


def test_models_that_are_replaced_are_let_go_of_at_once(desk: Desk, digits_file: Path) -> None:
    walk(desk)
    counted = []
    for _ in range(2):
        for page in SEEN:
            desk.store.set(page=page)
            desk.open(digits_file)
            before = weakref.ref(subject_of(desk))
            desk.open("mnist-vae-2d")
            assert before() is None
        counted.append(living())
    assert counted[1] - counted[0] == Counter()


def test_trainings_that_are_replaced_are_let_go_of_at_once(
    bundle: Path, open_desk: OpenDesk
) -> None:
    desk = open_desk(view=LOOKING)
    counted = []
    for _ in range(4):
        before = weakref.ref(desk.train())
        desk.wait_for_end()
        settle(desk)
        assert before() is not None
        desk.train()
        assert before() is None
        desk.wait_for_end()
        settle(desk)
        counted.append(living())
    assert grown(counted) == Counter()


class _Ring:
    """Holds itself: only the collector finds out that nobody else does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("load", [loader.load_widgets, loader.load_torch, loader.warm_up])
def test_a_second_window_makes_no_garbage_old(load: Callable[[], None]) -> None:
    load()
    gc.collect()
    ring = weakref.ref(_Ring())
    load()
    gc.collect(1)  # looks at the young alone
    assert ring() is None
