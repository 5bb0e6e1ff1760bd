"""Where all errors end: in a sentence of the message bar, with the action that mends it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from aeviewer.app.telling.explain import explain
from aeviewer.app.telling.messages import MessageBar, Remedy, Topic


class Faults(QObject):
    """Tells of what went wrong, wherever it was."""

    def __init__(
        self,
        messages: MessageBar,
        remedy: Callable[[Exception], Remedy | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._messages, self._remedy = messages, remedy

    def show(self, error: Exception, topic: Topic = "") -> None:
        """Say what went wrong, until somebody has read it or the next of its topic goes well."""
        sentence, details = explain(error)
        words, remedy = _capital(sentence), self._remedy(error)
        self._messages.show_message(words, "error", remedy, details, topic=topic)

    def show_passing(self, error: Exception) -> None:
        """Say what went wrong with a model, until the next one is opened or trained."""
        self.show(error, "model")

    def warn(self, sentence: str) -> None:
        """Say a sentence about what was asked for, until the next model is opened or trained."""
        self._messages.show_message(_capital(sentence), "error", topic="model")


def _capital(sentence: str) -> str:
    """Begin a sentence as one, unless it begins with a name such as vae.latent."""
    first = sentence.partition(" ")[0]
    return sentence if "." in first or "/" in first else sentence[:1].upper() + sentence[1:]
