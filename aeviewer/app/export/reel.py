"""The thread that encodes a film while its frames are painted."""

import queue
from collections.abc import Iterator

from PIL import Image
from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QImage

from aeviewer.app.export import film
from aeviewer.app.export.order import Order
from aeviewer.app.telling.explain import keep_words


class Reel(QThread):
    """Encodes frames as they come.

    Attributes:
        hungry: it wants a frame.
        progressed: frames that it has, of so many.
        done: the film, bytes.
        failed: it ended in an error.
    """

    hungry = Signal()
    progressed = Signal(int, int)
    done = Signal(object)  # bytes
    failed = Signal(object)  # Exception

    def __init__(self, order: Order, count: int, parent: QObject) -> None:
        super().__init__(parent)
        self._order, self._count = order, count
        self._given: queue.SimpleQueue[QImage | None] = queue.SimpleQueue()
        self._cancelled = False

    def give(self, image: QImage) -> None:
        """Hand over the next frame."""
        self._given.put(image)

    def cancel(self) -> None:
        """End it before the next piece of work."""
        self._cancelled = True
        self._given.put(None)

    def run(self) -> None:
        """Encode."""
        order = self._order
        try:
            frames = self._frames()
            data = film.encode(order.form, frames, self._count, order.fps, self._check)
        except film.Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - one place in the window shows it
            self.failed.emit(keep_words(error))
        else:
            self.progressed.emit(self._count, self._count)
            self.done.emit(data)

    def _frames(self) -> Iterator[Image.Image]:
        for number in range(self._count):
            self.progressed.emit(number, self._count)
            self.hungry.emit()
            image = self._given.get()
            self._check()
            assert image is not None
            yield film.frame_of(image)

    def _check(self) -> None:
        if self._cancelled:
            raise film.Cancelled
