"""One unit: its values over the samples, and the samples of the largest and the smallest."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.flows.features.place import Place
from aeviewer.app.flows.features.units import Found
from aeviewer.app.kit.numbers import signed
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.views.features.activations import Activations
from aeviewer.app.views.features.row import Tile
from aeviewer.words import _
from aeviewer.zoo.registry import Model

_BINS = 40
_TOP = 8  # samples that are shown, of either end


@dataclass(frozen=True, eq=False)
class OfUnit:
    """What is known of one unit.

    Attributes:
        activations: how often it has which value.
        most: the samples of the largest values, the largest first.
        least: those of the smallest, the smallest first; of units that can be off, below 0 alone.
    """

    activations: Activations
    most: list[Tile]
    least: list[Tile]


def look_at_unit(place: Place, found: Found, unit: int, sample: int | None) -> Iterator[Slice]:
    """Count a unit's values and find the samples of the largest and the smallest: an `OfUnit`."""
    values = place.latents[:, found.columns[unit]]
    switched = found.use is not None and found.use.share is not None
    order = values.argsort(descending=True, stable=True)
    most, least = order[:_TOP], order.flip(0)[:_TOP]
    if switched:
        most, least = most[values[most] > 0], least[values[least] < 0]

    def shown(model: Model) -> OfUnit:
        counted = _counted(place.subject, values, unit, sample)
        sides = [_samples(place, model, which, values) for which in (most, least)]
        return OfUnit(counted, *sides)

    yield shown


def _counted(subject: Subject, values: Tensor, unit: int, sample: int | None) -> Activations:
    """Count values (N,) by class; those that are 0 are counted apart where there are many."""
    off = values == 0
    counted = ~off & values.isfinite()
    kept = values[counted]
    low, high = (kept.min().item(), kept.max().item()) if len(kept) else (0.0, 1.0)
    if len(kept) and off.any():
        low, high = min(low, 0.0), max(high, 0.0)
    high = high if high > low else low + max(abs(low), 1.0) * 1e-3
    edges = np.linspace(low, high, _BINS + 1)
    labels = subject.labels
    groups = [kept.numpy()]
    if labels is not None and subject.classes:
        known = labels[: len(values)][counted.numpy()]
        groups = [kept.numpy()[known == number] for number in range(len(subject.classes))]
    counts = np.stack([np.histogram(group, edges)[0] for group in groups]).astype(np.int64)
    here = None if sample is None or sample >= len(values) else values[sample].item()
    return Activations(unit, counts, low, high, int(off.sum()), len(values), here)


def _samples(place: Place, model: Model, which: Tensor, values: Tensor) -> list[Tile]:
    """The samples themselves, or, where they are not at hand, what the model makes of them."""
    if not len(which):
        return []
    images = place.subject.images
    x = place.decode(model, place.latents[which]) if images is None else images.floats(which)
    return [
        Tile(
            signed(values[number].item()),
            picture(x[at]),
            _class_of(place.subject, number),
            number=number,
        )
        for at, number in enumerate(which.tolist())
    ]


def _class_of(subject: Subject, sample: int) -> str:
    if subject.labels is None or not subject.classes:
        return _("sample {sample}").format(sample=sample)
    name = subject.classes[int(subject.labels[sample])]
    return _("class {name}").format(name=name) if name.isdigit() else name  # below another number
