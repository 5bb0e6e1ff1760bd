"""Slips that tutorials make in a variational autoencoder: knobs show what comes of them."""

import math
from typing import Literal

import torch
from torch import Tensor

from aeviewer.words import N_
from aeviewer.zoo.contract import ImageShape
from aeviewer.zoo.posterior import Posterior

Pixels = Literal["sum", "mean"]
PIXELS = N_("Reconstruction as the sum over the pixels, or, wrongly, as their mean")
Draws = Literal["mean + std noise", "mean", "(mean + std) noise"]
DRAWS = N_("How z is drawn: rightly, without noise, or by a common slip")


def counted(nats: Tensor, pixels: Pixels, image_shape: ImageShape) -> Tensor:
    """Return a sum over the pixels, of any shape, as a loss counts it, that may take their mean.

    Beside a KL summed over the dimensions, the mean is a beta as large as the number of pixels.
    """
    return nats if pixels == "sum" else nats / math.prod(image_shape)


def drawn(posterior: Posterior, draws: Draws, generator: torch.Generator) -> Tensor:
    """Draw z, the shape of the mean, from a posterior that has a std.

    Noise is drawn even where it is not used: twins shall differ in nothing else.
    """
    assert posterior.std is not None
    noise = posterior.noise(generator)
    match draws:
        case "mean":
            return posterior.mean
        case "(mean + std) noise":
            return (posterior.mean + posterior.std) * noise
    return posterior.mean + posterior.std * noise
