"""The variational autoencoder: Kingma & Welling 2013, Auto-Encoding Variational Bayes.

q(z|x) = N(mean, std^2) is the encoder, p(x|z) the decoder, p(z) = N(0, I) the prior. The loss is
the negative ELBO, -E_q[log p(x|z)] + beta KL(q || p): eq. 3 at beta = 1, Higgins 2017 elsewhere.
The KL grows in over the first steps (Sonderby 2016); free bits (Kingma 2016, eq. 15) leave each
dimension a budget that costs nothing, against posterior collapse.

Two knobs are for those who want to see what goes wrong: `pixels` takes the reconstruction as the
mean over the pixels, as many tutorials do, which is a beta as large as the number of pixels;
`draws` leaves the noise out of z, or takes the common slip (mean + std) * noise.
"""

import math
from collections.abc import Sequence
from typing import Literal, final

import torch
from torch import Tensor

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder
from aeviewer.zoo.capabilities import Variational
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss, Objective
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.likelihood import HELP, Kind, Likelihood
from aeviewer.zoo.posterior import Posterior, charged, warm_up
from aeviewer.zoo.registry import variant


class VAEKnobs(Knobs):
    """Hyper-parameters of the variational autoencoder."""

    latent: int = knob(2, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    beta: float = knob(1.0, "Weight of the KL term; the loss is the ELBO at 1", ge=0, le=1000)
    likelihood: Kind = knob("bernoulli", HELP)
    sigma: float = knob(0.2, "Width of the Gaussian likelihood", gt=0, le=10, rare=True)
    warmup: float = knob(
        0.1, "Part of the training over which the KL grows in", ge=0, le=1, rare=True
    )
    free_bits: float = knob(
        0.0, "Nats for each dimension that cost nothing", ge=0, le=10, rare=True
    )
    pixels: Literal["sum", "mean"] = knob(
        "sum", "Reconstruction as the sum over the pixels, or, wrongly, as their mean", rare=True
    )
    draws: Literal["mean + std noise", "mean", "(mean + std) noise"] = knob(
        "mean + std noise", "How z is drawn: rightly, without noise, or by a common slip", rare=True
    )


@final
@variant("vae", "Variational autoencoder", "Kingma & Welling 2013", VAEKnobs)
class VAE(Autoencoder[VAEKnobs], Variational):
    """q(z|x) is a diagonal Gaussian, p(z) the standard one, p(x|z) as the likelihood says."""

    def __init__(self, image_shape: ImageShape, config: VAEKnobs):
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
        """Eq. 10 with one sample of z, and the KL in closed form (appendix B)."""
        x = self.likelihood.targets(batch.images, batch.generator)
        posterior = self.encode(x)
        z = self._drawn(posterior, batch.generator)
        reconstruction = self.negative_log_likelihood(x, z).mean()
        kl = posterior.kl().mean(0)  # (d,), nats
        weight = self.config.beta * warm_up(batch.progress, self.config.warmup)
        shared = 1 if self.config.pixels == "sum" else math.prod(self.image_shape)
        total = reconstruction / shared + weight * charged(kl, self.config.free_bits)
        return Loss(total, {"reconstruction": reconstruction, "kl": kl.sum()})

    def _drawn(self, posterior: Posterior, generator: torch.Generator) -> Tensor:
        """Draw z. Noise is drawn even where it is not used: twins shall differ in nothing else."""
        assert posterior.std is not None
        noise = posterior.noise(generator)
        match self.config.draws:
            case "mean":
                return posterior.mean
            case "(mean + std) noise":
                return (posterior.mean + posterior.std) * noise
        return posterior.mean + posterior.std * noise

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw from N(0, I)."""
        return torch.randn(count, *self.latent_shape, generator=generator, device=generator.device)

    def objectives(self) -> Sequence[Objective]:
        """One loss for both networks."""
        return [Objective("elbo", list(self.parameters()), self.loss)]
