"""The contractive autoencoder: Rifai 2011, Contractive Auto-Encoders (ICML).

One sigmoid layer h = s(W x + b), rebuilt by the same weights, s(W^T h + c). The loss adds
lam ||J||_F^2 to the squared error, J = dh/dx: the latent is to stand still unless the data needs it
to move. For one sigmoid layer the norm has a closed form, sum_j (h_j (1 - h_j))^2 ||W_j||^2.

Tied weights matter: with a decoder of its own, the latent could shrink and the decoder grow at no
cost, which contracts nothing. The decoder's sigmoid matters too: with a linear one, W must have the
scale that rebuilds, and little is left to contract. For deep encoders see `contractive_deep`.
"""

import math
from typing import final

import torch
from torch import Tensor, nn

from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss


class ContractiveKnobs(Knobs):
    """Hyper-parameters of the contractive autoencoder."""

    latent: int = knob(256, "Number of sigmoid units, the latent z", ge=1, le=512)
    lam: float = knob(0.1, "Weight of the squared Jacobian norm", ge=0, le=100)


@final
@variant("contractive", "Contractive autoencoder", "Rifai 2011", ContractiveKnobs)
class Contractive(Autoencoder[ContractiveKnobs], OneLoss):
    """z = s(W x + b) in (0, 1)^d, x = s(W^T z + c)."""

    def __init__(self, image_shape: ImageShape, config: ContractiveKnobs):
        super().__init__(image_shape, (config.latent,), config)
        pixels = math.prod(image_shape)
        self.weight = nn.Parameter(torch.randn(config.latent, pixels) / pixels**0.5)
        self.hidden_bias = nn.Parameter(torch.zeros(config.latent))
        self.visible_bias = nn.Parameter(torch.zeros(pixels))

    def encode(self, x: Tensor) -> Posterior:
        """Return h, a point."""
        return Posterior(torch.sigmoid(x.flatten(1) @ self.weight.T + self.hidden_bias))

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild the image by the encoder's weights."""
        pixels = torch.sigmoid(z @ self.weight + self.visible_bias)
        return pixels.reshape(-1, *self.image_shape)

    def loss(self, batch: Batch) -> Loss:
        """The squared error, and the squared norm of the Jacobian; 1 - h takes fp32."""
        x = batch.images
        with torch.autocast(x.device.type, enabled=False):
            h = self.encode(x).mean
            reconstruction = (x - self.decode(h)).square().sum() / len(x)
            contraction = self.contraction(h).mean()
        terms = {"reconstruction": reconstruction, "contraction": contraction}
        return Loss(reconstruction + self.config.lam * contraction, terms)

    def contraction(self, h: Tensor) -> Tensor:
        """||J||_F^2 where the latents are h (B, d), (B,)."""
        return (h * (1 - h)).square() @ self.weight.square().sum(1)

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw evenly from (0, 1)^d, which nothing in the loss asks the latents to fill."""
        return torch.rand(count, *self.latent_shape, generator=generator, device=generator.device)
