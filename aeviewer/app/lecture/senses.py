"""Hearing what happens in the application before any widget does, for as long as one presents."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject

Hearer = Callable[[QObject, QEvent], bool]
"""Is told of an event before its receiver, and says whether to keep it from there."""


class Senses(QObject):
    """A filter on the whole application; it costs a little for each event, so it comes and goes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._hearers: dict[QEvent.Type, list[Hearer]] = {}

    def tell(self, hearer: Hearer, kinds: Iterable[QEvent.Type]) -> None:
        """Have somebody told of some kinds of events; who was named first hears first."""
        for kind in kinds:
            self._hearers.setdefault(kind, []).append(hearer)

    def listen(self) -> None:
        """Begin."""
        _application().installEventFilter(self)

    def rest(self) -> None:
        """End."""
        _application().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass an event on to those who want to hear of it."""
        return any(hear(watched, event) for hear in self._hearers.get(event.type(), ()))


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None
    return app
