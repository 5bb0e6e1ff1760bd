"""Many pictures of latents, decoded a few at a time, so that the cursor can go between."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.flow import SLOT
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.requests import decoded
from aeviewer.zoo.registry import Model

Finish = Callable[[Tensor], object]


def decode_all(
    name: str, latents: Tensor, condition: int | None, urgency: int, finish: Finish
) -> Request:
    """Ask for what is made of the pictures (N, C, H, W) uint8 of latents (N, D), N >= 1."""
    return Request(name, SLOT, _Batches(latents, condition, finish).slices(), urgency)


@dataclass
class _Batches:
    """Pictures under way: as many at a time as fit half a frame."""

    latents: Tensor
    condition: int | None
    finish: Finish
    parts: list[Tensor] = field(default_factory=list)

    def slices(self) -> Iterator[Slice]:
        while sum(map(len, self.parts)) < len(self.latents):
            yield self._advance

    def _advance(self, model: Model) -> object:
        start = sum(map(len, self.parts))
        part = self.latents[start : start + batch_of(model)]
        images = decoded(model, part, self.condition)
        self.parts.append(images.clamp(0, 1).mul(255).round().byte().cpu())
        done = start + len(part) == len(self.latents)
        return self.finish(torch.cat(self.parts)) if done else None
