"""Residual VQ: Zeghidour 2021, SoundStream; Lee 2022, RQ-VAE, for images.

A first codebook rounds each cell of the encoder's map, a second rounds what is left, and so on: S
codes of log2 K bits for a cell, from coarse to fine. Quantiser dropout (SoundStream, sec. III-C)
shows the decoder sums of the first n stages only, so that a prefix of the codes is an image too.
"""

from collections.abc import Sequence
from typing import ClassVar, final

import torch
from torch import Tensor, nn

from aeviewer.zoo.blocks import Sizes, cell_grid, conv_decoder, conv_encoder
from aeviewer.zoo.capabilities import Discrete, Evolving
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.quantise import Gradient, Quantiser, pass_through
from aeviewer.zoo.registry import variant
from aeviewer.zoo.usual import OneLoss


class RVQKnobs(Knobs):
    """Hyper-parameters of residual VQ."""

    latent: int = knob(16, "Width of a code: numbers in each cell of the map", ge=1, le=512)
    stages: int = knob(4, "Codebooks, each for what the ones before left over", ge=1, le=16)
    codes: int = knob(64, "Entries of each codebook", ge=2, le=65_536, log=True)
    dropout: float = knob(0.5, "Share of images cut to their first 1 to S stages", ge=0, le=1)
    channels: Sizes = knob((32, 64), "Channels after each halving; two leave 7x7 cells of 28x28")
    blocks: int = knob(0, "Residual blocks between halvings and codes", ge=0, le=16)
    commitment: float = knob(0.25, "Weight of the pull of cells to their entries", ge=0, le=100)
    decay: float = knob(0.99, "Decay of the entries' moving averages", ge=0, le=0.9999, rare=True)
    gradient: Gradient = knob("straight-through", "How the gradient passes the codes", rare=True)


@final
@variant("rvq", "Residual VQ", "Zeghidour 2021; Lee 2022", RVQKnobs)
class RVQ(Autoencoder[RVQKnobs], OneLoss, Discrete, Evolving):
    """A map of sums of codes, each the nearest to what the sum before it lacks."""

    objective: ClassVar[str] = "rvq"

    def __init__(self, image_shape: ImageShape, config: RVQKnobs):
        self.grid = cell_grid(image_shape, config.channels)
        super().__init__(image_shape, (config.latent, *self.grid), config)
        self.encoder = conv_encoder(image_shape, config.channels, config.latent, config.blocks)
        self.decoder = conv_decoder(config.latent, config.channels, image_shape, config.blocks)
        self.quantisers = nn.ModuleList(
            Quantiser(config.codes, config.latent, config.decay) for _ in range(config.stages)
        )

    def encode(self, x: Tensor) -> Posterior:
        """Return the encoder's map (B, D, h, w), before it is rounded."""
        return Posterior(self.encoder(x).float())

    def codebooks(self) -> Sequence[Tensor]:
        """The codebooks (K, D), coarse to fine."""
        return [stage.codebook for stage in self._stages()]

    def codes(self, x: Tensor) -> Tensor:
        """Encode images to codes (B, S, h, w) int64."""
        return self.quantise(self.encode(x).mean)

    def quantise(self, z: Tensor) -> Tensor:
        """Let each stage take the nearest entry to what those before left over: (B, S, h, w)."""
        codes = []
        for stage in self._stages():
            codes.append(stage.nearest(z))
            z = z - stage.entries(codes[-1])
        return torch.stack(codes, dim=1)

    def decode_codes(self, codes: Tensor) -> Tensor:
        """Decode codes (B, n, h, w) of the first n stages to images in [0, 1]."""
        pairs = zip(self._stages(), codes.unbind(1), strict=False)
        return self._rebuild(torch.stack([stage.entries(code) for stage, code in pairs]).sum(0))

    def _rebuild(self, quantised: Tensor) -> Tensor:
        return torch.sigmoid(self.decoder(quantised).float())

    def _stages(self) -> Sequence[Quantiser]:
        return [stage for stage in self.quantisers if isinstance(stage, Quantiser)]

    def _sums(self, z: Tensor) -> Tensor:
        """Sums of the first 1 to S entries, (S, B, D, h, w), without gradient."""
        rest, entries = z.detach(), []
        for stage in self._stages():
            entries.append(stage(rest)[1])
            rest = rest - entries[-1]
        return torch.stack(entries).cumsum(0)

    def loss(self, batch: Batch) -> Loss:
        """Lee 2022, sec. 3.1: squared error, and a commitment to the sum at every depth."""
        z = self.encode(batch.images).mean
        sums = self._sums(z)
        chosen = sums[self._depths(batch), torch.arange(len(z), device=z.device)]
        rebuilt = self._rebuild(pass_through(z, chosen, self.config.gradient))
        reconstruction = (batch.images - rebuilt).square().sum() / len(z)
        commitment = (z - sums).square().sum() / len(z)
        terms = {"reconstruction": reconstruction, "commitment": commitment}
        return Loss(reconstruction + self.config.commitment * commitment, terms)

    def _depths(self, batch: Batch) -> Tensor:
        """Draw for each image the last stage it may use, counted from 0, (B,)."""
        generator, count = batch.generator, len(batch.images)
        device, stages = generator.device, self.config.stages
        depth = torch.randint(stages, (count,), generator=generator, device=device)
        cut = torch.rand(count, generator=generator, device=device) < self.config.dropout
        return torch.where(cut, depth, stages - 1)

    @torch.no_grad()
    def start(self, batch: Batch) -> None:
        """Place each stage's entries on what the stages before leave of the first batch."""
        rest = self.encode(batch.images).mean
        for stage in self._stages():
            stage.start(rest, batch.generator)
            rest = rest - stage.entries(stage.nearest(rest))

    def advance(self, batch: Batch) -> None:
        """Move each stage's entries to the averages of what they stood for in this step."""
        for stage in self._stages():
            stage.advance(batch.step, batch.generator)

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw each cell and stage by itself, codes by their use."""
        shape = (count, *self.grid)
        drawn = [stage.entries(stage.draw(shape, generator)) for stage in self._stages()]
        return torch.stack(drawn).sum(0)
