"""The posterior q(z|x) that an encoder returns, deterministic or not, and what its KL costs."""

import math
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from aeviewer.words import N_

WARMUP = N_("Part of the training over which the KL grows in")
FREE_BITS = N_("Nats for each dimension that cost nothing")


@dataclass(frozen=True)
class Posterior:
    """A diagonal Gaussian, or a point where std is None.

    Attributes:
        mean: (B, *latent_shape).
        std: the same shape, or None: the encoder is deterministic.
    """

    mean: Tensor
    std: Tensor | None = None

    @classmethod
    def read(cls, outputs: Tensor) -> Self:
        """Take mean and log-variance off an encoder's (B, 2 d); the clamp keeps exp() finite."""
        mean, log_variance = outputs.float().chunk(2, dim=1)
        return cls(mean, (0.5 * log_variance.clamp(-12, 6)).exp())

    def sample(self, generator: torch.Generator) -> Tensor:
        """Draw one latent for each image, by the reparametrisation z = mean + std * noise."""
        if self.std is None:
            return self.mean
        return self.at(self.noise(generator))

    def at(self, noise: Tensor) -> Tensor:
        """Return mean + std * noise for noise of the mean's shape; there must be a std."""
        assert self.std is not None
        return self.mean + self.std * noise

    def beside(self, other: Self) -> Self:
        """Put another's dimensions after one's own, (B, d + other d); both must have a std."""
        assert self.std is not None
        assert other.std is not None
        mean, std = torch.cat([self.mean, other.mean], 1), torch.cat([self.std, other.std], 1)
        return type(self)(mean, std)

    def noise(self, generator: torch.Generator) -> Tensor:
        """Draw from N(0, I), the shape of the mean."""
        mean = self.mean
        return torch.randn(mean.shape, generator=generator, device=mean.device, dtype=mean.dtype)

    def log_prob(self, z: Tensor) -> Tensor:
        """Density of one latent for each image, log q(z|x) in nats, (B,); there must be a std."""
        assert self.std is not None
        return log_normal(z, self.mean, self.std).flatten(1).sum(1)

    def kl(self) -> Tensor:
        """KL(q(z|x) || N(0, I)) in nats for each image and dimension, the shape of the mean.

        Kingma & Welling 2013, appendix B. Zero for a deterministic encoder, which has none.
        """
        if self.std is None:
            return torch.zeros_like(self.mean)
        variance = self.std.square()
        return 0.5 * (self.mean.square() + variance - 1 - variance.log())


def log_normal(z: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    """Log-density of N(mean, std^2) at z in nats for each number; the shapes may broadcast."""
    return -0.5 * ((z - mean) / std).square() - std.log() - 0.5 * math.log(2 * math.pi)


def log_prior(z: Tensor) -> Tensor:
    """Log-density of N(0, I) at latents (B, *latent_shape) in nats, (B,)."""
    return log_normal(z, torch.zeros_like(z), torch.ones_like(z)).flatten(1).sum(1)


def warm_up(progress: float, part: float) -> float:
    """Weight of the KL, which grows in over the first part of a training (Sonderby 2016)."""
    return min(1.0, progress / part) if part else 1.0


def charged(kl: Tensor, free_bits: float) -> Tensor:
    """Sum of the KL (d,), of which a budget in each dimension costs nothing.

    Kingma 2016, eq. 15: below the budget there is no gradient, so no dimension collapses for a
    small gain.
    """
    return kl.clamp(min=free_bits).sum() if free_bits else kl.sum()
