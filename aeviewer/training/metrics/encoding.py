"""Images go through a model in parts that fit the memory, and once for all that is measured."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from aeviewer.data.images import DataSet, Images
from aeviewer.training.state import Encoding
from aeviewer.zoo.capabilities import ClosedForm, Conditional, Discrete, Sparse
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.pca import PCA, PCAKnobs
from aeviewer.zoo.registry import Model

CHUNK = 1000
DRAWS = 50
_WIDEST = 512  # components: the bound of PCA's knob


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


@dataclass(frozen=True)
class Subject:
    """A model under examination, and what several measures ask of it, each found out once.

    Attributes:
        model: as it was trained.
        data: what it learned from, and what it is judged on.
        seed: of all that is drawn.
        draws: of z for each image, where a mean over them is asked for.
    """

    model: Model
    data: DataSet
    seed: int = 0
    draws: int = DRAWS

    @property
    def encoder(self) -> Encoding:
        """The model, of which it is known that it encodes."""
        assert isinstance(self.model, Autoencoder)
        return self.model

    @cached_property
    def train(self) -> Mapping[str, Tensor]:
        """Latents (N, D) of the training images."""
        return latents(self.model, self.data.train)

    @cached_property
    def test(self) -> Mapping[str, Tensor]:
        """Latents (N, D) of the test images."""
        return latents(self.model, self.data.test)

    def rebuilt(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Read test images (B, C, H, W) and their reconstructions, by the posterior's mean.

        A `Conditional` model is told the classes, where there are any.
        """
        labels = self.data.test.labels
        if isinstance(self.model, Conditional) and labels is not None:
            yield from _rebuilt_as(self.model, chunks(self.data.test, self.model), labels)
            return
        means = torch.split(self.test["mean"], CHUNK)
        for x, mean in zip(chunks(self.data.test, self.model), means, strict=True):
            z = mean.to(x.device).reshape(-1, *self.model.latent_shape)
            yield x, self.model.decode(z)

    @cached_property
    def baseline(self) -> "Subject | None":
        """PCA of as many dimensions, fitted to the same images; None where there is no such.

        It is no match for itself, codes are no dimensions, and there are no more components than
        images, pixels, or the knob of PCA allows. Sparse units count where they are active.
        """
        if isinstance(self.model, ClosedForm | Discrete):
            return None
        size = math.prod(self.model.latent_shape)
        if isinstance(self.model, Sparse):
            size = max(1, round((self.test["mean"] != 0).sum(1).float().mean().item()))
        if len(self.data.train) < 2 or size > _most_components(self.data.train):
            return None
        return replace(self, model=fitted(self.data.train, size, self.model.device))


def _most_components(images: Images) -> int:
    return min(len(images), math.prod(images.shape), _WIDEST)


def _rebuilt_as(
    model: Conditional, images: Iterator[Tensor], labels: Tensor
) -> Iterator[tuple[Tensor, Tensor]]:
    for x, known in zip(images, torch.split(labels, CHUNK), strict=True):
        told = known.to(x.device)
        yield x, model.decode_as(model.encode_as(x, told).mean, told)


def fitted(images: Images, size: int, device: torch.device) -> PCA:
    """Fit as many principal components to images."""
    model = PCA(images.shape, PCAKnobs(latent=size)).to(device)
    model.fit(images.floats(slice(None)))
    return model.eval()
