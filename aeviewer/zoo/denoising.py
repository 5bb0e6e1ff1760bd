"""The denoising autoencoder: Vincent 2008, Extracting and Composing Robust Features; 2010, JMLR 11.

The encoder f sees a spoilt image x~ ~ q(x~|x), the decoder g is to rebuild the clean one: what
noise destroys can only be put back by knowing what images look like. With the squared error of
2010, sec. 2.2; at strength 0 it is the plain autoencoder.
"""

from typing import final

import torch
from torch import Tensor

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder
from aeviewer.zoo.capabilities import Denoising
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.noise import USUAL, Name, Noise
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss, StandardPrior


class DenoisingKnobs(Knobs):
    """Hyper-parameters of the denoising autoencoder."""

    latent: int = knob(64, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    noise: Name = knob(
        "gaussian", "What spoils the images; mixed draws one of the kinds for each image"
    )
    strength: float = knob(1.0, USUAL, ge=0, le=2)


@final
@variant("denoising", "Denoising autoencoder", "Vincent 2008, 2010", DenoisingKnobs)
class DenoisingAutoencoder(Autoencoder[DenoisingKnobs], StandardPrior, OneLoss, Denoising):
    """A deterministic latent of d numbers, read off a noisy image and decoded to the clean one."""

    def __init__(self, image_shape: ImageShape, config: DenoisingKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = image_encoder(image_shape, config.hidden, config.latent)
        self.decoder = image_decoder(config.latent, config.hidden, image_shape)
        self.noise = Noise.usual(config.noise, config.strength)

    def encode(self, x: Tensor) -> Posterior:
        """Return the latent of an image as it is: to denoise is to decode that of a noisy one."""
        return Posterior(self.encoder(x))

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild the image; the sigmoid keeps it in [0, 1]."""
        return torch.sigmoid(self.decoder(z).float())

    def loss(self, batch: Batch) -> Loss:
        """Sum of (x - g(f(x~)))^2 over the pixels, against the clean image."""
        noisy = self.noise(batch.images, batch.generator)
        rebuilt = self.decode(self.encode(noisy).mean)
        reconstruction = (batch.images - rebuilt).square().sum() / len(batch.images)
        return Loss(reconstruction, {"reconstruction": reconstruction})
