"""What a start does not wait for, asked of fresh interpreters."""

import subprocess
import sys
from textwrap import dedent

import pytest

from tests.guards.sources import ROOT

HEAVY = {"torch", "torchvision", "sklearn", "scipy"}
_RUN = ROOT / "aeviewer" / "app" / "start" / "run.py"

_FIRST_PAINT = """
    import sys
    from PySide6.QtCore import QCoreApplication, QEvent, QObject
    from aeviewer.app.start.run import open_window

    class FirstPaint(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and watched is window and not loaded:
                loaded.update(name.partition(".")[0] for name in sys.modules)
                QCoreApplication.exit()  # quit() would close it first
            return False

    loaded = set()
    window = open_window([])
    watch = FirstPaint()
    window.installEventFilter(watch)
    window.show()
    QCoreApplication.instance().exec()
    window.close()
    print(*loaded)
"""


def _printed_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def _loaded_by(module: str) -> set[str]:
    return _printed_by(
        f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    )


@pytest.mark.skipif(not _RUN.exists(), reason="there is no window yet: aeviewer/app/start/run.py")
def test_the_first_paint_needs_no_torch() -> None:
    loaded = _printed_by(_FIRST_PAINT)
    assert "PySide6" in loaded
    assert not loaded & HEAVY


def test_the_window_is_filled_without_torch() -> None:
    """A thread loads it later: imported beside the widgets it would stop the window."""
    assert not _loaded_by("aeviewer.app.program") & HEAVY


@pytest.mark.parametrize("name", ["cli", "__main__"])
def test_the_command_line_starts_without_qt_and_torch(name: str) -> None:
    if not (ROOT / "aeviewer" / f"{name}.py").exists():
        pytest.skip(f"there is no command line yet: aeviewer/{name}.py")
    assert not _loaded_by(f"aeviewer.{name}") & (HEAVY | {"PySide6"})


@pytest.mark.parametrize(
    "module", ["aeviewer.session.store", "aeviewer.session.file", "aeviewer.data.catalogue"]
)
def test_what_the_window_starts_with_needs_neither_qt_nor_torch(module: str) -> None:
    assert not _loaded_by(module) & (HEAVY | {"PySide6"})
