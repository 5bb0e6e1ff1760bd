"""The VAE-GAN: Larsen 2015, Autoencoding beyond Pixels using a Learned Similarity Metric.

A VAE whose squared error is taken not of pixels but of features D_l, the layer of a discriminator
D before its last: -log p(D_l(x)|z) = 1/2 |D_l(x) - D_l(x~)|^2 (eq. 6-7), x~ = decode(z). Its
decoder is the generator of a GAN with D. Three networks, three losses (algorithm 1):
encoder: KL(q(z|x) || N(0, I)) - log p(D_l(x)|z);
decoder: -gamma log p(D_l(x)|z), and to have x~ and decode(p(z)) taken for real;
discriminator: to tell x from both.
Deceit is lowered as softplus(-D(x~)), not raised as log(1 - D(x~)): Goodfellow 2014, section 3.
What batch norm does in the paper, to keep D and its features within bounds, R1 does here (Mescheder
2018, eq. 9). On 40,000 images of MNIST, width 16: squared error 21.6 with it, 30.8 without.
"""

import math
from collections.abc import Sequence
from typing import final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from aeviewer.zoo.blocks import cell_grid, conv_decoder, conv_encoder
from aeviewer.zoo.capabilities import Adversarial, OfLatents
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss, Objective, Terms
from aeviewer.zoo.game import BETAS, with_r1
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import StandardPrior

_LAZY = 8  # R1 is asked for at one step in so many


class VAEGANKnobs(Knobs):
    """Hyper-parameters of the VAE-GAN."""

    latent: int = knob(20, "Size of the latent z", ge=1, le=512)
    width: int = knob(32, "Channels at half the image's size; twice as many below", ge=1, le=512)
    gamma: float = knob(
        0.1, "Weight of likeness beside deceit, for the decoder", ge=0, le=1000, log=True
    )
    r1: float = knob(2.0, "Weight of R1 on the discriminator", ge=0, le=1000, rare=True)


@final
@variant("vaegan", "VAE-GAN", "Larsen 2015", VAEGANKnobs)
class VAEGAN(Autoencoder[VAEGANKnobs], StandardPrior, Adversarial, OfLatents):
    """q(z|x) is a diagonal Gaussian, p(z) the standard one; likeness is what D has learned.

    Not `Variational`: a likelihood of D's features, which change, bounds no log p(x).
    """

    def __init__(self, image_shape: ImageShape, config: VAEGANKnobs):
        super().__init__(image_shape, (config.latent,), config)
        width, channels = config.width, (config.width, 2 * config.width)
        cells = (width, *cell_grid(image_shape, channels))
        size = math.prod(cells)

        def reading(outputs: int) -> nn.Sequential:
            return nn.Sequential(nn.GELU(), nn.Flatten(), nn.Linear(size, outputs))

        self.encoder = nn.Sequential(
            conv_encoder(image_shape, channels, width), *reading(2 * config.latent)
        )
        self.decoder = nn.Sequential(
            nn.Linear(config.latent, size),
            nn.Unflatten(1, cells),
            nn.GELU(),
            conv_decoder(width, channels, image_shape),
            nn.Sigmoid(),
        )
        self.features = conv_encoder(image_shape, channels, width)
        self.verdict = nn.Sequential(*reading(1), nn.Flatten(0))

    def encode(self, x: Tensor) -> Posterior:
        """Read q(z|x) off the encoder."""
        return Posterior.read(self.encoder(x))

    def decode(self, z: Tensor) -> Tensor:
        """Make images of latents."""
        images: Tensor = self.decoder(z)
        return images

    def realness(self, x: Tensor) -> Tensor:
        """Return the logit D(x), (B,)."""
        return self._logits(self.features(x))

    def _logits(self, features: Tensor) -> Tensor:
        logits: Tensor = self.verdict(features)
        return logits.float()

    def loss(self, batch: Batch) -> Loss:
        """The encoder's: the negative ELBO of the features."""
        posterior = self.encode(batch.images)
        rebuilt = self.decode(posterior.sample(batch.generator))
        reconstruction = _unlikeness(self.features(batch.images), self.features(rebuilt))
        kl = posterior.kl().sum(1).mean()
        return Loss(reconstruction + kl, {"reconstruction": reconstruction, "kl": kl})

    def _decoders(self, batch: Batch) -> Loss:
        """The decoder's: its images shall be like those encoded, and pass for real."""
        with torch.no_grad():
            features = self.features(batch.images)
            z = self._latents(self.encode(batch.images), batch.generator)
        seen = self.features(self.decode(z))
        unlike = _unlikeness(features, seen[: len(features)])
        generator = self._deceit(seen)
        return Loss(generator + self.config.gamma * unlike, {"generator": generator})

    def _deceit(self, seen: Tensor) -> Tensor:
        """Of rebuilt and of drawn images, by their features: each has its part."""
        return 2 * F.softplus(-self._logits(seen)).mean()

    def _distinction(self, batch: Batch) -> Loss:
        """The discriminator's: to tell real images from rebuilt and from drawn ones."""
        with torch.no_grad():
            made = self.decode(self._latents(self.encode(batch.images), batch.generator))
        real, fake = self.realness(batch.images), self.realness(made)
        adversary = F.softplus(-real).mean() + 2 * F.softplus(fake).mean()
        network = nn.Sequential(self.features, self.verdict)
        return with_r1(adversary, network, batch.images, self.config.r1, batch.step, _LAZY)

    def _latents(self, posterior: Posterior, generator: torch.Generator) -> Tensor:
        """Draw one of each image's posterior, then as many of the prior."""
        encoded = posterior.sample(generator)
        return torch.cat([encoded, self.prior(len(encoded), generator)])

    def terms_of_latents(self, latents: Posterior, generator: torch.Generator) -> Terms:
        """Tell what the codes cost, and how well what they become deceives."""
        seen = self.features(self.decode(self._latents(latents, generator)))
        return {"kl": latents.kl().sum(1).mean(), "generator": self._deceit(seen)}

    def objectives(self) -> Sequence[Objective]:
        """Discriminator, encoder, decoder; each leaves the others where they are."""
        discriminator = [*self.features.parameters(), *self.verdict.parameters()]
        decoder, encoder = list(self.decoder.parameters()), list(self.encoder.parameters())
        return [
            Objective("discriminator", discriminator, self._distinction, 0.25, BETAS),
            Objective("encoder", encoder, self.loss, 0.5),
            Objective("decoder", decoder, self._decoders, 0.5, BETAS),
        ]


def _unlikeness(features: Tensor, others: Tensor) -> Tensor:
    """1/2 |D_l(x) - D_l(x~)|^2, eq. 7 without its constant, in nats, averaged over the batch."""
    return 0.5 * (features - others).float().square().flatten(1).sum(1).mean()
