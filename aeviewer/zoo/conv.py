"""The convolutional autoencoder: Masci 2011, Stacked Convolutional Auto-Encoders.

The first layers look at the image through small windows, with the same weights in every place: a
stroke is the same stroke wherever it lies. Strides do the halving where the paper pools, and the
decoder doubles by PixelShuffle (Shi 2016). Between them, fully connected layers squeeze the map.
"""

import math
from typing import final

import torch
from torch import Tensor, nn

from aeviewer.zoo.blocks import Sizes, cell_grid, conv_decoder, conv_encoder, mlp
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss, StandardPrior


class ConvKnobs(Knobs):
    """Hyper-parameters of the convolutional autoencoder."""

    latent: int = knob(2, "Size of the latent z", ge=1, le=512)
    channels: Sizes = knob((32, 64), "Channels after each halving of the image's sides")
    hidden: Sizes = knob((256,), "Widths of the layers between map and latent; the decoder mirrors")


@final
@variant("conv", "Convolutional autoencoder", "Masci 2011", ConvKnobs)
class Conv(Autoencoder[ConvKnobs], StandardPrior, OneLoss):
    """A deterministic latent of d numbers behind convolutions, trained by squared error alone."""

    def __init__(self, image_shape: ImageShape, config: ConvKnobs):
        super().__init__(image_shape, (config.latent,), config)
        top = config.channels[-1] if config.channels else image_shape[0]
        space = (top, *cell_grid(image_shape, config.channels))
        sizes = [math.prod(space), *config.hidden, config.latent]
        self.encoder = nn.Sequential(
            conv_encoder(image_shape, config.channels, top), nn.GELU(), nn.Flatten(), mlp(sizes)
        )
        self.decoder = nn.Sequential(
            mlp(sizes[::-1]),
            nn.GELU(),
            nn.Unflatten(1, space),
            conv_decoder(top, config.channels, image_shape),
        )

    def encode(self, x: Tensor) -> Posterior:
        """Return the latent itself: a posterior without width."""
        return Posterior(self.encoder(x).float())

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild the image; the sigmoid keeps it in [0, 1]."""
        return torch.sigmoid(self.decoder(z).float())

    def loss(self, batch: Batch) -> Loss:
        """Sum of (x - decode(encode(x)))^2 over the pixels."""
        rebuilt = self.decode(self.encode(batch.images).mean)
        reconstruction = (batch.images - rebuilt).square().sum() / len(batch.images)
        return Loss(reconstruction, {"reconstruction": reconstruction})
