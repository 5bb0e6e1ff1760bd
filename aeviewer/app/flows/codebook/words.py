"""What the codebook page says where something is missing, and which model it offers then."""

from aeviewer.app.models.subject import Subject
from aeviewer.training.fitting import fitting
from aeviewer.words import N_, _
from aeviewer.zoo.capabilities import Discrete

_NO_CODES = N_("This model has no codebook: its latents are free numbers, not entries of a list")
_PLACING = N_("The samples are being placed.")


def missing(subject: Subject) -> tuple[str, str]:
    """Say why there is nothing to see, and name a model that has it; empty where there is."""
    if not issubclass(subject.twins.kind, Discrete):
        other = fitting(subject.twins.image_shape, subject.classes, Discrete)
        has = _(". {other} has one").format(other=other) if other else ""
        return f"{_(_NO_CODES)}{has}.", other
    return (_(_PLACING), "") if subject.placed is None else ("", "")
