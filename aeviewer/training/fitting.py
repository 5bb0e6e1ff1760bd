"""Which bundled model to open in place of one that lacks what is asked for."""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from aeviewer.errors import UserError
from aeviewer.training.bundled import bundled
from aeviewer.training.header import Header, read_header
from aeviewer.zoo.contract import ImageShape
from aeviewer.zoo.registry import find


def fitting(image_shape: ImageShape, classes: Sequence[str], *kinds: type) -> str:
    """Name a bundled model of one of some kinds: variants, or capabilities; empty without one.

    One of images (C, H, W) goes before others, then one of the same classes, then the kind that
    is named first.
    """
    found: dict[str, tuple[bool, bool, int]] = {}
    for name, header in _headers(tuple(bundled().items())):
        if (place := _first(header.variant, kinds)) is not None:
            alike = header.image_shape == image_shape, header.classes == tuple(classes)
            found[name] = (*alike, -place)
    return max(found, key=lambda name: found[name], default="")


def _first(variant: str, kinds: Sequence[type]) -> int | None:
    """Place of the first kind that a variant is of; None for none."""
    model = find(variant).model
    assert isinstance(model, type)
    return next((place for place, kind in enumerate(kinds) if issubclass(model, kind)), None)


@lru_cache(maxsize=1)
def _headers(paths: Sequence[tuple[str, Path]]) -> Sequence[tuple[str, Header]]:
    """What the files say of themselves, but for damaged ones and those of unknown variants."""
    headers = []
    for name, path in paths:
        with suppress(UserError):
            header = read_header(path)
            find(header.variant)
            headers.append((name, header))
    return headers
