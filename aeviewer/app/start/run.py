"""Making the application and its window. Nothing slow is imported before the first paint."""

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from aeviewer.app.look import dressing
from aeviewer.app.start.collecting import Collecting
from aeviewer.app.start.signals import Signals
from aeviewer.app.window import Window
from aeviewer.session.frame import place, read_frame
from aeviewer.session.store import Store
from aeviewer.session.view import Slot, View

_SWITCH = 0.0005  # seconds until a thread gives way: the window waits no longer for the trainer
_HEADLESS = (
    "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set); "
    "`aeviewer screenshot --out DIR` makes the pictures without one"
)


def open_window(
    argv: Sequence[str], view: View | None = None, *, saved: bool = False, frame: str = ""
) -> Window:
    """Build the application and the window, without entering the event loop.

    Args:
        argv: the model to open: a bundled one's name, a checkpoint or a run; none for the default.
        view: what to look at first.
        saved: the view was saved, so that it names its own model and what to train.
        frame: where the window was at the last end, as `read_frame` tells; Qt moves it onto the
            screens that there are, and leaves it alone where it cannot read this.
    """
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setApplicationName("aeviewer")
    app.setDesktopFileName("aeviewer")  # by it a desktop finds the icon and the entry
    sys.setswitchinterval(_SWITCH)
    store = Store(_opening(argv, view or View()))
    dressing.apply(app, dressing.resolve(store.view.theme, app), store.view.scale)
    window = Window()
    window.restoreGeometry(QByteArray.fromBase64(frame.encode()))
    window.painted.connect(lambda: _fill(window, store, saved))
    window.show()
    return window


@dataclass(frozen=True)
class Talk:
    """A lecture to begin with.

    Attributes:
        screen: of the audience, from 0; None for the one that is not the presenter's own.
    """

    screen: int | None = None


def run(argv: Sequence[str], saved: View | None = None, talk: Talk | None = None) -> int:
    """Open the window, on a view that was saved or not, and stay until it is closed.

    Where there is a talk, what the view shows is presented at once. Returns the exit code.
    """
    if not _has_screen():
        print(f"error: {_HEADLESS}", file=sys.stderr)  # noqa: T201
        return 2
    collecting = Collecting()  # before any thread is there
    window = open_window(argv, saved, saved=saved is not None, frame=read_frame(place()))
    unasked = not argv and saved is None
    window.filled.connect(lambda: _settle(window, talk, tour=unasked))
    window.filled.connect(lambda: _collect(window, collecting))
    window.imported.connect(_speak)
    signals = Signals(window)
    ended_by: list[int] = []
    signals.came.connect(ended_by.append)
    signals.came.connect(lambda _: _leave(window))
    sys.excepthook = partial(_show, window)
    code: int = QApplication.exec()
    collecting.end()
    gc.unfreeze()  # or some libraries would say at the end that they leak
    signals.close()
    return 128 + ended_by[0] if ended_by else code


def _speak() -> None:
    """Speak the language that was chosen at an earlier start."""
    from aeviewer.app.work.memory import speak_as_kept

    speak_as_kept()


def _collect(window: Window, collecting: Collecting) -> None:
    """Collect garbage once all is imported; what is there by then is exempted, as it stays.

    To look through half a million objects would stop the window for a quarter of a second.
    """
    if window.program is not None:
        window.program.warm.connect(gc.freeze)
        window.program.warm.connect(collecting.begin)


def _settle(window: Window, talk: Talk | None, *, tour: bool) -> None:
    """Take up what was kept at the last end, and show around who is here for the first time."""
    if window.program is not None:
        window.program.work.come_home(tour=tour)
        if talk is not None:
            window.program.lecture.begin(talk.screen)


def _leave(window: Window) -> None:
    if window.program is None:
        window.close()
    else:
        window.program.leave_now()


def _show(
    window: Window, _kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Show what nobody expected in the message bar, and keep the window usable."""
    if window.program is not None and isinstance(error, Exception):
        window.program.show_error(error)
    else:
        sys.__excepthook__(type(error), error, trace)


def _opening(argv: Sequence[str], view: View) -> View:
    return replace(view, slots=(Slot(model=argv[0]),)) if argv else view


def _fill(window: Window, store: Store, saved: bool) -> None:
    if not window.isVisible():
        return  # closed before it could be filled

    from aeviewer.app.start.filling import Filling

    Filling(window, store, saved=saved)


def _has_screen() -> bool:
    """Qt aborts without one, and leaves a core behind: better to ask first."""
    known = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in known)
