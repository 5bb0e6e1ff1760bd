"""The posterior q(z|x) that an encoder returns, deterministic or not."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Posterior:
    """A diagonal Gaussian, or a point where std is None.

    Attributes:
        mean: (B, *latent_shape).
        std: the same shape, or None: the encoder is deterministic.
    """

    mean: Tensor
    std: Tensor | None = None

    def sample(self, generator: torch.Generator) -> Tensor:
        """Draw one latent for each image, by the reparametrisation z = mean + std * noise."""
        if self.std is None:
            return self.mean
        noise = torch.randn(
            self.mean.shape, generator=generator, device=self.mean.device, dtype=self.mean.dtype
        )
        return self.mean + self.std * noise

    def log_prob(self, z: Tensor) -> Tensor:
        """Density of one latent for each image, log q(z|x) in nats, (B,); there must be a std."""
        assert self.std is not None
        noise = (z - self.mean) / self.std
        nats = 0.5 * noise.square() + self.std.log() + 0.5 * math.log(2 * math.pi)
        return -nats.flatten(1).sum(1)

    def kl(self) -> Tensor:
        """KL(q(z|x) || N(0, I)) in nats for each image and dimension, the shape of the mean.

        Kingma & Welling 2013, appendix B. Zero for a deterministic encoder, which has none.
        """
        if self.std is None:
            return torch.zeros_like(self.mean)
        variance = self.std.square()
        return 0.5 * (self.mean.square() + variance - 1 - variance.log())
