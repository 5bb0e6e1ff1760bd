"""Pictures of the window and of each view, made without a screen: for READMEs, slides and tests."""

import os
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

from aeviewer.app.run import open_window
from aeviewer.app.window import Window
from aeviewer.errors import UserError
from aeviewer.session.view import Anchor, View

_PATIENCE = 60_000  # milliseconds that the slowest part of a picture may take
_QUIET = 300  # milliseconds without an answer: all that was asked for is there
_ENDS = (3, 2)  # test samples: a 0 and a 1 of MNIST


def take(
    out: Path, size: tuple[int, int] = (1280, 720), theme: Literal["light", "dark"] = "light"
) -> list[Path]:
    """Write the window and each view as PNG into a folder; returns the files.

    Raises:
        UserError: the folder cannot be written, or the window does not get ready.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    anchors = tuple(Anchor((0.0, 0.0), sample) for sample in _ENDS)
    window = open_window([], View(theme=theme, anchors=anchors))
    window.resize(*size)
    try:
        return _photograph(window, out)
    finally:
        window.close()
        window.deleteLater()


def _photograph(window: Window, out: Path) -> list[Path]:
    wait_for(window.filled)
    assert window.program is not None
    wait_for(window.program.loaded)
    assert window.program.engine is not None
    if window.program.engine.busy:
        wait_for(window.program.engine.rested)
    answered = window.program.engine.wiring.answered
    wait_until_quiet(answered)
    window.program.store.set(t=0.5)
    wait_until_quiet(answered)
    parts = window.program.parts
    views: dict[str, QWidget] = {
        "window": window,
        "map": parts.map,
        "probe": parts.probe,
        "train": parts.train,
        "path": parts.path,
    }
    return [save(widget, out / f"{name}.png") for name, widget in views.items()]


def save(widget: QWidget, path: Path) -> Path:
    """Write a widget as it looks now.

    Raises:
        UserError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make the folder {path.parent}: {error.strerror}") from None
    if not widget.grab().save(str(path)):
        raise UserError(f"cannot write {path}; choose another folder")
    return path


def wait_for(signal: SignalInstance) -> None:
    """Let the window live until a signal comes.

    Raises:
        UserError: it did not come in a minute.
    """
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(_PATIENCE, loop, lambda: loop.exit(1))
    if loop.exec():
        raise UserError("the window did not get ready within a minute; see `aeviewer doctor`")


def wait_until_quiet(signal: SignalInstance) -> None:
    """Let the window live until a signal has not come for a while."""
    loop = QEventLoop()
    quiet = QTimer(interval=_QUIET, singleShot=True)
    quiet.timeout.connect(loop.quit)
    signal.connect(lambda *_: quiet.start())
    quiet.start()
    loop.exec()
