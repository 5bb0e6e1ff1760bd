"""The likelihood p(x|z): what a decoder's output says of the pixels.

- bernoulli: grey values as probabilities ("soft targets"), which is no likelihood of grey data;
- binary: each pixel is drawn black or white anew at each step (Burda 2015), and then it is one;
- continuous: the continuous Bernoulli (Loaiza-Ganem & Cunningham 2019), a density on [0, 1];
- gaussian: of a fixed width sigma;
- learned: Gaussian, with one sigma for all pixels as a parameter (sigma-VAE, Rybkin 2021, sec. 3).
"""

import math
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributions import ContinuousBernoulli

Kind = Literal["bernoulli", "binary", "continuous", "gaussian", "learned"]
HELP = (
    "p(x|z): grey values as soft Bernoulli targets, pixels drawn black or white, the continuous "
    "Bernoulli, or a Gaussian of fixed or of learned width"
)
_START = 0.2  # of a learned sigma
_LARGEST = 15.0  # logit: beyond, the continuous Bernoulli's normaliser loses its digits


class Likelihood(nn.Module):
    """p(x|z) of one kind, with all pixels independent given z."""

    def __init__(self, kind: Kind, sigma: float = _START):
        super().__init__()
        self.kind = kind
        self.sigma = sigma
        self.log_sigma = nn.Parameter(torch.tensor(math.log(_START))) if kind == "learned" else None

    def targets(self, x: Tensor, generator: torch.Generator) -> Tensor:
        """Return what p(x|z) is a likelihood of: images (B, C, H, W) as they are, or binarised."""
        return torch.bernoulli(x, generator=generator) if self.kind == "binary" else x

    def mean(self, logits: Tensor) -> Tensor:
        """Return the mean image (B, C, H, W) in [0, 1] of p(x|z)."""
        if self.kind == "continuous":
            return self._continuous(logits).mean
        return torch.sigmoid(logits)

    def negative_log(self, logits: Tensor, x: Tensor) -> Tensor:
        """-log p(x|z) in nats, summed over the pixels, (B,)."""
        logits = logits.float()
        match self.kind:
            case "bernoulli" | "binary":
                nats = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
            case "continuous":
                nats = -self._continuous(logits).log_prob(x)  # type: ignore[no-untyped-call]
            case _:
                nats = self._gaussian(x - torch.sigmoid(logits))
        return nats.flatten(1).sum(1)

    def _continuous(self, logits: Tensor) -> ContinuousBernoulli:
        bounded = logits.float().clamp(-_LARGEST, _LARGEST)
        return ContinuousBernoulli(logits=bounded, validate_args=False)

    def _gaussian(self, error: Tensor) -> Tensor:
        if self.log_sigma is None:
            return F.gaussian_nll_loss(
                error,
                torch.zeros_like(error),
                torch.full_like(error, self.sigma**2),
                full=True,
                reduction="none",
            )
        log_sigma = self.log_sigma.clamp(-6, 3)
        return 0.5 * (error / log_sigma.exp()).square() + log_sigma + 0.5 * math.log(2 * math.pi)
