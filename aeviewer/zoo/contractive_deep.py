"""The contractive autoencoder with a deep encoder: Rifai 2011, by Hutchinson's estimator (1990).

The loss is eq. 5, sum (x - g(f(x)))^2 + lam ||J||_F^2 with J = df/dx. No closed form here, but
E ||v^T J||^2 = ||J||_F^2 for v ~ N(0, I), and v^T J is one backward pass: a probe v for each image
makes an unbiased estimate.

The decoder has weights of its own, so the latent can shrink and the decoder grow: judge the
contraction by the norm divided by the latents' scale. The GELUs are smooth; a ReLU would contract
too, but its kinks are invisible to the gradient of the penalty.
"""

from typing import final

import torch
from torch import Tensor
from torch.func import vjp

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss, StandardPrior


class DeepContractiveKnobs(Knobs):
    """Hyper-parameters of the deep contractive autoencoder."""

    latent: int = knob(32, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    lam: float = knob(0.1, "Weight of the squared Jacobian norm", ge=0, le=100)


@final
@variant(
    "contractive-deep",
    "Deep contractive autoencoder",
    "Rifai 2011; Hutchinson 1990",
    DeepContractiveKnobs,
)
class DeepContractive(Autoencoder[DeepContractiveKnobs], StandardPrior, OneLoss):
    """A deterministic latent of d numbers that moves as little as rebuilding allows."""

    def __init__(self, image_shape: ImageShape, config: DeepContractiveKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = image_encoder(image_shape, config.hidden, config.latent)
        self.decoder = image_decoder(config.latent, config.hidden, image_shape)

    def encode(self, x: Tensor) -> Posterior:
        """Return f(x), a point."""
        return Posterior(self.encoder(x))

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild the image; the sigmoid keeps it in [0, 1]."""
        return torch.sigmoid(self.decoder(z).float())

    def loss(self, batch: Batch) -> Loss:
        """Eq. 5, the norm by one probe an image; its double backward takes fp32."""
        x = batch.images
        with torch.autocast(x.device.type, enabled=False):
            z, pull, *_ = vjp(self.encoder, x)
            probe = torch.randn(z.shape, generator=batch.generator, device=z.device)
            (along,) = pull(probe)  # v^T J, of the images' shape
        reconstruction = (x - self.decode(z)).square().sum() / len(x)
        contraction = along.square().sum() / len(x)
        terms = {"reconstruction": reconstruction, "contraction": contraction}
        return Loss(reconstruction + self.config.lam * contraction, terms)
