"""The adversarial autoencoder: Makhzani 2015, Adversarial Autoencoders.

An autoencoder whose latents q(z) = E_x[q(z|x)] are drawn to the prior p(z) = N(0, I) by a critic
that tells draws of p(z) from latents of images: the critic lowers softplus(-C(p)) + softplus(C(z)),
the encoder softplus(-C(z)). The encoder is deterministic (section 2). What the paper does in two
phases is here one loss, sum (x - decode(z))^2 + weight * softplus(-C(z)), and a turn of the critic.
R1 (Mescheder 2018, eq. 9) damps their game, and only a little: gaps between the classes' latents
are filled only if the critic may be steep enough to see them.
"""

from collections.abc import Sequence
from typing import ClassVar, final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder, mlp
from aeviewer.zoo.capabilities import Adversarial, OfLatents
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss, Objective, Terms
from aeviewer.zoo.game import BETAS, with_r1
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import StandardPrior


class AAEKnobs(Knobs):
    """Hyper-parameters of the adversarial autoencoder."""

    latent: int = knob(2, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    weight: float = knob(10.0, "Of deceiving the critic, beside squared error", ge=0, le=10_000)
    critic_hidden: Sizes = knob((128, 128), "Widths of the critic's hidden layers", rare=True)
    r1: float = knob(0.02, "Weight of R1 on the critic", ge=0, le=1000, rare=True)


@final
@variant("aae", "Adversarial autoencoder", "Makhzani 2015", AAEKnobs)
class AAE(Autoencoder[AAEKnobs], StandardPrior, Adversarial, OfLatents):
    """A deterministic latent, whose distribution over all images a critic shapes."""

    in_pixels: ClassVar[bool] = True

    def __init__(self, image_shape: ImageShape, config: AAEKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.encoder = image_encoder(image_shape, config.hidden, config.latent)
        self.decoder = image_decoder(config.latent, config.hidden, image_shape)
        self.critic = nn.Sequential(mlp([config.latent, *config.critic_hidden, 1]), nn.Flatten(0))

    def encode(self, x: Tensor) -> Posterior:
        """Return the latent itself: a posterior without width."""
        return Posterior(self.encoder(x).float())

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild the image; the sigmoid keeps it in [0, 1]."""
        return torch.sigmoid(self.decoder(z).float())

    def realness(self, x: Tensor) -> Tensor:
        """Return the logit C(z): how much an image's latent looks like a draw of p(z)."""
        return self.verdict(self.encode(x).mean)

    def verdict(self, z: Tensor) -> Tensor:
        """Return the logit C(z) of latents (B, D), (B,) in float32: sums of bf16 lose digits."""
        logits: Tensor = self.critic(z)
        return logits.float()

    def loss(self, batch: Batch) -> Loss:
        """The autoencoder's: to rebuild the images from latents that pass for the prior's."""
        z = self.encode(batch.images).mean
        error = (batch.images - self.decode(z)).square().sum() / len(batch.images)
        generator = F.softplus(-self.verdict(z)).mean()
        terms = {"reconstruction": error, "generator": generator}
        return Loss(error + self.config.weight * generator, terms)

    def _distinction(self, batch: Batch) -> Loss:
        """The critic's: to tell draws of the prior from latents of images."""
        with torch.no_grad():
            z = self.encode(batch.images).mean
        return self._told_apart(z, batch.generator)

    def _told_apart(self, z: Tensor, generator: torch.Generator) -> Loss:
        """Draws p of the prior from as many latents z."""
        drawn = self.prior(len(z), generator)
        adversary = (F.softplus(-self.verdict(drawn)) + F.softplus(self.verdict(z))).mean()
        return with_r1(adversary, self.critic, drawn, self.config.r1)

    def terms_of_latents(self, latents: Posterior, generator: torch.Generator) -> Terms:
        """Tell all but the reconstruction: this game is about latents."""
        z = latents.sample(generator)
        deceit = F.softplus(-self.verdict(z)).mean()
        return {"generator": deceit, **self._told_apart(z, generator).terms}

    def objectives(self) -> Sequence[Objective]:
        """The critic, then the autoencoder, whose loss leaves the critic where it is."""
        critic = list(self.critic.parameters())
        autoencoder = [*self.encoder.parameters(), *self.decoder.parameters()]
        return [
            Objective("critic", critic, self._distinction, betas=BETAS),
            Objective("autoencoder", autoencoder, self.loss),
        ]
