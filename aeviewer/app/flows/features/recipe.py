"""A sample written as a sum of atoms: what rests, and the units that are active."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.flows.features.place import Place
from aeviewer.app.flows.features.units import Found
from aeviewer.app.kit.numbers import signed
from aeviewer.app.pictures import picture
from aeviewer.app.views.features.row import Tile
from aeviewer.words import _
from aeviewer.zoo.registry import Model

_TOP = 8  # units that are shown by themselves
_LOOKED_AT = 30  # pictures that a linear decoder's offset is read off


@dataclass(frozen=True, eq=False)
class Recipe:
    """A sample as a sum of atoms: pictures, and how far the sum is off."""

    sample: int
    tiles: list[Tile]
    missed: float


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
            f"\N{MULTIPLICATION SIGN} {signed(weights[unit].item())}",
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
