"""Bringing in what is slow to import, while the window is already alive; each on a thread.

Python's lock changes hands every half a millisecond there, so that the window goes on painting.
"""

import contextlib
import ctypes
import gc
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

from aeviewer.app.look.theme import LIGHT


def load_widgets() -> None:
    """Import what fills the window."""
    with _keeping_all("aeviewer.app.program"):
        importlib.import_module("aeviewer.app.program")
        LIGHT.classes(1)


def load_torch() -> None:
    """Import torch and all that opening a model takes.

    The libraries are opened first by a call that lets go of Python's lock; the import that follows
    finds them in place.

    Raises:
        UserError: torch is damaged or does not fit torchvision.
    """
    _open_libraries()
    with _keeping_all("aeviewer.app.engine"):
        importlib.import_module("torch")
        importlib.import_module("aeviewer.app.engine")
        importlib.import_module("aeviewer.zoo.registry").variants()
        importlib.import_module("aeviewer.training.plan").devices()


def warm_up() -> None:
    """Pay in advance what else a training would begin with: a second for the first optimiser."""
    with _keeping_all("aeviewer.app.views.curves.plot"):
        torch = importlib.import_module("torch")
        torch.optim.AdamW([torch.zeros(1)], fused=True)
        importlib.import_module("aeviewer.app.views.curves.plot")


@contextlib.contextmanager
def _keeping_all(imported: str) -> Iterator[None]:
    """Collect no garbage meanwhile: what an import makes stays.

    To look through a hundred thousand objects again and again takes a sixth of torch's import, and
    the window stands still each time. Where the module is imported already nothing is held: what
    an earlier window of this process left behind would count as old, and never be collected.
    """
    if imported in sys.modules:
        yield
        return
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # now all there is counts as old, without a look at it
        if collects:
            gc.enable()


def _open_libraries() -> None:
    """Map libtorch into the process without Python's lock; on other systems there is no need."""
    found = importlib.util.find_spec("torch")
    if sys.platform != "linux" or found is None or found.origin is None or "torch" in sys.modules:
        return
    library = Path(found.origin).parent / "lib" / "libtorch_python.so"
    if library.exists():
        dlopen = ctypes.CDLL(None).dlopen  # a foreign call: ctypes releases the lock around it
        dlopen.restype = ctypes.c_void_p
        dlopen(str(library).encode(), ctypes.c_int(0x002))  # RTLD_NOW | RTLD_LOCAL
