"""The fixtures around every test bite, and let go of what is harmless."""

import re
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

_INNER = """
import os, socket, urllib.request
from pathlib import Path
import pyqtgraph
import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QWidget

kept = []

def test_bad_thread(qapp):
    kept.append(QThread())
    kept[-1].start()

def test_bad_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(1000)

def test_bad_widget(qapp):
    kept.append(QWidget())

def test_bad_name():
    with pytest.raises(OSError):
        urllib.request.urlopen("http://example.com")

def test_bad_address():
    with socket.socket() as other:
        other.connect(("192.0.2.1", 80))

def test_good_window(qtbot):
    qtbot.addWidget(pyqtgraph.PlotWidget())

def test_good_cycle(qapp):
    widget = QWidget()
    widget.itself = widget

def test_good_thread(qapp):
    thread = QThread()
    thread.start()
    thread.quit()
    assert thread.wait(1000)

def test_good_timer(qapp):
    parent = QObject()
    QTimer(parent).start(1000)

def test_good_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()

def test_good_home(tmp_path):
    assert not list(tmp_path.iterdir())
    assert Path.home().is_relative_to(tmp_path.parents[1])
    assert Path(os.environ["XDG_CONFIG_HOME"]).is_relative_to(Path.home())

@pytest.mark.parametrize("again", [False, True])
def test_good_home_of_nobody_else(again):
    assert not (Path.home() / "left").exists()
    (Path.home() / "left").touch()
"""


def test_bad_tests_fail_and_good_ones_pass(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text())
    pytester.makepyfile(_INNER)
    lines = pytester.runpytest_subprocess("-rfE").outlines
    failed = {line.split()[1] for line in lines if line.startswith(("FAILED", "ERROR test"))}
    assert {name.rpartition("::")[2] for name in failed} == set(
        re.findall("test_bad_[a-z]+", _INNER)
    )
