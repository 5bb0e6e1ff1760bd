"""Scripts are copied in the window, run by themselves, and their pictures read."""

import atexit
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage

from tests.app.conftest import Desk

_ENLARGED = 8
# Imports what is slow once, and forks for each that asks: whoever is asked begins afresh after it.
_RUN = """
import json, os, pickle, runpy, sys, traceback
from pathlib import Path
import sklearn.metrics, torchmetrics
from torch import Tensor
from aeviewer.training.metrics.anomaly import Curve

def run(names):
    for name in names:
        made = runpy.run_path(name)
        kinds = (Tensor, Curve, float, int, str, list)
        kept = {name: value for name, value in made.items() if isinstance(value, kinds)}
        Path(name).with_suffix(".pickle").write_bytes(pickle.dumps(kept))
    assert not any(module.startswith("PySide6") for module in sys.modules)

for line in sys.stdin:
    environment, folder, names = json.loads(line)
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    os.chdir(folder)
    os.environ.update(environment)
    said = os.open("said.txt", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    try:
        run(names)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)
"""
Pixels = NDArray[np.int16]


def copied(desk: Desk) -> str:
    QGuiApplication.clipboard().clear()
    desk.act("copy-python")
    return QGuiApplication.clipboard().text()


def run(folder: Path, *scripts: str) -> list[dict[str, Any]]:
    """Run scripts one after another in an interpreter of their own, which never hears of Qt.

    Returns the values that each of them made, by name.
    """
    names = []
    for number, script in enumerate(scripts):
        names.append(f"{number}.py")
        (folder / names[-1]).write_text(script, "utf-8")
    process = _interpreter()
    assert process.stdin is not None
    assert process.stdout is not None
    print(json.dumps([dict(os.environ), str(folder), names]), file=process.stdin, flush=True)
    assert process.stdout.readline() == "0\n", (folder / "said.txt").read_text()
    files = [(folder / name).with_suffix(".pickle") for name in names]
    return [pickle.loads(file.read_bytes()) for file in files]


@cache
def _interpreter() -> subprocess.Popen[str]:
    """It ends with its standard input, at the end of the tests."""
    words = [sys.executable, "-W", "error", "-c", _RUN]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.communicate)
    return process


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
