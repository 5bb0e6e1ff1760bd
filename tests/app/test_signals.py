import signal
import subprocess
import sys
from pathlib import Path

import pytest

_SCRIPT = """
import os, signal, sys
from aeviewer.app.start import run
opened = run.open_window
def open_window(*argv, **named):
    window = opened(*argv, **named)
    window.filled.connect(lambda: os.kill(os.getpid(), int(sys.argv[1])))
    return window
run.open_window = open_window
sys.exit(run.run([]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(number: signal.Signals, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(int(number))],
        cwd=tmp_path,
        timeout=120,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 128 + number, done.stderr.decode()
    assert b"Traceback" not in done.stderr
