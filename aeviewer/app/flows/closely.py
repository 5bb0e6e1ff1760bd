"""To look closely at one sample: the view names it, and the cursor goes where it lies."""

from aeviewer.app.models.subject import Subject
from aeviewer.session.store import Store


def look_closely(store: Store, subject: Subject | None, sample: int) -> None:
    """Choose a sample; where it is placed, the cursor goes there. One step of undo."""
    if subject is None:
        return
    placed = subject.placed
    known = placed is not None and sample < len(placed.latents)
    place = subject.look_at(placed.latents[sample]) if placed is not None and known else {}
    store.choose(sample=sample, **place)
