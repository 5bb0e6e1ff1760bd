"""Capabilities: what some models can do beyond the contract, each a type that a view may ask for.

Shapes as in `contract`: x (B, C, H, W) in [0, 1], z (B, *latent_shape).
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import torch
from torch import Tensor

from aeviewer.zoo.contract import Batch, GenerativeModel, Objective, Terms
from aeviewer.zoo.likelihood import Likelihood
from aeviewer.zoo.noise import Noise
from aeviewer.zoo.posterior import Posterior


class ClosedForm(GenerativeModel[Any], ABC):
    """The model is not trained by steps, it is solved for all images at once."""

    def objectives(self) -> Sequence[Objective]:
        """Nothing is optimised by steps: `fit` solves it."""
        return []

    @abstractmethod
    def fit(self, x: Tensor) -> None:
        """Solve for images (N, C, H, W) in [0, 1]."""


class Evolving(ABC):
    """Parts of the model follow a rule instead of a gradient: codebooks, moving averages."""

    @abstractmethod
    def start(self, batch: Batch) -> None:
        """Take a look at the first batch, before the first step."""

    @abstractmethod
    def advance(self, batch: Batch) -> None:
        """Follow the step that was just made on a batch."""


class Variational(ABC):
    """The encoder returns a distribution; the loss at beta = 1 bounds log p(x).

    Attributes:
        likelihood: p(x|z), given the decoder's output.
    """

    likelihood: Likelihood

    @abstractmethod
    def negative_log_likelihood(self, x: Tensor, z: Tensor) -> Tensor:
        """-log p(x|z) in nats, (B,), for images (B, C, H, W) and one latent each."""


class Hierarchical(ABC):
    """The latent comes in levels, the posterior of each given the levels above it.

    Attributes:
        levels: numbers of dimensions, the top level's first; together the latent's.
    """

    levels: tuple[int, ...]

    @abstractmethod
    def draw(self, x: Tensor, generator: torch.Generator) -> tuple[Posterior, Tensor]:
        """Draw z (B, D) level by level; return it after its posterior given the draws."""


class Conditional(ABC):
    """Encoder and decoder are told the class; without one they see a blank, which they know too.

    Attributes:
        classes: how many there may be, from 0.
    """

    classes: int

    @abstractmethod
    def encode_as(self, x: Tensor, labels: Tensor) -> Posterior:
        """Encode images of the classes (B,) int64 to q(z|x, y)."""

    @abstractmethod
    def decode_as(self, z: Tensor, labels: Tensor) -> Tensor:
        """Decode latents to images in [0, 1] of the classes (B,) int64."""

    @abstractmethod
    def negative_log_likelihood_as(self, x: Tensor, z: Tensor, labels: Tensor) -> Tensor:
        """-log p(x|z, y) in nats, (B,), for images of the classes (B,) and one latent each."""


class Discrete(GenerativeModel[Any], ABC):
    """The latent is quantised: each cell of it is one code, or one code for each stage.

    `encode` returns what the quantiser is given, `decode` quantises it first.

    Attributes:
        grid: (h, w), the cells of a latent.
    """

    grid: tuple[int, int]

    def decode(self, z: Tensor) -> Tensor:
        """Round any latents (B, *latent_shape) to codes, and decode these."""
        return self.decode_codes(self.quantise(z))

    @abstractmethod
    def codebooks(self) -> Sequence[Tensor]:
        """The entries (K, D) of each stage's codebook, the first stage's first."""

    @abstractmethod
    def codes(self, x: Tensor) -> Tensor:
        """Encode images to codes (B, stages, h, w) int64."""

    @abstractmethod
    def quantise(self, z: Tensor) -> Tensor:
        """Round latents to codes (B, stages, h, w) int64."""

    @abstractmethod
    def decode_codes(self, codes: Tensor) -> Tensor:
        """Decode codes (B, S, h, w) of the first S stages to images in [0, 1]."""


class Adversarial(ABC):
    """A second network tells real examples from made ones, and the first learns to deceive it.

    Attributes:
        in_pixels: its term `reconstruction` is the squared error of images, not of features.
    """

    in_pixels: ClassVar[bool] = False

    @abstractmethod
    def realness(self, x: Tensor) -> Tensor:
        """How real the adversary finds images: a logit or a score each, (B,), higher is more."""


class OfLatents(ABC):
    """Some terms of its losses can be told by latents alone, where images are not at hand."""

    @abstractmethod
    def terms_of_latents(self, latents: Posterior, generator: torch.Generator) -> Terms:
        """Compute those terms, named as in its losses.

        Args:
            latents: of B images, (B, *latent_shape); draws of the prior where nothing encodes.
            generator: the only source of randomness, on the latents' device.
        """


class Linear(ABC):
    """The decoder is linear, but for its clamp to [0, 1]: an offset and a sum over the units."""

    @abstractmethod
    def dictionary(self) -> Tensor:
        """What each unit adds to an image: the decoder's columns, (units, C, H, W)."""


class Sparse(Linear):
    """Few of many latent units are to be active for any one image."""


class Denoising(ABC):
    """The model is trained to rebuild the clean image from a noisy one.

    Attributes:
        noise: what it was trained to remove.
    """

    noise: Noise
