"""Scripts are copied in the window, run by themselves, and their pictures read."""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage

from tests.app.conftest import Desk

_ENLARGED = 8
_RUN = """
import pickle, runpy, sys
from pathlib import Path
from torch import Tensor
from aeviewer.training.metrics.anomaly import Curve
for name in sys.argv[1:]:
    made = runpy.run_path(name)
    kinds = (Tensor, Curve, float, int, str, list)
    kept = {name: value for name, value in made.items() if isinstance(value, kinds)}
    Path(name).with_suffix(".pickle").write_bytes(pickle.dumps(kept))
assert not any(module.startswith("PySide6") for module in sys.modules)
"""
Pixels = NDArray[np.int16]


def copied(desk: Desk) -> str:
    QGuiApplication.clipboard().clear()
    desk.act("copy-python")
    return QGuiApplication.clipboard().text()


def run(folder: Path, *scripts: str) -> list[dict[str, Any]]:
    """Run scripts one after another in a fresh interpreter, which never hears of Qt.

    Returns the values that each of them made, by name.
    """
    names = []
    for number, script in enumerate(scripts):
        names.append(f"{number}.py")
        (folder / names[-1]).write_text(script, "utf-8")
    words = [sys.executable, "-W", "error", "-c", _RUN, *names]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    files = [(folder / name).with_suffix(".pickle") for name in names]
    return [pickle.loads(file.read_bytes()) for file in files]


def drawn(folder: Path, name: str) -> Pixels:
    """What a script drew, before it was enlarged: (H, W, C)."""
    with Image.open(folder / f"{name}.png") as image:
        large = np.asarray(image).astype(np.int16)
    small = large[::_ENLARGED, ::_ENLARGED]
    assert (large == small.repeat(_ENLARGED, 0).repeat(_ENLARGED, 1)).all()
    return small.reshape(*small.shape[:2], -1)


def pixels(image: QImage) -> Pixels:
    """A picture of the window: (H, W, C)."""
    grey = image.format() == QImage.Format.Format_Grayscale8
    whole = image.convertToFormat(
        QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    )
    rows = np.frombuffer(whole.constBits(), np.uint8).reshape(whole.height(), -1)
    wide = rows[:, : whole.width() * (1 if grey else 3)]
    return wide.reshape(whole.height(), whole.width(), -1).astype(np.int16)


def joined(images: Sequence[QImage], columns: int) -> Pixels:
    each = [pixels(image) for image in images]
    rows = (each[at : at + columns] for at in range(0, len(each), columns))
    return np.concatenate([np.concatenate(row, 1) for row in rows])


def alike(one: Pixels, other: Pixels) -> bool:
    """Equal, but for the last bit of a sum that another batch adds up in another order."""
    return one.shape == other.shape and bool((np.abs(one - other) <= 1).all())


def turn(desk: Desk, page: str, **changes: object) -> str:
    """Turn to a page, wait for its pictures, and copy its script."""
    desk.store.set(page=page, **changes)
    desk.quiet()
    return copied(desk)
