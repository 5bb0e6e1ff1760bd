"""The conditional variational autoencoder: Sohn 2015, Structured Output Representation.

Encoder and decoder are told the class y, so that z need only say what y does not: the style of a
digit, not which one it is. The loss is eq. 4 of the paper, whose output y is our image x, whose
input x is our class y, and whose prior p(z|x) is N(0, I) here:

    -E_q[log p(x|z, y)] + KL(q(z|x, y) || p(z))

A share of the classes is left blank in training, so that the model also knows images of no known
class, and unlabelled data.
"""

import math
from typing import ClassVar, final

import torch
from torch import Tensor

from aeviewer.zoo.blocks import Sizes, image_decoder, mlp
from aeviewer.zoo.capabilities import Conditional, Variational
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.likelihood import HELP, Kind, Likelihood
from aeviewer.zoo.posterior import WARMUP, Posterior, warm_up
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss, StandardPrior

_BLANK = -1  # a class that there is not: all zeros when one-hot


class CVAEKnobs(Knobs):
    """Hyper-parameters of the conditional variational autoencoder."""

    latent: int = knob(2, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    classes: int = knob(10, "Number of classes; those beyond count as blank", ge=1, le=1000)
    blank: float = knob(
        0.1, "Share of the classes that are left blank in training", ge=0, le=1, rare=True
    )
    likelihood: Kind = knob("bernoulli", HELP)
    sigma: float = knob(0.2, "Width of the Gaussian likelihood", gt=0, le=10, rare=True)
    warmup: float = knob(0.1, WARMUP, ge=0, le=1, rare=True)


@final
@variant("cvae", "Conditional VAE", "Sohn 2015", CVAEKnobs)
class CVAE(Autoencoder[CVAEKnobs], StandardPrior, OneLoss, Variational, Conditional):
    """q(z|x, y) is a diagonal Gaussian, p(z) the standard one, p(x|z, y) the likelihood."""

    objective: ClassVar[str] = "elbo"

    def __init__(self, image_shape: ImageShape, config: CVAEKnobs):
        super().__init__(image_shape, (config.latent,), config)
        pixels, self.classes = math.prod(image_shape), config.classes
        self.encoder = mlp([pixels + self.classes, *config.hidden, 2 * config.latent])
        self.decoder = image_decoder(config.latent + self.classes, config.hidden, image_shape)
        self.likelihood = Likelihood(config.likelihood, config.sigma)

    def encode_as(self, x: Tensor, labels: Tensor) -> Posterior:
        """Read q(z|x, y) off the encoder, for classes (B,)."""
        return Posterior.read(self.encoder(self._told(x, labels)))

    def decode_as(self, z: Tensor, labels: Tensor) -> Tensor:
        """Return the mean of p(x|z, y), for classes (B,)."""
        return self.likelihood.mean(self.decoder(self._told(z, labels)))

    def negative_log_likelihood_as(self, x: Tensor, z: Tensor, labels: Tensor) -> Tensor:
        """-log p(x|z, y) in nats, summed over the pixels, (B,)."""
        return self.likelihood.negative_log(self.decoder(self._told(z, labels)), x)

    def encode(self, x: Tensor) -> Posterior:
        """Encode images whose classes are not known."""
        return self.encode_as(x, _blanks(x))

    def decode(self, z: Tensor) -> Tensor:
        """Decode to images of whatever class."""
        return self.decode_as(z, _blanks(z))

    def negative_log_likelihood(self, x: Tensor, z: Tensor) -> Tensor:
        """-log p(x|z) of images whose classes are not known, (B,)."""
        return self.negative_log_likelihood_as(x, z, _blanks(z))

    def loss(self, batch: Batch) -> Loss:
        """Eq. 4 with one sample of z, the KL in closed form, and some of the classes blank."""
        x, labels = self.likelihood.targets(batch.images, batch.generator), self._some(batch)
        posterior = self.encode_as(x, labels)
        z = posterior.sample(batch.generator)
        reconstruction = self.negative_log_likelihood_as(x, z, labels).mean()
        kl = posterior.kl().sum(1).mean()
        total = reconstruction + warm_up(batch.progress, self.config.warmup) * kl
        return Loss(total, {"reconstruction": reconstruction, "kl": kl})

    def _some(self, batch: Batch) -> Tensor:
        """Labels (B,) with a share of them blank; all, where the data has none."""
        blanks = _blanks(batch.images)
        if batch.labels is None:
            return blanks
        lot = torch.rand(blanks.shape, generator=batch.generator, device=blanks.device)
        return torch.where(lot < self.config.blank, blanks, batch.labels)

    def _told(self, values: Tensor, labels: Tensor) -> Tensor:
        """Images or latents as rows, each followed by its class, one-hot."""
        one_hot = labels[:, None] == torch.arange(self.classes, device=labels.device)
        return torch.cat([values.flatten(1), one_hot.to(values.dtype)], 1)


def _blanks(values: Tensor) -> Tensor:
    return torch.full((len(values),), _BLANK, device=values.device)
