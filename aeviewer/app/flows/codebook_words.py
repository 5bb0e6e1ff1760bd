"""What the codebook page says where something is missing, and which model it offers then."""

from aeviewer.app.subject import Subject
from aeviewer.training.fitting import fitting
from aeviewer.zoo.capabilities import Discrete

_NO_CODES = "This model has no codebook: its latents are free numbers, not entries of a list"
_PLACING = "The samples are being placed."


def missing(subject: Subject) -> tuple[str, str]:
    """Say why there is nothing to see, and name a model that has it; empty where there is."""
    if not issubclass(subject.twins.kind, Discrete):
        other = fitting(subject.twins.image_shape, subject.classes, Discrete)
        return f"{_NO_CODES}{f'. {other} has one' if other else ''}.", other
    return (_PLACING, "") if subject.placed is None else ("", "")
