"""The k-sparse autoencoder: Makhzani & Frey 2013; Gao 2024, Scaling and Evaluating SAEs.

Of all units E x + b the k largest are kept, the rest are 0 (Makhzani, alg. 1; Gao, eq. 3): the
sparsity is exact, the loss the squared error alone. Units that are never among the k learn nothing
and die, so k starts at four times its value and falls to it over the first half (Makhzani, 4.2.1),
and the decoder starts as the encoder transposed (Gao, sec. 2.4).
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


class SparseTopKKnobs(Knobs):
    """Hyper-parameters of the k-sparse autoencoder."""

    latent: int = knob(512, "Number of units, the latent z", ge=1, le=512)
    k: int = knob(25, "Number of units that an image may use", ge=1, le=512)
    start: float = knob(4.0, "Times k, where the training starts", ge=1, le=100, rare=True)
    annealing: float = knob(
        0.5, "Part of the training over which it falls to k", ge=0, le=1, rare=True
    )


@final
@variant("sparse-topk", "Sparse autoencoder (top-k)", "Makhzani 2013; Gao 2024", SparseTopKKnobs)
class SparseTopK(Autoencoder[SparseTopKKnobs], OneLoss, Sparse):
    """z = top-k(E x + b), x = W z + c, clamped."""

    def __init__(self, image_shape: ImageShape, config: SparseTopKKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = nn.Linear(math.prod(image_shape), config.latent)
        self.decoder = Dictionary(config.latent, image_shape)
        with torch.no_grad():
            self.decoder.weight.copy_(self.encoder.weight.T)

    def encode(self, x: Tensor) -> Posterior:
        """Return the units, a point: all but k are 0."""
        return Posterior(_largest(self.encoder(x.flatten(1)), self.config.k))

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild; what leaves [0, 1] is clamped, as images cannot."""
        return torch.clamp(self.decoder(z), 0, 1)

    def dictionary(self) -> Tensor:
        """W, its columns as images (d, C, H, W)."""
        return self.decoder.images()

    def loss(self, batch: Batch) -> Loss:
        """The squared error, before any clamp."""
        x = batch.images
        h = _largest(self.encoder(x.flatten(1)), self.kept(batch.progress))
        reconstruction = (x - self.decoder(h)).square().sum() / len(x)
        return Loss(reconstruction, {"reconstruction": reconstruction})

    def kept(self, progress: float) -> int:
        """Return how many units an image may use at a place in the training, from 0 to 1."""
        left = max(0.0, 1 - progress / self.config.annealing) if self.config.annealing else 0.0
        return round(self.config.k * (1 + left * (self.config.start - 1)))

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw k units of the size of a standard Gaussian for each, which the loss never asked."""
        drawn = torch.randn(count, *self.latent_shape, generator=generator, device=generator.device)
        return _largest(drawn.abs(), self.config.k)


def _largest(units: Tensor, count: int) -> Tensor:
    """Keep the largest of the units (B, d) of each image; the rest are 0."""
    kept = units.topk(min(count, units.shape[1]))
    return torch.zeros_like(units).scatter(1, kept.indices, kept.values)
