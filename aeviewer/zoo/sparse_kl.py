"""The sparse autoencoder of a mean activation: Ng 2011, CS294A Lecture Notes.

Each sigmoid unit is to be on for a share rho of the images only: with rho^_j its mean over the
batch, the loss is

    sum (x - x^)^2 + beta sum_j KL(rho || rho^_j)

where KL is that of two coins. The notes halve the squared error and average it: their beta of 3 is
no guide here. Batches below 64 make rho^ a poor estimate.
"""

import math
from typing import final

import torch
from torch import Tensor, nn

from aeviewer.zoo.capabilities import Sparse
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.dictionary import Dictionary
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss

_START = -2.0  # bias of the units: on for an eighth of the images, not for half
_TINY = 1e-6  # a unit that is never on, or always, has a finite penalty


class SparseKLKnobs(Knobs):
    """Hyper-parameters of the sparse autoencoder with a mean activation."""

    latent: int = knob(512, "Number of sigmoid units, the latent z", ge=1, le=512)
    rho: float = knob(0.05, "The mean activation asked of each unit", ge=0.001, le=0.5)
    beta: float = knob(0.5, "Weight of the KL penalty", ge=0, le=100)


@final
@variant("sparse-kl", "Sparse autoencoder (KL)", "Ng 2011", SparseKLKnobs)
class SparseKL(Autoencoder[SparseKLKnobs], OneLoss, Sparse):
    """z = s(E x + b) in (0, 1)^d, x = W z + c, clamped."""

    def __init__(self, image_shape: ImageShape, config: SparseKLKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = nn.Linear(math.prod(image_shape), config.latent)
        self.decoder = Dictionary(config.latent, image_shape)
        nn.init.constant_(self.encoder.bias, _START)

    def encode(self, x: Tensor) -> Posterior:
        """Return the units, a point."""
        return Posterior(torch.sigmoid(self.encoder(x.flatten(1))))

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild; what leaves [0, 1] is clamped, as images cannot."""
        return torch.clamp(self.decoder(z), 0, 1)

    def dictionary(self) -> Tensor:
        """W, its columns as images (d, C, H, W)."""
        return self.decoder.images()

    def loss(self, batch: Batch) -> Loss:
        """The squared error before any clamp, and the penalty; it takes fp32."""
        x = batch.images
        h = self.encode(x).mean
        reconstruction = (x - self.decoder(h)).square().sum() / len(x)
        sparsity = self.divergence(h.float().mean(0)).sum()
        terms = {"reconstruction": reconstruction, "sparsity": sparsity}
        return Loss(reconstruction + self.config.beta * sparsity, terms)

    def divergence(self, activation: Tensor) -> Tensor:
        """KL(rho || rho^) in nats for the units' mean activations, (d,)."""
        rho, found = self.config.rho, activation.clamp(_TINY, 1 - _TINY)
        return rho * (rho / found).log() + (1 - rho) * ((1 - rho) / (1 - found)).log()

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw exponential units of mean rho, up to 1: of what has this mean, the least said."""
        drawn = torch.rand(count, *self.latent_shape, generator=generator, device=generator.device)
        return (-self.config.rho * torch.log1p(-drawn)).clamp(max=1)
