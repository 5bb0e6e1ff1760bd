"""What is known of each dimension of many latents, gathered part by part."""

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from aeviewer.zoo.posterior import Posterior


@dataclass
class Tally:
    """What was found of the latents (N, D) so far.

    Attributes:
        low: (D,) the lowest value of each dimension.
        high: (D,) the highest.
        mean: (D,) float64.
        squares: (D,) float64, the sum of squared distances from the mean.
        kl: (D,) float64, the sum of nats from the prior; zero where no stds were told.
        count: N.
    """

    low: Tensor
    high: Tensor
    mean: Tensor
    squares: Tensor
    kl: Tensor
    count: int = 0

    @classmethod
    def empty(cls, size: int) -> Self:
        """Begin, of latents of so many dimensions."""
        end = torch.full((size,), torch.inf)
        zero = torch.zeros(size, dtype=torch.float64)
        return cls(end, -end, zero, zero, zero)

    @classmethod
    def of(cls, means: Tensor, stds: Tensor | None = None) -> Self:
        """Look at all latents (N, D) at once, and at their posteriors' stds."""
        found = cls.empty(means.shape[1])
        found.add(means, stds)
        return found

    def add(self, means: Tensor, stds: Tensor | None = None) -> None:
        """Look at some more (B, D), and their posteriors' stds; merged as in Chan 1979."""
        if not len(means):
            return
        self.low = torch.minimum(self.low, means.amin(0))
        self.high = torch.maximum(self.high, means.amax(0))
        variance, mean = (each.double() for each in torch.var_mean(means, 0, correction=0))
        apart, before, self.count = mean - self.mean, self.count, self.count + len(means)
        share = len(means) / self.count
        self.mean = self.mean + share * apart
        self.squares = self.squares + len(means) * variance + before * share * apart.square()
        if stds is not None:
            self.kl = self.kl + Posterior(means, stds).kl().sum(0, dtype=torch.float64)

    @property
    def std(self) -> Tensor:
        """(D,) of the samples; N >= 2."""
        return (self.squares / (self.count - 1)).sqrt()
