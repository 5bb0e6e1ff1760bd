"""The beta-TC-VAE: Chen 2018, Isolating Sources of Disentanglement in VAEs.

Averaged over the data, the KL of a variational autoencoder has three parts (eq. 2), with q(z) the
mean of q(z|x) over all N training images:

    KL(q(z|x) || p(z)) = I(x; z)                        mutual information
                       + KL(q(z) || prod_j q(z_j))      total correlation
                       + sum_j KL(q(z_j) || p(z_j))     dimension-wise KL

Only the total correlation, which says how the dimensions depend on each other, is weighted by beta
(eq. 4): Higgins's beta pays for independence with information, this one does not.
"""

from typing import ClassVar, final

import torch
from torch import Tensor

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder
from aeviewer.zoo.capabilities import Variational
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.likelihood import HELP, Kind, Likelihood
from aeviewer.zoo.posterior import WARMUP, Posterior, log_normal, log_prior, warm_up
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss, StandardPrior


class TCVAEKnobs(Knobs):
    """Hyper-parameters of the beta-TC-VAE."""

    latent: int = knob(10, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    beta: float = knob(
        6.0, "Weight of the total correlation; the loss is the ELBO at 1", ge=0, le=1000
    )
    likelihood: Kind = knob("bernoulli", HELP)
    sigma: float = knob(0.2, "Width of the Gaussian likelihood", gt=0, le=10, rare=True)
    warmup: float = knob(0.1, WARMUP, ge=0, le=1, rare=True)


@final
@variant("tcvae", "beta-TC-VAE", "Chen 2018", TCVAEKnobs)
class TCVAE(Autoencoder[TCVAEKnobs], StandardPrior, OneLoss, Variational):
    """A variational autoencoder whose dimensions are to be independent of each other."""

    objective: ClassVar[str] = "elbo"

    def __init__(self, image_shape: ImageShape, config: TCVAEKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = image_encoder(image_shape, config.hidden, 2 * config.latent)
        self.decoder = image_decoder(config.latent, config.hidden, image_shape)
        self.likelihood = Likelihood(config.likelihood, config.sigma)

    def encode(self, x: Tensor) -> Posterior:
        """Read q(z|x) off the encoder."""
        return Posterior.read(self.encoder(x))

    def decode(self, z: Tensor) -> Tensor:
        """Return the mean of p(x|z)."""
        return self.likelihood.mean(self.decoder(z))

    def negative_log_likelihood(self, x: Tensor, z: Tensor) -> Tensor:
        """Sum over the pixels, (B,)."""
        return self.likelihood.negative_log(self.decoder(z), x)

    def loss(self, batch: Batch) -> Loss:
        """Eq. 4 with alpha = gamma = 1, one sample of z for each image."""
        x = self.likelihood.targets(batch.images, batch.generator)
        posterior = self.encode(x)
        z = posterior.sample(batch.generator)
        reconstruction = self.negative_log_likelihood(x, z).mean()
        information, correlation, by_dimension = decompose(posterior, z, batch.population)
        kl = information + self.config.beta * correlation + by_dimension
        terms = {
            "reconstruction": reconstruction,
            "mutual_information": information,
            "total_correlation": correlation,
            "dimension_wise": by_dimension,
        }
        return Loss(reconstruction + warm_up(batch.progress, self.config.warmup) * kl, terms)


def decompose(posterior: Posterior, z: Tensor, images: int) -> tuple[Tensor, Tensor, Tensor]:
    """Estimate mutual information, total correlation and dimension-wise KL, in nats.

    Args:
        posterior: q(z|x) of the B images of a batch.
        z: one sample of each, (B, d).
        images: N; of fewer than B, the batch counts as all the data.
    """
    assert posterior.std is not None
    each = log_normal(z[:, None], posterior.mean, posterior.std)  # log q(z_ij | x_k), (B, B, d)
    weights = _log_weights(len(z), images, z.device)
    log_q = (weights + each.sum(2)).logsumexp(1)  # log q(z_i), (B,)
    log_product = (weights[..., None] + each).logsumexp(1).sum(1)  # log prod_j q(z_ij), (B,)
    return (
        (posterior.log_prob(z) - log_q).mean(),
        (log_q - log_product).mean(),
        (log_product - log_prior(z)).mean(),
    )


def _log_weights(batch: int, images: int, device: torch.device) -> Tensor:
    """Weights (B, B) by which the mean of q(z|x) over a batch stands for that over all N images.

    The image a sample came from is one of N; the others of the batch share the rest (appendix C,
    stratified: here all alike). So the mean is right, and exact where the batch is all the data.
    The weights 1 / (N B) of eq. 3 are those for N = B, but for a constant that no gradient sees.
    The logarithm of few samples is too low: a total correlation near 0 may show below it. At beta 6
    on MNIST this N left the ELBO 7 nats higher than N = B; total correlation 1.6 instead of 0.7.
    """
    own = 1 / max(images, batch)
    weights = torch.full((batch, batch), (1 - own) / max(1, batch - 1), device=device)
    return weights.fill_diagonal_(own if batch > 1 else 1.0).log()
