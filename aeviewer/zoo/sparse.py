"""The sparse autoencoder: Olshausen & Field 1996, 1997; with the norms of Conerly 2024.

x is rebuilt as a sum of few dictionary entries W_j, x^ = sum_j h_j W_j + c, out of many that there
are. The units h = relu(E x + b) are kept few by an L1 penalty:

    sum (x - x^)^2 + lam sum_j |h_j| ||W_j||

Times the norms, as the penalty would else be escaped by small units and large entries; Bricken 2023
keeps all norms at 1 instead. For other ways to sparsity see `sparse_kl` and `sparse_topk`.
"""

import math
from typing import final

import torch
from torch import Tensor, nn

from aeviewer.zoo.capabilities import OfLatents, Sparse
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss, Terms
from aeviewer.zoo.dictionary import Dictionary
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior, warm_up
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss


class SparseKnobs(Knobs):
    """Hyper-parameters of the sparse autoencoder."""

    latent: int = knob(512, "Number of units, the latent z", ge=1, le=512)
    lam: float = knob(0.3, "Weight of the L1 penalty", ge=0, le=100)
    warmup: float = knob(
        0.2, "Part of the training over which the penalty grows in", ge=0, le=1, rare=True
    )


@final
@variant("sparse", "Sparse autoencoder (L1)", "Olshausen & Field 1997; Conerly 2024", SparseKnobs)
class SparseAutoencoder(Autoencoder[SparseKnobs], OneLoss, OfLatents, Sparse):
    """z = relu(E x + b), x = W z + c, clamped."""

    def __init__(self, image_shape: ImageShape, config: SparseKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = nn.Linear(math.prod(image_shape), config.latent)
        self.decoder = Dictionary(config.latent, image_shape)
        with torch.no_grad():
            self.decoder.weight.copy_(self.encoder.weight.T)  # units that start useful do not die

    def encode(self, x: Tensor) -> Posterior:
        """Return the units, a point: most of them are 0."""
        return Posterior(torch.relu(self.encoder(x.flatten(1))))

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild; what leaves [0, 1] is clamped, as images cannot."""
        return torch.clamp(self.decoder(z), 0, 1)

    def dictionary(self) -> Tensor:
        """W, its columns as images (d, C, H, W)."""
        return self.decoder.images()

    def loss(self, batch: Batch) -> Loss:
        """The squared error before any clamp, and the penalty."""
        x = batch.images
        h = self.encode(x).mean
        reconstruction = (x - self.decoder(h)).square().sum() / len(x)
        sparsity = self._sparsity(h)
        weight = self.config.lam * warm_up(batch.progress, self.config.warmup)
        terms = {"reconstruction": reconstruction, "sparsity": sparsity}
        return Loss(reconstruction + weight * sparsity, terms)

    def _sparsity(self, h: Tensor) -> Tensor:
        """sum_j |h_j| ||W_j||, averaged over the batch; no h_j is below 0."""
        return (h.float() * self._norms()).sum() / len(h)

    def _norms(self) -> Tensor:
        return self.decoder.weight.square().sum(0).sqrt()  # ||W_j||, (d,)

    def terms_of_latents(self, latents: Posterior, _generator: torch.Generator) -> Terms:
        """Tell the penalty, which is of the units alone."""
        return {"sparsity": self._sparsity(latents.mean)}

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw exponential units of mean 1 / (lam ||W_j||): what the penalty says of them."""
        drawn = torch.rand(count, *self.latent_shape, generator=generator, device=generator.device)
        return -torch.log1p(-drawn) / (self.config.lam * self._norms()).clamp(min=1e-3)
