"""Bringing torch in while the window is already alive."""

import ctypes
import importlib
import importlib.util
import sys
from pathlib import Path


def load_torch() -> None:
    """Import torch and what a training first needs; to be called on a thread of its own.

    The libraries are opened first by a call that lets go of Python's lock, so that the window goes
    on painting; the import that follows finds them in place. The first optimiser costs a second,
    too, and pays it here.

    Raises:
        UserError: torch is damaged or does not fit torchvision.
    """
    _open_libraries()
    torch = importlib.import_module("torch")
    importlib.import_module("aeviewer.zoo.registry").variants()
    torch.optim.AdamW([torch.zeros(1)], fused=True)


def _open_libraries() -> None:
    """Map libtorch into the process without Python's lock; on other systems there is no need."""
    found = importlib.util.find_spec("torch")
    if sys.platform != "linux" or found is None or found.origin is None or "torch" in sys.modules:
        return
    library = Path(found.origin).parent / "lib" / "libtorch_python.so"
    if library.exists():
        dlopen = ctypes.CDLL(None).dlopen  # a foreign call: ctypes releases the lock around it
        dlopen.restype = ctypes.c_void_p
        dlopen(str(library).encode(), ctypes.c_int(0x102))  # RTLD_NOW | RTLD_GLOBAL
