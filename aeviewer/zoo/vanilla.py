"""The autoencoder: Hinton & Salakhutdinov 2006, Reducing the Dimensionality of Data with NNs.

An image x is squeezed through a latent of d numbers and rebuilt; what survives is what the network
has learned of the data. With linear layers alone it finds the plane of PCA; with hidden layers it
finds a curved one. The latent layer is linear, the output a sigmoid.
"""

from typing import final

import torch
from torch import Tensor

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss, StandardPrior


class VanillaKnobs(Knobs):
    """Hyper-parameters of the plain autoencoder."""

    latent: int = knob(2, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")


@final
@variant("vanilla", "Autoencoder", "Hinton & Salakhutdinov 2006", VanillaKnobs)
class Vanilla(Autoencoder[VanillaKnobs], StandardPrior, OneLoss):
    """A deterministic latent of d numbers, trained by squared error alone."""

    def __init__(self, image_shape: ImageShape, config: VanillaKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = image_encoder(image_shape, config.hidden, config.latent)
        self.decoder = image_decoder(config.latent, config.hidden, image_shape)

    def encode(self, x: Tensor) -> Posterior:
        """Return the latent itself: a posterior without width."""
        return Posterior(self.encoder(x))

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild the image; the sigmoid keeps it in [0, 1]."""
        return torch.sigmoid(self.decoder(z).float())

    def loss(self, batch: Batch) -> Loss:
        """Sum of (x - decode(encode(x)))^2 over the pixels."""
        rebuilt = self.decode(self.encode(batch.images).mean)
        reconstruction = (batch.images - rebuilt).square().sum() / len(batch.images)
        return Loss(reconstruction, {"reconstruction": reconstruction})
