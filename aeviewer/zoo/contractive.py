"""The contractive autoencoder: Rifai 2011, Contractive Auto-Encoders (ICML).

One sigmoid layer h = s(W x + b), rebuilt by the same weights, W^T h + c (sec. 2). The loss adds
lam ||J||_F^2 (eq. 5), J = dh/dx: the code is to stand still unless the data needs it to move. For
one sigmoid layer the norm has a closed form, sum_j (h_j (1 - h_j))^2 ||W_j||^2 (sec. 5.1).

Tied weights matter: with a decoder of its own, the code could shrink and the decoder grow at no
cost, which contracts nothing. For deep encoders see `contractive_deep`.
"""

import math
from collections.abc import Sequence
from typing import final

import torch
from torch import Tensor, nn

from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss, Objective
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant


class ContractiveKnobs(Knobs):
    """Hyper-parameters of the contractive autoencoder."""

    latent: int = knob(256, "Number of sigmoid units, the latent z", ge=1, le=512)
    lam: float = knob(1.0, "Weight of the squared Jacobian norm", ge=0, le=100)


@final
@variant("contractive", "Contractive autoencoder", "Rifai 2011", ContractiveKnobs)
class Contractive(Autoencoder[ContractiveKnobs]):
    """z = s(W x + b) in (0, 1)^d, x = W^T z + c, clamped."""

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
        """Rebuild; what leaves [0, 1] is clamped, as images cannot."""
        return self._rebuild(z).clamp(0, 1)

    def _rebuild(self, z: Tensor) -> Tensor:
        return (z @ self.weight + self.visible_bias).reshape(-1, *self.image_shape)

    def loss(self, batch: Batch) -> Loss:
        """Eq. 5, with the squared error before any clamp."""
        x = batch.images
        h = self.encode(x).mean
        reconstruction = (x - self._rebuild(h)).square().sum() / len(x)
        contraction = self.contraction(h.float()).mean()
        return Loss(
            reconstruction + self.config.lam * contraction,
            {"reconstruction": reconstruction, "contraction": contraction},
        )

    def contraction(self, h: Tensor) -> Tensor:
        """||J||_F^2 at the images of codes (B, d), (B,)."""
        return (h * (1 - h)).square() @ self.weight.square().sum(1)

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw evenly from (0, 1)^d, which nothing in the loss asks the codes to fill."""
        return torch.rand(count, *self.latent_shape, generator=generator, device=generator.device)

    def objectives(self) -> Sequence[Objective]:
        """One loss for all the weights."""
        return [Objective("autoencoder", list(self.parameters()), self.loss)]
