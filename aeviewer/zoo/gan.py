"""The generative adversarial network: Goodfellow 2014, Generative Adversarial Nets.

A generator G makes images of noise z, an adversary D tells them from real ones. D lowers
softplus(-D(x)) + softplus(D(G(z))), eq. 1 with D's logit; G lowers softplus(-D(G(z))), its
non-saturating form (section 3). Both are convolutional (`dcgan`). R1, gamma / 2 times
|grad D(x)|^2 at real images (Mescheder 2018, eq. 9), lets the game converge; it counts `lazy` times
at one step in `lazy`. Wasserstein (Gulrajani 2017, eq. 3): a critic lowers D(G(z)) - D(x), its
gradients between real and made images drawn to norm 1. What is decoded with is a moving average of
the generator's weights.
"""

import copy
from collections.abc import Sequence
from typing import Literal, final

import torch
import torch.nn.functional as F
from torch import Tensor

from aeviewer.zoo import dcgan
from aeviewer.zoo.capabilities import Adversarial, Evolving, OfLatents
from aeviewer.zoo.contract import Batch, ImageShape, Loss, Objective, Terms
from aeviewer.zoo.game import BETAS, off_one, with_r1
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import StandardPrior


class GANKnobs(Knobs):
    """Hyper-parameters of the generative adversarial network."""

    latent: int = knob(64, "Size of the latent z, which is noise", ge=1, le=512)
    width: int = knob(32, "Channels at half the image's size; twice as many below", ge=2, le=512)
    loss: Literal["non-saturating", "wasserstein"] = knob(
        "non-saturating", "The game of 2014 with R1, or a Wasserstein critic with its penalty"
    )
    r1: float = knob(0.5, "Weight of R1 (non-saturating)", ge=0, le=1000, rare=True)
    lazy: int = knob(8, "Steps from one R1 to the next (non-saturating)", ge=1, le=100, rare=True)
    penalty: float = knob(
        10.0, "Weight of the slope penalty (wasserstein)", ge=0, le=1000, rare=True
    )
    critic_steps: int = knob(
        5, "Steps of the critic for one of the generator (wasserstein)", ge=1, le=100, rare=True
    )
    decay: float = knob(0.995, "Of the generator's moving average", ge=0, le=0.99999, rare=True)


@final
@variant("gan", "GAN", "Goodfellow 2014; Radford 2015; Mescheder 2018", GANKnobs)
class GAN(StandardPrior, Adversarial, Evolving, OfLatents):
    """p(z) is N(0, I); there is no density of x, and nothing encodes."""

    config: GANKnobs

    def __init__(self, image_shape: ImageShape, config: GANKnobs):
        super().__init__(image_shape, (config.latent,), config)
        self.generator = dcgan.generator(image_shape, config.latent, config.width)
        self.adversary = dcgan.adversary(image_shape, config.width)
        self.average = copy.deepcopy(self.generator).requires_grad_(False)
        self._wasserstein = config.loss == "wasserstein"
        self._every = config.critic_steps if self._wasserstein else 1  # steps to G's next turn

    def decode(self, z: Tensor) -> Tensor:
        """Make images by the averaged generator."""
        images: Tensor = self.average(z)
        return images

    def realness(self, x: Tensor) -> Tensor:
        """Return the logit D(x), (B,)."""
        logits: Tensor = self.adversary(x)
        return logits.float()

    def loss(self, batch: Batch) -> Loss:
        """The generator's: to be taken for real."""
        generator = self._deceit(self._made(batch))
        return Loss(generator, {"generator": generator})

    def _made(self, batch: Batch) -> Tensor:
        made: Tensor = self.generator(self.prior(len(batch.images), batch.generator))
        return made

    def _deceit(self, made: Tensor) -> Tensor:
        logits = self.realness(made)
        return (-logits if self._wasserstein else F.softplus(-logits)).mean()

    def _distinction(self, batch: Batch) -> Loss:
        """The adversary's: to tell real images from as many made ones."""
        with torch.no_grad():
            made = self._made(batch)
        if self._wasserstein:
            return self._critique(batch, made)
        real, fake = self.realness(batch.images), self.realness(made)
        adversary = (F.softplus(-real) + F.softplus(fake)).mean()
        r1, lazy = self.config.r1, self.config.lazy
        return with_r1(adversary, self.adversary, batch.images, r1, batch.step, lazy)

    def _critique(self, batch: Batch, made: Tensor) -> Loss:
        """Gulrajani 2017, eq. 3: the adversary is a critic, of slope 1 between real and made."""
        adversary = (self.realness(made) - self.realness(batch.images)).mean()
        penalty = off_one(self.adversary, batch.images, made, batch.generator)
        terms = {"adversary": adversary, "gradient_penalty": penalty}
        return Loss(adversary + self.config.penalty * penalty, terms)

    def terms_of_latents(self, latents: Posterior, generator: torch.Generator) -> Terms:
        """Tell the generator's loss, of the network that is trained, not of its average."""
        return {"generator": self._deceit(self.generator(latents.sample(generator)))}

    def start(self, _batch: Batch) -> None:
        """Nothing: the average was made as a copy of the generator."""

    @torch.no_grad()
    def advance(self, batch: Batch) -> None:
        """Move the average to the generator's weights, early on faster, away from the start."""
        turn, late = divmod(batch.step, self._every)
        if late:
            return
        decay = min(self.config.decay, (1 + turn) / (10 + turn))
        for mean, new in zip(self.average.parameters(), self.generator.parameters(), strict=True):
            mean.lerp_(new, 1 - decay)

    def objectives(self) -> Sequence[Objective]:
        """The adversary at half the training's rate, then the generator."""
        adversary, generator = list(self.adversary.parameters()), list(self.generator.parameters())
        return [
            Objective("adversary", adversary, self._distinction, 0.5, BETAS),
            Objective("generator", generator, self.loss, 1.0, BETAS, self._every),
        ]
