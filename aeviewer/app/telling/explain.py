"""Any exception as one sentence for the message bar, and its details for whoever mends it."""

import traceback

from aeviewer.errors import UserError
from aeviewer.words import _

_MEMORY = ("out of memory", "not enough memory", "can't allocate memory")


def explain(error: Exception) -> tuple[str, str]:
    """Return the sentence, and the details to unfold; there are none for a person's own mistake."""
    if isinstance(error, UserError):
        return str(error), ""
    if isinstance(error, MemoryError) or any(words in str(error).lower() for words in _MEMORY):
        return _("Out of memory; choose a smaller batch or smaller layers and start again."), str(
            error
        )
    first = str(error).partition("\n")[0] or _("no further word")
    sentence = _("Something went wrong in the program ({kind}: {first}).").format(
        kind=type(error).__name__, first=first[:120]
    )
    return sentence, "\n".join([*traceback.format_exception(error), *_notes(error)])


def keep_words(error: Exception) -> Exception:
    """Turn the frames of an exception into a note: they would hold on to every tensor in them.

    After an out-of-memory that is the memory that is wanted back.
    """
    words = "".join(traceback.format_exception(error))
    error.__traceback__ = error.__cause__ = error.__context__ = None
    error.add_note(words)
    return error


def _notes(error: Exception) -> list[str]:
    notes: list[str] = getattr(error, "__notes__", [])
    return notes
