"""What the codebook page says where something is missing, and which model it offers then."""

from contextlib import suppress

from aeviewer.app.subject import Subject
from aeviewer.errors import UserError
from aeviewer.training.bundled import bundled
from aeviewer.training.header import Header, read_header
from aeviewer.zoo.capabilities import Discrete
from aeviewer.zoo.contract import ImageShape
from aeviewer.zoo.registry import find

_NO_CODES = "This model has no codebook: its latents are free numbers, not entries of a list"
_PLACING = "The samples are being placed."


def missing(subject: Subject) -> tuple[str, str]:
    """Say why there is nothing to see, and name a model that has it; empty where there is."""
    if not issubclass(subject.twins.kind, Discrete):
        other = _bundled_with_codes(subject.twins.image_shape, subject.classes)
        return f"{_NO_CODES}{f'. {other} has one' if other else ''}.", other
    return (_PLACING, "") if subject.placed is None else ("", "")


def _bundled_with_codes(shape: ImageShape, classes: tuple[str, ...]) -> str:
    """Name a bundled model with codebooks, of such images and of the same classes if it can be."""
    found = [(name, header) for name, header in _headers() if _has_codes(header.variant)]
    likeness = {name: (h.image_shape == shape) + (h.classes == classes) for name, h in found}
    return max(likeness, key=lambda name: likeness[name], default="")


def _headers() -> list[tuple[str, Header]]:
    headers = []
    for name, path in bundled().items():
        with suppress(UserError):  # a damaged one cannot be recommended
            headers.append((name, read_header(path)))
    return headers


def _has_codes(variant: str) -> bool:
    model = find(variant).model
    return isinstance(model, type) and issubclass(model, Discrete)
