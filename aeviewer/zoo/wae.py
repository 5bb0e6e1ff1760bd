"""The Wasserstein autoencoder: Tolstikhin 2018, with the maximum mean discrepancy (WAE-MMD).

The encoder is deterministic, and what is held to the prior is not each posterior but all latents
together, so that neighbours need not overlap and reconstructions stay sharp. The loss is eq. 4:
the transport cost, here squared error, + lam MMD(q(z), p(z)), p(z) = N(0, I). InfoVAE (Zhao 2017)
with alpha = 1 has the same penalty.
"""

from typing import final

import torch
from torch import Tensor

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder
from aeviewer.zoo.capabilities import OfLatents
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss, Terms
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss, StandardPrior

_SCALES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # of the kernel, in expected squared distances


class WAEKnobs(Knobs):
    """Hyper-parameters of the Wasserstein autoencoder."""

    latent: int = knob(8, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    lam: float = knob(100.0, "Weight of the discrepancy from the prior", ge=0, le=1e6, log=True)


@final
@variant("wae", "Wasserstein autoencoder", "Tolstikhin 2018", WAEKnobs)
class WAE(Autoencoder[WAEKnobs], StandardPrior, OneLoss, OfLatents):
    """An autoencoder whose latents, all together, are distributed as N(0, I)."""

    def __init__(self, image_shape: ImageShape, config: WAEKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = image_encoder(image_shape, config.hidden, config.latent)
        self.decoder = image_decoder(config.latent, config.hidden, image_shape)

    def encode(self, x: Tensor) -> Posterior:
        """Return the latent itself: a posterior without width."""
        return Posterior(self.encoder(x).float())

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild the image; the sigmoid keeps it in [0, 1]."""
        return torch.sigmoid(self.decoder(z).float())

    def loss(self, batch: Batch) -> Loss:
        """Eq. 4: summed squared error, and the discrepancy of the batch from as many draws."""
        z = self.encode(batch.images).mean
        reconstruction = (batch.images - self.decode(z)).square().sum() / len(batch.images)
        discrepancy = mmd(z, self.prior(len(z), batch.generator))
        terms = {"reconstruction": reconstruction, "mmd": discrepancy}
        return Loss(reconstruction + self.config.lam * discrepancy, terms)

    def terms_of_latents(self, latents: Posterior, generator: torch.Generator) -> Terms:
        """Tell how far the latents are from as many draws."""
        return {"mmd": mmd(latents.mean, self.prior(len(latents.mean), generator))}


def mmd(z: Tensor, drawn: Tensor) -> Tensor:
    """Estimate the squared maximum mean discrepancy between latents and draws of N(0, I), (B, d).

    Algorithm 2: the mean of k(z, z') + k(p, p') - 2 k(z, p), pairs of one with itself left out, so
    that it is unbiased: around 0, below it too, where the distributions are equal.
    """
    pairs = max(1, len(z) * (len(z) - 1))
    own, of_prior = _kernel(z, z), _kernel(drawn, drawn)
    alike = (own.sum() - own.diagonal().sum() + of_prior.sum() - of_prior.diagonal().sum()) / pairs
    return alike - 2 * _kernel(z, drawn).mean()


def _kernel(a: Tensor, b: Tensor) -> Tensor:
    """Inverse multiquadric C / (C + |a - b|^2), (A, B): it has slope far away, a Gaussian has none.

    It is summed over scales; at scale 1, C = 2 d is the squared distance between draws of N(0, I).
    The differences are taken one by one: as |a|^2 + |b|^2 - 2 ab they would lose their digits.
    """
    distance = (a.float()[:, None] - b.float()).square().sum(2)
    widths = [2 * a.shape[1] * scale for scale in _SCALES]
    return torch.stack([width / (width + distance) for width in widths]).sum(0)
