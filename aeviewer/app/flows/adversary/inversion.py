"""The search for the latent of an image, in slices: one iteration each, so the cursor stays fluid.

It works by one copy of the weights, those of its beginning, however the training goes on.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.adversary.scoring import SHOWN, made, noise
from aeviewer.app.pictures import picture, pictures
from aeviewer.app.requests import LAYER, decoded
from aeviewer.app.views.adversary.found import Found
from aeviewer.latent.inversion import Reached, invert
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

NAME = "inversion"
ITERATIONS = 200
_EVERY = 10  # iterations from one look to the next

Target = Callable[[Model], Tensor]
"""Makes the image (C, H, W) that is searched for, of the model that is asked."""


@dataclass(frozen=True, eq=False)
class Search:
    """What is to be searched for, and how.

    Attributes:
        target: makes the image.
        seed: of the page's noise; the starts are of it, too, but none of the samples shown.
        starts: how many; 0 to show the image alone.
        condition: the class that a conditional model is told; None for none.
        strip: how many pictures of the way are wanted.
    """

    target: Target
    seed: int
    starts: int
    condition: int | None
    strip: int


@dataclass(frozen=True, eq=False)
class Progress:
    """How far a search is.

    Attributes:
        search: which one.
        found: for the view.
        ways: (T, K, D), where each start was at each iteration.
        best: the number of the start that came nearest.
        encoded: (D,) where the encoder puts the image; None without one.
    """

    search: Search
    found: Found
    ways: Tensor
    best: int = 0
    encoded: Tensor | None = None


def request(slot: str, search: Search) -> Request:
    """Ask for a `Progress`, again and again as it comes nearer."""
    return Request(NAME, slot, _Searching(search).slices(), LAYER)


def made_of(number: int, seed: int, condition: int | None) -> Target:
    """Take one of the page's own samples."""

    def target(model: Model) -> Tensor:
        return made(model, noise(model, seed)[number : number + 1], number, condition)[0]

    return target


def starts_of(noise: Tensor, count: int) -> Tensor:
    """Take latents (count, D) to start from that make none of the samples shown.

    From its own latent the search for a sample would be at rest before it began.
    """
    return noise[SHOWN : SHOWN + count]


@dataclass
class _Searching:
    """A search on its way."""

    search: Search
    model: Model | None = None
    looks: list[Reached] = field(default_factory=list)

    def slices(self) -> Iterator[Slice]:
        yield self._begin
        while self.search.starts and len(self.looks) <= ITERATIONS:
            yield self._advance

    def _begin(self, model: Model) -> Progress:
        self.model = copy.deepcopy(model)
        self._x = self.search.target(self.model).to(self.model.device)
        self._noise = noise(self.model, self.search.seed)
        self._usual = self._noise.norm(dim=1).mean().item()
        self._encode(self.model)
        starts = starts_of(self._noise, self.search.starts).cpu()
        self._descent = invert(self._x, starts, self._decode, ITERATIONS)
        found = Found(picture(self._x), rebuilt=self._rebuilt, rebuilt_error=self._rebuilt_error)
        return Progress(self.search, found, torch.empty(0), encoded=self._encoded)

    def _encode(self, model: Model) -> None:
        self._encoded: Tensor | None = None
        self._rebuilt: QImage | None = None
        self._rebuilt_error = 0.0
        if isinstance(model, Autoencoder):
            self._encoded = model.encode(self._x[None]).mean.flatten().cpu()
            rebuilt = decoded(model, self._encoded[None], self.search.condition)[0]
            self._rebuilt = picture(rebuilt)
            self._rebuilt_error = (rebuilt - self._x).square().sum().item()

    def _decode(self, z: Tensor) -> Tensor:
        assert self.model is not None
        return decoded(self.model, z, self.search.condition)

    def _advance(self, _model: Model) -> Progress | None:
        self.looks.append(next(self._descent))
        done = len(self.looks) - 1
        return None if done % _EVERY and done < ITERATIONS else self._look()

    def _look(self) -> Progress:
        """Show the way of the best start as it is by now."""
        last, ways = self.looks[-1], torch.stack([look.latents for look in self.looks])
        best = last.best
        way = ways[_spread(len(ways), self.search.strip), best]
        found = Found(
            target=picture(self._x),
            iteration=len(self.looks) - 1,
            total=ITERATIONS,
            picture=picture(self._decode(last.latents[best : best + 1])[0]),
            errors=tuple(sorted(last.errors.tolist())),
            rebuilt=self._rebuilt,
            rebuilt_error=self._rebuilt_error,
            length=last.latents[best].norm().item(),
            usual=self._usual,
            strip=pictures(self._decode(way)),
        )
        return Progress(self.search, found, ways, best, self._encoded)


def _spread(count: int, wanted: int) -> Tensor:
    """Choose places from 0 to count - 1, denser at the beginning, where most happens."""
    steps = max(min(wanted, count) - 1, 1)
    places = (round(count ** (step / steps)) - 1 for step in range(steps + 1))
    return torch.tensor(sorted({min(place, count - 1) for place in places}))
