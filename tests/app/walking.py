"""A walk as somebody records it, for tests: by the hands, in a time that goes on when told to."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from tests.app.conftest import Desk
from tests.app.hands import child


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def give_clock(desk: Desk) -> Clock:
    """Let walks be recorded and played by a clock of the test's."""
    made = Clock()
    desk.program.walks.recorder._clock = made
    desk.program.walks.playback._clock = made
    return made


def moments(desk: Desk) -> int:
    return len(desk.program.walks.recorder._moments)


def walk_about(desk: Desk, clock: Clock) -> None:
    """Drag, rest, turn to another page, rest for less, and come back."""
    wait = desk.qtbot.waitUntil
    desk.act("record")
    clock.now += 0.5
    desk.drag((0.0, 0.0), (0.4, 0.2), (1.0, 0.5))
    wait(lambda: moments(desk) == 2)
    clock.now += 3.0
    desk.store.set(page="traversal")
    wait(lambda: moments(desk) == 3)
    clock.now += 1.0
    desk.store.set(page="map")
    wait(lambda: moments(desk) == 4)


def keep(desk: Desk, path: Path) -> None:
    """Press Record again, and say where to."""
    desk.act("record")
    dialog = child(desk.window, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).suffix == ".md"
    dialog.selectFile(str(path))
    dialog.accept()
