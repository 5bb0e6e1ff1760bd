"""When all that was asked is answered, and all that comes of it is on the views."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from aeviewer.app.wiring import Wiring

_EVERY = 2  # milliseconds between two looks: a film waits for each of its frames
_CALM = 3  # looks in a row at which nothing goes on: an answer may be on its way between two


class Stillness(QObject):
    """Watches a wiring and the widgets that it feeds.

    Attributes:
        came: there is nothing left to wait for.
    """

    came = Signal()

    def __init__(self, wiring: Wiring, widgets: Sequence[QObject], parent: QObject) -> None:
        super().__init__(parent)
        self._wiring, self._places = wiring, (wiring, *widgets)
        self._calm = 0
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._look)
        wiring.answered.connect(self._stir)

    def begin(self) -> None:
        """Wait from now on, until it comes."""
        self._calm = 0
        self._timer.start()

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()

    @property
    def stirred(self) -> bool:
        """Whether something goes on."""
        return self._wiring.busy or any(map(_waits, self._places))

    def _stir(self) -> None:
        self._calm = 0

    def _look(self) -> None:
        self._calm = 0 if self.stirred else self._calm + 1
        if self._calm >= _CALM:
            self._timer.stop()
            self.came.emit()


def _waits(place: QObject) -> bool:
    """Whether a timer runs there that goes off once: somebody puts off what he has to do."""
    return any(timer.isSingleShot() and timer.isActive() for timer in place.findChildren(QTimer))
