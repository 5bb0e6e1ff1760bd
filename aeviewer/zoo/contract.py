"""What every model of the zoo is and does.

Classes are abstract or final: a final model implements each abstract method once and is never
subclassed. What a view may ask of a model is a type (`Autoencoder`, and those in `capabilities`),
never hasattr.

Shapes: x (B, C, H, W) in [0, 1]; z (B, *latent_shape). Terms of a loss are in nats per image, or
summed squared error per image: summed over pixels and latent dimensions, averaged over the batch.
What adversaries and kernels say (adversary, generator, gradient_penalty, mmd) has no unit.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import torch
from torch import Tensor, nn

from aeviewer.zoo.knobs import Knobs
from aeviewer.zoo.posterior import Posterior

K_co = TypeVar("K_co", bound=Knobs, covariant=True)
ImageShape = tuple[int, int, int]
Terms = Mapping[str, Tensor]
"""Parts of a loss, scalars, under their names."""


@dataclass(frozen=True)
class Batch:
    """What a loss is computed from.

    Attributes:
        images: (B, C, H, W) in [0, 1].
        labels: (B,) class numbers, or None where the data has none.
        progress: the place in the whole training, from 0 to 1; warm-ups read it.
        generator: the only source of randomness, on the images' device.
        step: steps done before this one.
        population: training images in all; 0 where the batch is all there are.
    """

    images: Tensor
    labels: Tensor | None
    progress: float
    generator: torch.Generator
    step: int = 0
    population: int = 0


@dataclass(frozen=True)
class Loss:
    """The scalar to minimise, and the unweighted terms to show under their names."""

    total: Tensor
    terms: Terms


@dataclass(frozen=True)
class Objective:
    """Something optimised in turn: these parameters, by that loss.

    Attributes:
        name: tells it from the model's others.
        parameters: what it owns; no other objective moves them.
        loss: what they are to lower.
        rate: the learning rate, times the training's.
        betas: decays of Adam's two moments.
        every: it has its turn once in so many steps.
    """

    name: str
    parameters: Sequence[nn.Parameter]
    loss: Callable[[Batch], Loss]
    rate: float = 1.0
    betas: tuple[float, float] = (0.9, 0.99)
    every: int = 1


class GenerativeModel(nn.Module, ABC, Generic[K_co]):
    """Turns points of a latent space into images.

    Attributes:
        image_shape: (C, H, W).
        latent_shape: the shape of one latent, (d,) for most.
        config: the knobs it was built with.
    """

    def __init__(self, image_shape: ImageShape, latent_shape: tuple[int, ...], config: K_co):
        super().__init__()
        self.image_shape = image_shape
        self.latent_shape = latent_shape
        self.config = config

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        values: Iterator[Tensor] = iter(self.state_dict().values())
        return next(values).device

    @abstractmethod
    def decode(self, z: Tensor) -> Tensor:
        """Decode any points of latent space (B, *latent_shape) to images in [0, 1]."""

    @abstractmethod
    def loss(self, batch: Batch) -> Loss:
        """Compute the model's loss on a batch, as its paper writes it."""

    @abstractmethod
    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw latents (count, *latent_shape) from p(z), or from what stands in for it."""

    @abstractmethod
    def objectives(self) -> Sequence[Objective]:
        """Name what is optimised in turn at each step; empty for a `ClosedForm` model."""


class Autoencoder(GenerativeModel[K_co], ABC):
    """A generative model that also finds the latent of an image."""

    @abstractmethod
    def encode(self, x: Tensor) -> Posterior:
        """Encode images to q(z|x); the posterior has a std just where the encoder is random."""
