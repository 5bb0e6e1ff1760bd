"""VQ-VAE: van den Oord 2017, Neural Discrete Representation Learning.

The encoder's map z_e(x) has h x w cells of D numbers; the nearest of K entries of a codebook stands
for each (eq. 1-2), so an image is h * w codes of log2 K bits. The loss is eq. 3, its codebook term
replaced by moving averages (appendix A.1).
"""

from collections.abc import Sequence
from typing import ClassVar, final

import torch
from torch import Tensor

from aeviewer.zoo.blocks import Sizes, cell_grid, conv_decoder, conv_encoder
from aeviewer.zoo.capabilities import Discrete, Evolving
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.quantise import Gradient, Quantiser, Start, pass_through
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss


class VQKnobs(Knobs):
    """Hyper-parameters of the VQ-VAE."""

    latent: int = knob(16, "Width of a code: numbers in each cell of the map", ge=1, le=512)
    codes: int = knob(256, "Entries of the codebook", ge=2, le=65_536, log=True)
    channels: Sizes = knob((32, 64), "Channels after each halving; two leave 7x7 cells of 28x28")
    blocks: int = knob(0, "Residual blocks between halvings and codes", ge=0, le=16)
    commitment: float = knob(0.25, "Weight of the pull of cells to their entries", ge=0, le=100)
    decay: float = knob(0.99, "Decay of the entries' moving averages", ge=0, le=0.9999, rare=True)
    gradient: Gradient = knob("straight-through", "How the gradient passes the codes", rare=True)
    start: Start = knob("data", "Entries start on cells of images, or on N(0, 1)", rare=True)
    revive: bool = knob(True, "Entries out of use start anew on cells", rare=True)


@final
@variant("vq", "VQ-VAE", "van den Oord 2017", VQKnobs)
class VQ(Autoencoder[VQKnobs], OneLoss, Discrete, Evolving):
    """A map of codes: z_e is rounded to entries of a codebook, which the decoder is given."""

    objective: ClassVar[str] = "vq"

    def __init__(self, image_shape: ImageShape, config: VQKnobs):
        self.grid = cell_grid(image_shape, config.channels)
        super().__init__(image_shape, (config.latent, *self.grid), config)
        self.encoder = conv_encoder(image_shape, config.channels, config.latent, config.blocks)
        self.decoder = conv_decoder(config.latent, config.channels, image_shape, config.blocks)
        self.quantiser = Quantiser(config.codes, config.latent, config.decay, config.revive)

    def encode(self, x: Tensor) -> Posterior:
        """Return z_e(x), (B, D, h, w), before it is rounded."""
        return Posterior(self.encoder(x).float())

    def codebooks(self) -> Sequence[Tensor]:
        """The one codebook (K, D)."""
        return [self.quantiser.codebook]

    def codes(self, x: Tensor) -> Tensor:
        """Encode images to codes (B, 1, h, w) int64."""
        return self.quantise(self.encode(x).mean)

    def quantise(self, z: Tensor) -> Tensor:
        """Take the nearest entry for each cell (eq. 1): codes (B, 1, h, w)."""
        return self.quantiser.nearest(z)[:, None]

    def decode_codes(self, codes: Tensor) -> Tensor:
        """Decode codes (B, 1, h, w) to images in [0, 1]."""
        return self._rebuild(self.quantiser.entries(codes[:, 0]))

    def _rebuild(self, quantised: Tensor) -> Tensor:
        return torch.sigmoid(self.decoder(quantised).float())

    def loss(self, batch: Batch) -> Loss:
        """Eq. 3 without its second term, in summed squared errors: the pixels', and the cells'."""
        z = self.encode(batch.images).mean
        _, entries = self.quantiser(z)
        rebuilt = self._rebuild(pass_through(z, entries, self.config.gradient))
        reconstruction = (batch.images - rebuilt).square().sum() / len(z)
        commitment = (z - entries).square().sum() / len(z)
        terms = {"reconstruction": reconstruction, "commitment": commitment}
        return Loss(reconstruction + self.config.commitment * commitment, terms)

    @torch.no_grad()
    def start(self, batch: Batch) -> None:
        """Place the entries on cells of the first batch."""
        if self.config.start == "data":
            self.quantiser.start(self.encode(batch.images).mean, batch.generator)

    def advance(self, batch: Batch) -> None:
        """Move the entries to the averages of what they stood for in this step."""
        self.quantiser.advance(batch.step, batch.generator)

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw each cell by itself, codes by their use; the paper trains a PixelCNN."""
        return self.quantiser.entries(self.quantiser.draw((count, *self.grid), generator))
