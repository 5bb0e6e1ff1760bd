"""What the features page shows of a model, computed on the decoder's thread, in slices."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.requests import decoded
from aeviewer.app.views.features.activations import Activations
from aeviewer.app.views.features.atoms import Atoms
from aeviewer.app.views.features.row import Tile
from aeviewer.latent.features import Use, effects, singular, strength
from aeviewer.training.metrics.jacobian import jacobian
from aeviewer.words import _
from aeviewer.zoo.capabilities import Linear, Sparse
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

_BINS = 40
_TOP = 8  # samples, units or directions that are shown as pictures
_LOOKED_AT = 30  # pictures that a linear decoder's offset is read off
_AT_ONCE = 32  # columns: each takes a pass through the decoder and two back


@dataclass(frozen=True)
class Place:
    """Where the units are looked at.

    Attributes:
        subject: the model, with its samples placed.
        latent: (D,) where the cursor is.
        condition: the class that a conditional model is told, or None.
    """

    subject: Subject
    latent: Tensor
    condition: int | None

    @property
    def latents(self) -> Tensor:
        """Those of the samples, (N, D); N may be 0."""
        assert self.subject.placed is not None
        return self.subject.placed.latents

    def middle(self) -> Tensor:
        """The mean latent (D,) of the samples; without any, where the cursor is."""
        return self.latents.mean(0) if len(self.latents) else self.latent

    def decode(self, model: Model, latents: Tensor) -> Tensor:
        """Decode flat latents (N, D): (N, C, H, W)."""
        return decoded(model, latents, self.condition)


@dataclass(frozen=True, eq=False)
class Found:
    """The units of a model.

    Attributes:
        columns: (U,) which numbers of a flat latent the units are.
        atoms: (U, C, H, W) their atoms at the mean latent.
        sheet: what is shown of them, there or at the cursor.
        use: how the samples use them; None without samples.
        linear: the atoms are the same everywhere, the decoder's columns.
    """

    columns: Tensor
    atoms: Tensor
    sheet: Atoms
    use: Use | None
    linear: bool


@dataclass(frozen=True, eq=False)
class OfUnit:
    """One unit: its values over the samples, and the samples of the largest and the smallest."""

    activations: Activations
    most: list[Tile]
    least: list[Tile]


@dataclass(frozen=True, eq=False)
class Recipe:
    """A sample as a sum of atoms: pictures, and how far the sum is off."""

    sample: int
    tiles: list[Tile]
    missed: float


@dataclass(frozen=True, eq=False)
class Stretches:
    """A Jacobian's singular values and leading directions, of the encoder or of the decoder."""

    side: str
    sample: int | None
    values: list[float]
    tiles: list[Tile]


