"""What holds for every test: offscreen, alone, off the network, and nothing left behind."""

import gc
import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Generator, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from weakref import WeakSet

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = "en"  # whatever this machine speaks
os.environ["OMP_NUM_THREADS"] = "1"  # torch reads it when it is imported, here and in children

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker
from shiboken6 import isValid

hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("untimed")

_PATIENCE = 60_000  # milliseconds until a wait has failed
_FOLDERS = {
    "HOME": "",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": ".runtime",
}


@pytest.fixture(autouse=True)
def _nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a running QThread, an active QTimer or a top-level widget."""
    started: WeakSet[QObject] = WeakSet()
    _remember_starts(monkeypatch, QThread, started)
    _remember_starts(monkeypatch, QTimer, started)
    before = set(_windows())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if _left(started, before):
        gc.collect()  # what only waits for the collector was let go of
    if left := _left(started, before):
        names = ", ".join(map(_described, left))
        for item in left:
            _end(item)
        pytest.fail(f"the test left behind: {names}", pytrace=False)


def _remember_starts(
    monkeypatch: pytest.MonkeyPatch, kind: type[QThread] | type[QTimer], started: WeakSet[QObject]
) -> None:
    start: Callable[..., None] = kind.start

    def remember(self: QThread | QTimer, *arguments: Any) -> None:
        started.add(self)
        start(self, *arguments)

    monkeypatch.setattr(kind, "start", remember)


def _windows() -> list[QWidget]:
    if not isinstance(QCoreApplication.instance(), QApplication):
        return []
    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _left(started: WeakSet[QObject], before: set[QWidget]) -> list[QObject]:
    going = [item for item in started if isValid(item) and _is_going(item)]
    return [*going, *(window for window in _windows() if window not in before)]


def _is_going(item: QObject) -> bool:
    if isinstance(item, QThread):
        return item.isRunning()
    return isinstance(item, QTimer) and item.isActive()


def _described(item: QObject) -> str:
    return f"{type(item).__name__} {item.objectName()!r}"


def _end(item: QObject) -> None:
    """Let the tests that follow start clean, and the interpreter leave without an abort."""
    if isinstance(item, QThread):
        item.requestInterruption()
        item.quit()
        item.wait(5000)
    elif isinstance(item, QTimer):
        item.stop()
    else:
        item.deleteLater()
        QCoreApplication.sendPostedEvents(item, QEvent.Type.DeferredDelete.value)


class PatientBot(QtBot):
    """Waits longer than pytest-qt's five seconds: on a busy machine a first import takes as long.

    Such as that of scikit-learn, between the start of a training of PCA and its step.
    """

    def waitSignal(self, *arguments: Any, **named: Any) -> SignalBlocker:
        return super().waitSignal(*arguments, **{"timeout": _PATIENCE, **named})

    def waitUntil(self, *arguments: Any, **named: Any) -> None:
        super().waitUntil(*arguments, **{"timeout": _PATIENCE, **named})


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """In place of pytest-qt's own."""
    return PatientBot(request)


def pytest_configure() -> None:
    """Never collect on a test's other threads, where Qt's objects must not go."""
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Collect what a test leaves, now that it lets go of it: closed windows hold megabytes.

    What stays is exempted from then on, or to look through all that torch made would take a fifth
    of a second each time.
    """
    outcome = yield
    gc.collect()
    gc.freeze()
    return outcome


def pytest_unconfigure() -> None:
    """Put things back, or some libraries would say at the end that they leak."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders for homes: a `tmp_path` for each test would take several times as long."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, _homes: Iterator[Path]) -> None:
    """Keep the user's settings, caches and data out of reach."""
    home = next(_homes)
    for variable, folder in _FOLDERS.items():
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        monkeypatch.setenv(variable, str(home / folder))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that asks for any machine but this one."""
    for method in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, method, _only_local(getattr(socket.socket, method)))
    look_up = socket.getaddrinfo

    def look_up_local(host: Any, *arguments: Any, **named: Any) -> Any:
        _demand_local(host)
        return look_up(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_local)


def _only_local(connect: Callable[..., Any]) -> Callable[..., Any]:
    def connect_local(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _demand_local(address[0])
        return connect(self, address)

    return connect_local


def _demand_local(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        local = ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = name == "localhost"
    if not local:
        pytest.fail(f"a test asked the network for {name}")


@pytest.fixture(autouse=True)
def _one_torch_thread() -> None:
    """Undo what an earlier test chose; torch itself is imported by those that need it."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)


@pytest.fixture
def real_data() -> Callable[[str], Path]:
    """Find a real data set by name in the folder AEVIEWER_DATA, or skip the test."""

    def find(name: str) -> Path:
        folder = os.environ.get("AEVIEWER_DATA")
        if not folder or not (path := Path(folder, name)).exists():
            pytest.skip(f"AEVIEWER_DATA names no folder with {name} in it")
        return path

    return find
