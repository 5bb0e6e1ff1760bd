"""`aeviewer doctor`: what is installed, found and missing, in one screen.

Qt and torch are asked in processes of their own: they may fail to load, or abort, and the rest is
told all the same.
"""

import ctypes
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import platformdirs

import aeviewer
from aeviewer.commands.printing import print_table
from aeviewer.data.sources import at_hand, data_folder, sources
from aeviewer.errors import UserError
from aeviewer.training import bundled
from aeviewer.training.header import peek

_PACKAGES = ("torch", "torchvision", "PySide6-Essentials", "pyqtgraph", "numpy", "scikit-learn")
_PATIENCE = 60  # seconds for a process to answer

_PICTURES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}
"""What Qt loads on Linux, and the Debian package that holds it."""

_ASK_TORCH = """
from aeviewer.training.plan import devices, training_threads
import torch
names = [f"{n} ({torch.cuda.get_device_name(n)})" if n.startswith("cuda") else n for n in devices()]
print(", ".join(names) + "; threads for training:", training_threads())
"""
_ASK_TORCHVISION = "import torchvision; print('loads')"
_ASK_QT = """
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
application = QGuiApplication([])
fonts = len(QFontDatabase.families())
print(qVersion(), "on", application.platformName(), f"({fonts} fonts)" if fonts else "(NO FONT)")
"""


def doctor() -> int:
    """Tell what there is; whatever is wrong is a line, never an end."""
    print_table("aeviewer doctor", ("", ""), _lines())
    return 0


def _lines() -> Iterator[tuple[str, str]]:
    yield "aeviewer", f"{aeviewer.__version__}, Python {platform.python_version()}"
    cores = os.cpu_count() or 1
    yield "system", f"{platform.platform()}, {cores} {'core' if cores == 1 else 'cores'}"
    yield "packages", ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    yield "devices", _ask(_ASK_TORCH)
    yield "torchvision", _ask(_ASK_TORCHVISION)
    yield "Qt", _ask(_ASK_QT, _screen())
    yield "screen", "none here: pictures only" if _screen() else "found"
    yield "libraries", _libraries()
    yield "data", _data()
    yield "data folder", _folder(data_folder())
    yield "bundled models", _bundled()
    yield "settings folder", _folder(platformdirs.user_config_path("aeviewer", False))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "MISSING"


def _ask(code: str, settings: dict[str, str] | None = None) -> str:
    """Run a few lines in a process of their own; return what they print, or the last complaint."""
    path = os.pathsep.join([
        str(Path(aeviewer.__file__).parents[1]),
        os.environ.get("PYTHONPATH", ""),
    ])
    environment = {**os.environ, **(settings or {}), "PYTHONPATH": path.rstrip(os.pathsep)}
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and our own lines)
            [sys.executable, "-P", "-c", code],
            capture_output=True,
            text=True,
            errors="replace",
            env=environment,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"DOES NOT ANSWER: {error}"
    if done.returncode == 0:
        return done.stdout.strip()
    complaint = (done.stderr.strip() or "no word").splitlines()[-1]
    return f"FAILS (code {done.returncode}): {complaint}"


def _screen() -> dict[str, str]:
    """Say what Qt needs where there is no screen: without it, it aborts."""
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return {} if named or sys.platform != "linux" else {"QT_QPA_PLATFORM": "offscreen"}


def _libraries() -> str:
    if sys.platform != "linux":
        return "come with Qt"
    missing = {
        name: [p for lib, p in libs.items() if not _loads(lib)]
        for name, libs in (("pictures", _PICTURES), ("a window on X", _WINDOW))
    }
    said = [f"for {name}: {' '.join(packages)}" for name, packages in missing.items() if packages]
    return f"MISSING {'; '.join(said)} (sudo apt-get install ...)" if said else "all there"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _data() -> str:
    found = [name for name in sources() if at_hand(name)]
    absent = [name for name in sources() if not at_hand(name)]
    return f"{', '.join(found)}" + (f"; to download: {', '.join(absent)}" if absent else "")


def _bundled() -> str:
    found = bundled.shipped()
    if not found:
        return f"NONE in {bundled.folder()}"
    damaged = [name for name, path in found.items() if not _is_sound(path)]
    named = f"; DAMAGED: {', '.join(damaged)}" if damaged else ""
    return f"{len(found)}, named by `aeviewer list pretrained`{named}"


def _is_sound(path: Path) -> bool:
    try:
        peek(path)
    except UserError:
        return False
    return True


def _folder(path: Path) -> str:
    if not path.exists():
        return f"{path} (made when needed)"
    return str(path) if os.access(path, os.W_OK) else f"{path} (READ-ONLY)"
