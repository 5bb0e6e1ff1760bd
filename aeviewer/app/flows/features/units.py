"""The units of a model: an atom each, what one more of it adds to a picture, and their use."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.flows.features.place import Place
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.views.features.atoms import Atoms
from aeviewer.latent.features import Use, effects, strength
from aeviewer.words import _
from aeviewer.zoo.capabilities import Linear, Sparse
from aeviewer.zoo.registry import Model

_AT_ONCE = 32  # columns: each takes a pass through the decoder and two back


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
