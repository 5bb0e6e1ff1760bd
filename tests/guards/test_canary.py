"""PySide6 keeps the reference counts of None and True."""

import subprocess
import sys

import pytest

# In a process of its own: where the counts fall, the interpreter aborts after some thousand calls.
_CALLS = """
import sys
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel()
for value, call in ((None, lambda: label.setText("x")), (True, label.isEnabled)):
    before = sys.getrefcount(value)
    for _ in range(10_000):
        call()
    print(sys.getrefcount(value) - before)
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from 3.12 on")
def test_ten_thousand_calls_leave_the_counts_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CALLS], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(abs(int(drift)) < 100 for drift in done.stdout.split())
    assert len(done.stdout.split()) == 2
