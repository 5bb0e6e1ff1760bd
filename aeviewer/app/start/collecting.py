"""Garbage is collected on the window's thread alone, to which Qt's objects belong.

Python collects on whichever thread happens to make one object too many: beside a training, mostly
on the trainer's, and rings of references with widgets in them would be taken apart there.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 200  # milliseconds from one look to the next


class Collecting(QObject):
    """Stops Python's own collecting, and does it by a timer of the thread that it is made on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._python_did = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Collect from now on; while modules come in, what is made stays."""
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again, if it was."""
        self._timer.stop()
        if self._python_did:
            gc.enable()

    def _look(self) -> None:
        """Collect the oldest generation that Python itself would have collected by now."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most > 0]
        if due:
            gc.collect(max(due))
