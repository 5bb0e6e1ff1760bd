"""A hierarchical variational autoencoder: Sonderby 2016, Ladder VAEs; Vahdat & Kautz 2020, NVAE.

Two levels of latents: the top one says roughly what there is, the bottom one how it is done.

    p(x, z) = p(x | bottom) p(bottom | top) p(top)
    q(z | x) = q(bottom | x, top) q(top | x)

On the way up the encoder makes features of x; on the way down each level is drawn given those and
the level above (Sonderby 2016, fig. 2). p(bottom | top) is a Gaussian whose mean and std a network
reads off the top. The latent is kept in coordinates relative to it, as the residual posterior of
Vahdat & Kautz 2020 (sec. 3.2): z = (top, eps), bottom = mean(top) + std(top) eps. So p(z) is
N(0, I), any point can be decoded, and the KL is that of eps to the standard Gaussian: the same.
On MNIST the warm-up alone keeps both levels in use: of the bundled model's 15 nats, the top has 10.
"""

from typing import ClassVar, final

import torch
from torch import Tensor, nn

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder, mlp
from aeviewer.zoo.capabilities import Hierarchical, Variational
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.likelihood import HELP, Kind, Likelihood
from aeviewer.zoo.posterior import FREE_BITS, WARMUP, Posterior, charged, warm_up
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss, StandardPrior


class HierarchicalKnobs(Knobs):
    """Hyper-parameters of the hierarchical variational autoencoder."""

    top: int = knob(8, "Size of the top level of the latent z", ge=1, le=512)
    latent: int = knob(16, "Size of its bottom level", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    width: int = knob(128, "Width of the layers between the levels", ge=1, le=4096, rare=True)
    likelihood: Kind = knob("bernoulli", HELP)
    sigma: float = knob(0.2, "Width of the Gaussian likelihood", gt=0, le=10, rare=True)
    warmup: float = knob(0.1, WARMUP, ge=0, le=1, rare=True)
    free_bits: float = knob(0.0, FREE_BITS, ge=0, le=10, rare=True)


@final
@variant(
    "hierarchical", "Hierarchical VAE", "Sonderby 2016; Vahdat & Kautz 2020", HierarchicalKnobs
)
class HierarchicalVAE(
    Autoencoder[HierarchicalKnobs], StandardPrior, OneLoss, Variational, Hierarchical
):
    """Two Gaussian levels; the top says how the bottom is distributed, the bottom is decoded."""

    objective: ClassVar[str] = "elbo"

    def __init__(self, image_shape: ImageShape, config: HierarchicalKnobs):
        self.levels = (config.top, config.latent)
        super().__init__(image_shape, (sum(self.levels),), config)
        top, bottom, width = *self.levels, config.width
        self.features = nn.Sequential(image_encoder(image_shape, config.hidden, width), nn.GELU())
        self.top_posterior = mlp([width, width, 2 * top])
        self.bottom_posterior = mlp([width + top, width, 2 * bottom])
        self.bottom_prior = mlp([top, width, 2 * bottom])
        self.decoder = image_decoder(bottom, config.hidden, image_shape)
        self.likelihood = Likelihood(config.likelihood, config.sigma)

    def encode(self, x: Tensor) -> Posterior:
        """Return q(top|x) and, given its mean, q(eps|x, top), side by side."""
        features, top = self._rise(x)
        return top.beside(self._descend(features, top.mean))

    def draw(self, x: Tensor, generator: torch.Generator) -> tuple[Posterior, Tensor]:
        """Draw the top of images (B, C, H, W), then eps given it: z (B, top + latent)."""
        features, top = self._rise(x)
        above = top.sample(generator)
        bottom = self._descend(features, above)
        return top.beside(bottom), torch.cat([above, bottom.sample(generator)], 1)

    def _rise(self, x: Tensor) -> tuple[Tensor, Posterior]:
        features = self.features(x)
        return features, Posterior.read(self.top_posterior(features))

    def _descend(self, features: Tensor, top: Tensor) -> Posterior:
        return Posterior.read(self.bottom_posterior(torch.cat([features, top], 1)))

    def decode(self, z: Tensor) -> Tensor:
        """Return the mean of p(x|bottom)."""
        return self.likelihood.mean(self.decoder(self._bottom(z)))

    def negative_log_likelihood(self, x: Tensor, z: Tensor) -> Tensor:
        """Sum over the pixels, (B,)."""
        return self.likelihood.negative_log(self.decoder(self._bottom(z)), x)

    def _bottom(self, z: Tensor) -> Tensor:
        """mean(top) + std(top) eps: where p(bottom | top) is N(mean, std^2)."""
        top, eps = z.tensor_split((self.config.top,), 1)
        return Posterior.read(self.bottom_prior(top)).at(eps)

    def loss(self, batch: Batch) -> Loss:
        """Negative ELBO with one draw of both levels; the KL in closed form given the draw."""
        x = self.likelihood.targets(batch.images, batch.generator)
        posterior, z = self.draw(x, batch.generator)
        reconstruction = self.negative_log_likelihood(x, z).mean()
        kl = posterior.kl().mean(0)  # (top + latent,), nats
        weight = warm_up(batch.progress, self.config.warmup)
        total = reconstruction + weight * charged(kl, self.config.free_bits)
        return Loss(total, {"reconstruction": reconstruction, "kl": kl.sum()})
