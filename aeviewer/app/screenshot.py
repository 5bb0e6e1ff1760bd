"""Pictures of the window and of each view, made without a screen: for READMEs, slides and tests."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

from aeviewer.app.start.collecting import Collecting
from aeviewer.app.start.run import open_window
from aeviewer.app.window import Window
from aeviewer.errors import UserError
from aeviewer.session.view import Anchor, View

if TYPE_CHECKING:
    from aeviewer.app.layout import Parts
    from aeviewer.app.program import Program

_PATIENCE = 60_000  # milliseconds that the slowest part of a picture may take
_QUIET = 300  # milliseconds without an answer: all that was asked for is there
_ENDS = (3, 2)  # test samples: a 0 and a 1 of MNIST
Colours = Literal["light", "dark", "contrast", "projector"]


def take(
    out: Path,
    size: tuple[int, int] = (1280, 720),
    theme: Colours | None = None,
    state: View | None = None,
) -> list[Path]:
    """Write the window and each view as PNG into a folder; returns the files.

    Args:
        out: the folder.
        size: of the window, in pixels.
        theme: colours; None for the state's own, or light.
        state: what to look at; None for a path on the default model.

    Raises:
        UserError: the folder cannot be written, or the window does not get ready.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    view = state or View(theme="light", anchors=tuple(Anchor((0, 0), end) for end in _ENDS), t=0.5)
    looked_at = replace(view, theme=theme or view.theme)
    window = open_window([], looked_at, saved=state is not None)
    collecting = Collecting()
    window.resize(*size)
    try:
        return _photograph(window, out)
    finally:
        collecting.end()
        window.close()
        window.deleteLater()


def _photograph(window: Window, out: Path) -> list[Path]:
    wait_for(window.filled)
    assert window.program is not None
    wait_for(window.program.loaded)
    assert window.program.engine is not None
    if window.program.engine.busy:
        wait_for(window.program.engine.rested)
    wait_until_quiet(window.program)
    views = {"window": window, **_views(window.program.parts, window.program.store.view.page)}
    return [save(widget, out / f"{name}.png") for name, widget in views.items()]


def _views(parts: "Parts", page: str) -> Mapping[str, QWidget]:
    docks = {"probe": parts.probe, "train": parts.train}
    if page in parts.pages.views:
        return {page: parts.pages.views[page], **docks}
    return {"map": parts.map, **docks, "path": parts.path}


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


def wait_until_quiet(program: "Program") -> None:
    """Let the window live until all is answered and painted, and no answer came for a while."""
    assert program.engine is not None
    loop, wiring, canvas = QEventLoop(), program.engine.wiring, program.parts.map
    quiet = QTimer(interval=_QUIET, singleShot=True)
    resting = quiet.timeout.connect(
        lambda: quiet.start() if wiring.busy or not canvas.still else loop.quit()
    )
    asking = wiring.answered.connect(lambda _: quiet.start())
    quiet.start()
    loop.exec()
    wiring.answered.disconnect(asking)
    quiet.timeout.disconnect(resting)  # it knows itself, and would keep the window for good
