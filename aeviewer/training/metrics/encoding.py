"""Images go through a model in parts that fit the memory."""

from collections.abc import Iterator

import torch
from torch import Tensor

from aeviewer.data.images import Images
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

CHUNK = 1000


def chunks(images: Images, model: Model) -> Iterator[Tensor]:
    """Read images as (B, C, H, W) floats in [0, 1] on the model's device, part by part."""
    there = images.to(model.device)
    for start in range(0, len(images), CHUNK):
        yield there.floats(slice(start, start + CHUNK))


@torch.no_grad()
def latents(model: Model, images: Images) -> dict[str, Tensor]:
    """Encode images: `mean` and, where there is one, `std` (N, D) float32; `labels` (N,)."""
    if not isinstance(model, Autoencoder):
        return {}
    posteriors = [model.encode(x) for x in chunks(images, model)]
    found = {"mean": torch.cat([q.mean.flatten(1) for q in posteriors]).float().cpu()}
    stds = [q.std.flatten(1) for q in posteriors if q.std is not None]
    if stds:
        found["std"] = torch.cat(stds).float().cpu()
    if images.labels is not None:
        found["labels"] = images.labels.cpu()
    return found
