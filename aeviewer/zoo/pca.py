"""Principal component analysis: Pearson 1901, Hotelling 1933. The honest baseline.

Of all linear codes of d numbers it has the least squared error, and it takes a second. A figure of
any other model means something only beside this one.
"""

import math
from typing import final

import numpy as np
import torch
from torch import Tensor

from aeviewer.errors import UserError
from aeviewer.zoo.capabilities import ClosedForm, Linear
from aeviewer.zoo.contract import Autoencoder, Batch, ImageShape, Loss
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant


class PCAKnobs(Knobs):
    """Hyper-parameters of PCA."""

    latent: int = knob(2, "Number of principal components", ge=1, le=512)


@final
@variant("pca", "PCA", "Pearson 1901; Hotelling 1933", PCAKnobs)
class PCA(Autoencoder[PCAKnobs], ClosedForm, Linear):
    """z = (x - mean) W^T, x = z W + mean, with the d directions of largest variance as W."""

    mean: Tensor
    components: Tensor
    spread: Tensor

    def __init__(self, image_shape: ImageShape, config: PCAKnobs):
        super().__init__(image_shape, (config.latent,), config)
        pixels = math.prod(image_shape)
        self.register_buffer("mean", torch.zeros(pixels))
        self.register_buffer("components", torch.zeros(config.latent, pixels))
        self.register_buffer("spread", torch.ones(config.latent))

    def fit(self, x: Tensor) -> None:
        """Find the components of images (N, C, H, W).

        Raises:
            UserError: there are fewer images, or pixels, than components, or a single image.
        """
        from sklearn import decomposition

        flat = x.flatten(1)
        if self.config.latent > min(flat.shape):
            raise UserError(
                f"pca.latent is {self.config.latent}; these {len(x)} images of {flat.shape[1]} "
                f"pixels allow at most {min(flat.shape)}"
            )
        if len(flat) < 2:
            raise UserError(f"PCA of {len(flat)} image has no variance to explain; give 2 or more")
        solver = decomposition.PCA(self.config.latent, svd_solver="covariance_eigh")
        with np.errstate(invalid="ignore"):  # equal images have no variance to take shares of
            solved = solver.fit(flat.cpu().numpy())
        self.mean.copy_(torch.as_tensor(solved.mean_))
        self.components.copy_(torch.as_tensor(solved.components_))
        self.spread.copy_(torch.as_tensor(solved.explained_variance_**0.5))

    def encode(self, x: Tensor) -> Posterior:
        """Project onto the components."""
        return Posterior((x.flatten(1) - self.mean) @ self.components.T)

    def decode(self, z: Tensor) -> Tensor:
        """Rebuild; what leaves [0, 1] is clamped, as images cannot."""
        return (z @ self.components + self.mean).clamp(0, 1).reshape(-1, *self.image_shape)

    def dictionary(self) -> Tensor:
        """The components, (units, C, H, W)."""
        return self.components.reshape(-1, *self.image_shape)

    def loss(self, batch: Batch) -> Loss:
        """Sum of squared errors over the pixels, before any clamp: no linear model has less."""
        rebuilt = self.encode(batch.images).mean @ self.components + self.mean
        error = (batch.images.flatten(1) - rebuilt).square().sum() / len(batch.images)
        return Loss(error, {"reconstruction": error})

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw a Gaussian with the data's spread along each component."""
        noise = torch.randn(count, *self.latent_shape, generator=generator, device=generator.device)
        return noise * self.spread
