"""The generative adversarial network: Goodfellow 2014, Generative Adversarial Nets.

A generator G makes images of noise z, an adversary D tells them from real ones. D lowers
softplus(-D(x)) + softplus(D(G(z))), eq. 1 with D's logit; G lowers softplus(-D(G(z))), its
non-saturating form (section 3). Both are convolutional (Radford 2015), without batch norm. R1,
gamma / 2 |grad D(x)|^2 at real images (Mescheder 2018, eq. 9), lets the game converge; it counts
`lazy` times at one step in `lazy`. Wasserstein (Gulrajani 2017, eq. 3): a critic lowers
D(G(z)) - D(x), its gradients between real and made images drawn to norm 1.
What is decoded with is a moving average of the generator's weights.
"""

import copy
import math
from collections.abc import Sequence
from typing import Literal, final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from aeviewer.zoo.blocks import cell_grid, conv_decoder, conv_encoder
from aeviewer.zoo.capabilities import Adversarial, Evolving
from aeviewer.zoo.contract import Batch, GenerativeModel, ImageShape, Loss, Objective
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.registry import variant

_BETAS = (0.5, 0.99)  # Radford 2015: a long memory of an opponent that moves makes them oscillate


class GANKnobs(Knobs):
    """Hyper-parameters of the generative adversarial network."""

    latent: int = knob(64, "Size of the noise z", ge=1, le=512)
    width: int = knob(32, "Channels at half the image's size; twice as many below", ge=1, le=512)
    loss: Literal["non-saturating", "wasserstein"] = knob(
        "non-saturating", "The game of 2014 with R1, or a Wasserstein critic with its penalty"
    )
    gamma: float = knob(4.0, "Weight of R1", ge=0, le=1000, rare=True)
    lazy: int = knob(8, "R1 is asked for at one step in so many", ge=1, le=100, rare=True)
    penalty: float = knob(10.0, "Weight of the critic's gradient penalty", ge=0, le=1000, rare=True)
    critic: int = knob(5, "Steps of the critic for one of its generator", ge=1, le=100, rare=True)
    decay: float = knob(0.995, "Of the generator's moving average", ge=0, le=0.99999, rare=True)


@final
@variant("gan", "GAN", "Goodfellow 2014; Radford 2015; Mescheder 2018", GANKnobs)
class GAN(GenerativeModel[GANKnobs], Adversarial, Evolving):
    """p(z) is N(0, I); there is no density of x, and nothing encodes."""

    def __init__(self, image_shape: ImageShape, config: GANKnobs):
        super().__init__(image_shape, (config.latent,), config)
        width, channels = config.width, (config.width, 2 * config.width)
        cells = (width, *cell_grid(image_shape, channels))
        self.generator = nn.Sequential(
            nn.Linear(config.latent, math.prod(cells)),
            nn.Unflatten(1, cells),
            nn.GELU(),
            conv_decoder(width, channels, image_shape),
            nn.Sigmoid(),
        )
        self.adversary = nn.Sequential(
            conv_encoder(image_shape, channels, width),
            nn.GELU(),
            nn.Flatten(),
            nn.Linear(math.prod(cells), 1),
            nn.Flatten(0),
        )
        self.average = copy.deepcopy(self.generator).requires_grad_(False)

    def decode(self, z: Tensor) -> Tensor:
        """Make images by the averaged generator."""
        images: Tensor = self.average(z)
        return images

    def realness(self, x: Tensor) -> Tensor:
        """Return the logit D(x), (B,)."""
        logits: Tensor = self.adversary(x)
        return logits

    def loss(self, batch: Batch) -> Loss:
        """The generator's: to be taken for real."""
        logits = self.adversary(self._made(batch))
        wasserstein = self.config.loss == "wasserstein"
        generator = (-logits if wasserstein else F.softplus(-logits)).mean()
        return Loss(generator, {"generator": generator})

    def _made(self, batch: Batch) -> Tensor:
        made: Tensor = self.generator(self.prior(len(batch.images), batch.generator))
        return made

    def _distinction(self, batch: Batch) -> Loss:
        with torch.no_grad():
            made = self._made(batch)
        if self.config.loss == "wasserstein":
            return self._critic(batch, made)
        real, fake = self.adversary(batch.images), self.adversary(made)
        adversary = (F.softplus(-real) + F.softplus(fake)).mean()
        terms = {"adversary": adversary}
        if batch.step % self.config.lazy:
            return Loss(adversary, terms)
        r1 = squared_slope(self.adversary, batch.images).mean()
        weight = self.config.lazy * self.config.gamma / 2
        return Loss(adversary + weight * r1, terms | {"gradient_penalty": r1})

    def _critic(self, batch: Batch, made: Tensor) -> Loss:
        adversary = (self.adversary(made) - self.adversary(batch.images)).mean()
        between = torch.lerp(batch.images, made, _shares(batch))
        slope = (squared_slope(self.adversary, between) + 1e-12).sqrt()  # sqrt has no slope at 0
        penalty = (slope - 1).square().mean()
        terms = {"adversary": adversary, "gradient_penalty": penalty}
        return Loss(adversary + self.config.penalty * penalty, terms)

    def start(self, _batch: Batch) -> None:
        """Nothing: the average was made as a copy of the generator."""

    @torch.no_grad()
    def advance(self, _batch: Batch) -> None:
        """Move the average towards the generator's weights."""
        for mean, new in zip(self.average.parameters(), self.generator.parameters(), strict=True):
            mean.lerp_(new, 1 - self.config.decay)

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw from N(0, I)."""
        return torch.randn(count, *self.latent_shape, generator=generator, device=generator.device)

    def objectives(self) -> Sequence[Objective]:
        """The adversary, then the generator, at half and a quarter of the training's rate."""
        every = self.config.critic if self.config.loss == "wasserstein" else 1
        adversary, generator = list(self.adversary.parameters()), list(self.generator.parameters())
        return [
            Objective("adversary", adversary, self._distinction, 0.25, _BETAS),
            Objective("generator", generator, self.loss, 0.5, _BETAS, every),
        ]


def squared_slope(network: nn.Module, x: Tensor) -> Tensor:
    """|grad network(x)|^2 of each image, (B,), to be derived once more, hence in float32."""
    with torch.autocast(x.device.type, enabled=False), torch.enable_grad():
        x = x.detach().float().requires_grad_()
        (slope,) = torch.autograd.grad(network(x).sum(), x, create_graph=True)
    return slope.flatten(1).square().sum(1)


def _shares(batch: Batch) -> Tensor:
    x = batch.images
    return torch.rand(len(x), 1, 1, 1, generator=batch.generator, device=x.device)
