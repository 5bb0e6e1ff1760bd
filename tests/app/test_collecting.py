"""Garbage goes on the window's thread, whoever made it."""

import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aeviewer.app.start.collecting import Collecting
from aeviewer.app.worker import Worker

_MANY = 3000  # more than Python lets pile up

_SCRIPT = """
import gc
from aeviewer.app.start import run
opened = run.open_window
def open_window(*argv, **named):
    window = opened(*argv, **named)
    window.filled.connect(lambda: window.program.warm.connect(look))
    def look():
        print("open", gc.isenabled())
        window.close()
    return window
run.open_window = open_window
run.run([])
print("closed", gc.isenabled())
"""


@pytest.fixture
def _as_python_does() -> Iterator[None]:
    gc.enable()
    yield
    gc.disable()


class _Ring:
    """Holds itself, and says on which thread it is taken apart."""

    def __init__(self, ends: list[int]) -> None:
        self.itself, self.ends = self, ends

    def __del__(self) -> None:
        self.ends.append(threading.get_ident())


def _make(ends: list[int]) -> None:
    for _ in range(_MANY):
        _Ring(ends)


@pytest.mark.usefixtures("_as_python_does")
def test_what_a_worker_leaves_goes_on_this_thread(qtbot: QtBot) -> None:
    ends: list[int] = []
    collecting, worker = Collecting(), Worker(lambda: _make(ends))
    with qtbot.waitSignal(worker.done):
        worker.start()
    worker.wait()
    assert ends == []
    collecting.begin()
    qtbot.waitUntil(lambda: len(ends) == _MANY)
    collecting.end()
    assert set(ends) == {threading.get_ident()}


@pytest.mark.usefixtures("_as_python_does")
def test_afterwards_python_collects_again() -> None:
    collecting = Collecting()
    assert not gc.isenabled()
    collecting.end()
    assert gc.isenabled()


def test_who_never_collected_does_not_begin_to() -> None:
    Collecting().end()
    assert not gc.isenabled()


def test_the_program_collects_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        cwd=tmp_path,
        timeout=120,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stdout.splitlines() == ["open False", "closed True"], done.stderr
