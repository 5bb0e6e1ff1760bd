"""The variational autoencoder: Kingma & Welling 2013, Auto-Encoding Variational Bayes.

q(z|x) = N(mean, std^2) is the encoder, p(x|z) the decoder, p(z) = N(0, I) the prior. The loss is
the negative ELBO, -E_q[log p(x|z)] + beta KL(q || p): eq. 3 at beta = 1, Higgins 2017 elsewhere.
The KL grows in over the first steps (Sonderby 2016); free bits (Kingma 2016, eq. 15) leave each
dimension a budget that costs nothing, against posterior collapse.

Two knobs show what goes wrong (`slips`): `pixels` takes the reconstruction as the mean over the
pixels, as many tutorials do; `draws` leaves the noise out of z, or takes (mean + std) * noise.
"""

from typing import ClassVar, final

from torch import Tensor

from aeviewer.zoo.blocks import Sizes, image_decoder, image_encoder
from aeviewer.zoo.capabilities import Variational
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.likelihood import HELP, Kind, Likelihood
from aeviewer.zoo.posterior import FREE_BITS, WARMUP, Posterior, charged, warm_up
from aeviewer.zoo.registry import variant
from aeviewer.zoo.slips import DRAWS, PIXELS, Draws, Pixels, counted, drawn
from aeviewer.zoo.usual import OneLoss, StandardPrior


class VAEKnobs(Knobs):
    """Hyper-parameters of the variational autoencoder."""

    latent: int = knob(2, "Size of the latent z", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths of the encoder's hidden layers; the decoder mirrors")
    beta: float = knob(1.0, "Weight of the KL term; the loss is the ELBO at 1", ge=0, le=1000)
    likelihood: Kind = knob("bernoulli", HELP)
    sigma: float = knob(0.2, "Width of the Gaussian likelihood", gt=0, le=10, rare=True)
    warmup: float = knob(0.1, WARMUP, ge=0, le=1, rare=True)
    free_bits: float = knob(0.0, FREE_BITS, ge=0, le=10, rare=True)
    pixels: Pixels = knob("sum", PIXELS, rare=True)
    draws: Draws = knob("mean + std noise", DRAWS, rare=True)


@final
@variant("vae", "Variational autoencoder", "Kingma & Welling 2013", VAEKnobs)
class VAE(Autoencoder[VAEKnobs], StandardPrior, OneLoss, Variational):
    """q(z|x) is a diagonal Gaussian, p(z) the standard one, p(x|z) as the likelihood says."""

    objective: ClassVar[str] = "elbo"

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
        z = drawn(posterior, self.config.draws, batch.generator)  # mean + std * noise
        reconstruction = self.negative_log_likelihood(x, z).mean()
        kl = posterior.kl().mean(0)  # (mean^2 + std^2 - 1 - log std^2) / 2, (d,), nats
        weight = self.config.beta * warm_up(batch.progress, self.config.warmup)
        rebuilding = counted(reconstruction, self.config.pixels, self.image_shape)
        total = rebuilding + weight * charged(kl, self.config.free_bits)
        return Loss(total, {"reconstruction": reconstruction, "kl": kl.sum()})
