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

from aeviewer.words import N_

Kind = Literal["bernoulli", "binary", "continuous", "gaussian", "learned"]
HELP = N_(
    "p(x|z): grey values as soft Bernoulli targets, pixels drawn black or white, the continuous "
    "Bernoulli, or a Gaussian of fixed or of learned width"
)
_START = 0.2  # of a learned sigma
_SMALL = 0.3  # logit: below, differences of large numbers lose their digits, and series do not


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
            return _continuous_mean(logits.float())
        return torch.sigmoid(logits)

    def negative_log(self, logits: Tensor, x: Tensor) -> Tensor:
        """-log p(x|z) in nats, summed over the pixels, (B,)."""
        logits = logits.float()
        match self.kind:
            case "bernoulli" | "binary":
                nats = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
            case "continuous":
                nats = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
                nats = nats - _log_normaliser(logits)
            case "gaussian" | "learned":
                nats = self._gaussian(x - torch.sigmoid(logits))
        return nats.flatten(1).sum(1)

    def _gaussian(self, error: Tensor) -> Tensor:
        constant = 0.5 * math.log(2 * math.pi)
        if self.log_sigma is None:
            return 0.5 * (error / self.sigma).square() + (math.log(self.sigma) + constant)
        log_sigma = self.log_sigma.clamp(-6, 3)
        return 0.5 * (error / log_sigma.exp()).square() + log_sigma + constant


def _log_normaliser(logits: Tensor) -> Tensor:
    """Log C(lambda), C = 2 artanh(1 - 2 lambda) / (1 - 2 lambda), given the logit l of lambda.

    As tanh(l/2) = 2 lambda - 1, it is l / tanh(l/2), which keeps its digits where lambda rounds to
    0 or 1; it is 2 at lambda = 1/2.
    """
    near = logits.abs() < _SMALL
    away = torch.where(near, 1.0, logits)  # so that no gradient is infinite where it is not used
    square = (logits / 2).square()
    series = math.log(2) + square / 3 - 7 * square.square() / 90
    return torch.where(near, series, (away / torch.tanh(away / 2)).log())


def _continuous_mean(logits: Tensor) -> Tensor:
    """Return lambda / (2 lambda - 1) + 1 / (2 artanh(1 - 2 lambda)), in the logit as above."""
    near = logits.abs() < _SMALL
    away = torch.where(near, 1.0, logits)
    series = 0.5 + logits / 12 - logits**3 / 720 + logits**5 / 30240
    return torch.where(near, series, 0.5 + 0.5 / torch.tanh(away / 2) - 1 / away).clamp(0, 1)