def units_of(shape: tuple[int, ...]) -> Tensor:
    """Which numbers of a flat latent are its units (U,): of a map, each channel's middle cell."""
    if len(shape) == 1:
        return torch.arange(shape[0])
    cells = shape[1:]
    middle = sum(side // 2 * math.prod(cells[place + 1 :]) for place, side in enumerate(cells))
    return torch.arange(shape[0]) * math.prod(cells) + middle


@dataclass
class Columns:
    """Atoms under way, by one copy of the model: its weights move on between two slices."""

    place: Place
    at: Tensor
    parts: list[Tensor] = field(default_factory=list)
    model: Model | None = None

    def slices(self, units: Tensor | None = None) -> Iterator[Slice]:
        """Differentiate by some numbers of the latent, or by all, a few at a time."""
        yield self._begin
        assert self.model is not None
        units = torch.arange(len(self.at)) if units is None else units
        if isinstance(self.model, Linear):
            self.parts = [self.model.dictionary().float().cpu()[units]]
            return
        for part in torch.split(units, max(1, min(batch_of(self.model) // 4, _AT_ONCE))):
            yield partial(self._advance, part)

    @property
    def found(self) -> Tensor:
        """The columns so far, (K, C, H, W)."""
        return torch.cat(self.parts)

    def _begin(self, model: Model) -> None:
        self.model = copy.deepcopy(model) if self.place.subject.live else model

    def _advance(self, units: Tensor, _model: Model) -> None:
        assert self.model is not None
        decode = partial(self.place.decode, self.model)
        self.parts.append(effects(decode, self.at, units).float().cpu())


def find(place: Place, at_cursor: bool, known: Found | None) -> Iterator[Slice]:
    """Find the units, a `Found`; what is `known` of the same weights is not found again."""
    shape: list[tuple[int, ...]] = []
    yield lambda model: shape.append(model.latent_shape)
    columns = units_of(shape[0])
    if known is None:
        middle = Columns(place, place.middle())
        yield from middle.slices(columns)
        atoms, linear = middle.found, isinstance(middle.model, Linear)
    else:
        atoms, linear = known.atoms, known.linear
    here = atoms
    if at_cursor and not linear and len(place.latents):
        moved = Columns(place, place.latent)
        yield from moved.slices(columns)
        here = moved.found
    yield lambda _: _found(place, columns, atoms, here, linear)


def _found(place: Place, columns: Tensor, atoms: Tensor, here: Tensor, linear: bool) -> Found:
    switched = issubclass(place.subject.twins.kind, Sparse)
    placed, count = place.subject.placed, len(columns)
    assert placed is not None
    if not len(place.latents):
        size = here.flatten(1).norm(dim=1)
        sheet = Atoms(here.numpy(), size.numpy(), None, np.zeros(count, np.bool_))
        return Found(columns, atoms, sheet, None, linear)
    stds = None if placed.stds is None else placed.stds[:, columns]
    units = place.latents[:, columns]
    use = Use.of(units, stds, switched=switched)
    sheet = Atoms(
        here.numpy(),
        strength(use, here).numpy(),
        None if use.share is None else use.share.numpy(),
        use.idle.numpy(),
        _("dead") if stds is None else _("collapsed"),
    )
    return Found(columns, atoms, sheet, use, linear)


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
            _signed(values[number].item()),
            picture(x[at]),
            _class_of(place.subject, number),
            number=number,
        )
        for at, number in enumerate(which.tolist())
    ]


def _class_of(subject: Subject, sample: int) -> str:
    if subject.labels is None or not subject.classes:
        return _("sample {sample}").format(sample=sample)
    return subject.classes[int(subject.labels[sample])]


def cook(place: Place, found: Found, sample: int) -> Iterator[Slice]:
    """Write a sample as a sum of atoms, a `Recipe`: what rests, and the units that are active."""

    def recipe(model: Model) -> Recipe:
        assert found.use is not None
        z = place.latents[sample]
        rebuilt = place.decode(model, z[None])[0].float().cpu()
        weights = z[found.columns] - found.use.rest
        return _written(found, sample, rebuilt, _base(place, model, found), weights)

    yield recipe


def _base(place: Place, model: Model, found: Found) -> Tensor:
    """What the picture is while all units rest, (C, H, W); it need not lie in [0, 1].

    A linear decoder's offset may lie outside [0, 1], to which it clamps its pictures: each pixel
    is taken off a picture in which it was not clamped, where there is one.
    """
    middle = place.middle()[None]
    if not found.linear:
        return place.decode(model, middle)[0].float().cpu()
    latents = torch.cat([torch.zeros_like(middle), middle, place.latents[:_LOOKED_AT]])
    pictures = place.decode(model, latents).float().cpu()
    offsets = pictures - torch.tensordot(latents[:, found.columns], found.atoms, 1)
    free = (pictures > 0) & (pictures < 1)
    first = free.to(torch.uint8).argmax(0, keepdim=True)
    offset: Tensor = offsets.gather(0, first)[0]
    assert found.use is not None
    base: Tensor = offset + torch.tensordot(found.use.rest, found.atoms, 1)
    return base


def _written(found: Found, sample: int, rebuilt: Tensor, base: Tensor, weights: Tensor) -> Recipe:
    """Lay the pictures out: a reconstruction, and what adds up to it."""
    parts = weights.reshape(-1, 1, 1, 1) * found.atoms
    sizes = parts.flatten(1).norm(dim=1)
    order = sizes.argsort(descending=True, stable=True)
    active = order[sizes[order] > 0]
    first, others = active[:_TOP], active[_TOP:]
    scale = max(parts[first].abs().max().item() if len(first) else 0.0, 1e-9)
    whole = (base + parts.sum(0)).clamp(0, 1)
    tiles = [Tile(_("rebuilt"), picture(rebuilt)), Tile(_("= at rest"), picture(base))]
    tiles += [
        Tile(
            f"+ z{unit + 1}",
            parts[unit].numpy(),
            f"\N{MULTIPLICATION SIGN} {_signed(weights[unit].item())}",
            scale,
            unit,
        )
        for unit in first.tolist()
    ]
    if len(others):
        rest = parts[others].sum(0).numpy()
        tiles.append(Tile(f"+ {len(others)}", rest, _("others"), scale))
    tiles.append(Tile(_("sum"), picture(whole)))
    distance = (rebuilt - base.clamp(0, 1)).square().sum().clamp(min=1e-12)
    missed = (rebuilt - whole).square().sum() / distance
    return Recipe(sample, tiles, missed.item())


def _signed(value: float) -> str:
    return three_digits(value).replace("-", "\N{MINUS SIGN}", 1)


def stretch(place: Place, side: str, sample: int | None) -> Iterator[Slice]:
    """Decompose the Jacobian of the encoder or the decoder at a sample: `Stretches`."""
    latent = place.latent if sample is None else place.latents[sample]
    if side == "encoder" and sample is not None:
        found: list[Tensor] = []
        yield lambda model: found.append(_encoder_jacobian(place, model, sample))
        yield lambda model: _stretches(model, side, sample, found[0])
        return
    columns = Columns(place, latent)
    yield from columns.slices()
    yield lambda model: _stretches(model, "decoder", sample, columns.found.flatten(1))


def _encoder_jacobian(place: Place, model: Model, sample: int) -> Tensor:
    assert isinstance(model, Autoencoder)
    images = place.subject.images
    if images is None:
        x = place.decode(model, place.latents[sample][None])
    else:
        x = images.floats(slice(sample, sample + 1)).to(model.device)
    return jacobian(model, x)[0].cpu()


def _stretches(model: Model, side: str, sample: int | None, j: Tensor) -> Stretches:
    values, directions = singular(j, _TOP)
    pictures = directions.reshape(-1, *model.image_shape).numpy()
    tiles = [Tile(_signed(values[at].item()), change) for at, change in enumerate(pictures)]
    return Stretches(side, sample, values.tolist(), tiles)
