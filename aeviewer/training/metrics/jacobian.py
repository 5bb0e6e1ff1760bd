"""How far the latent moves when the image does: the encoder's Jacobian J = dz/dx, exactly.

||J||_F is a figure in the latent's own units: a model that merely shrinks its latents has less. So
it stands beside the norm divided by the latents' spread, which no scaling changes.
"""

import torch
from torch import Tensor
from torch.func import jacrev

from aeviewer.training.metrics.encoding import Subject
from aeviewer.training.state import Encoding
from aeviewer.zoo.capabilities import Discrete

_IMAGES = 500
_ROWS = 32_000  # of all Jacobians together; each is a pass through the encoder and back
_CHUNK = 32  # images at once, and latents: what is held at a time is a pass of 1,024
_LARGEST = 512


def measure(subject: Subject) -> dict[str, float]:
    """Average ||J||_F over the first test images: 500, or as many as have 32,000 rows, 62 of 512.

    Keys: `jacobian_norm`, of the posterior's mean; `jacobian_norm_normalised`, divided by the root
    of the summed variances of the same images' latents. None for quantised or larger latents.
    """
    model = subject.encoder
    if isinstance(model, Discrete) or _size(model) > _LARGEST:
        return {}
    x = subject.data.test.to(model.device).floats(slice(min(_IMAGES, _ROWS // _size(model))))
    norm = torch.cat([_norm(jacobian(model, part)) for part in torch.split(x, _CHUNK)]).mean()
    with torch.no_grad():
        spread = model.encode(x).mean.flatten(1).var(0, correction=0).sum().sqrt()
    figures = {"jacobian_norm": norm.item()}
    if spread > 0:
        figures["jacobian_norm_normalised"] = (norm / spread).item()
    return figures


def singular_values(model: Encoding, x: Tensor) -> Tensor:
    """Singular values of J at images (B, C, H, W), the largest first: (B, min(D, C H W))."""
    values: Tensor = torch.linalg.svdvals(jacobian(model, x))
    return values


def jacobian(model: Encoding, x: Tensor) -> Tensor:
    """Differentiate the posterior's mean of images (B, C, H, W): (B, D, C H W).

    A latent depends on its own image alone, so one Jacobian of the batch's sum holds them all.
    """

    def summed(images: Tensor) -> Tensor:
        return model.encode(images).mean.float().flatten(1).sum(0)

    rows: Tensor = jacrev(summed, chunk_size=_CHUNK)(x)
    return rows.detach().flatten(2).transpose(0, 1)  # of (D, B, C, H, W)


def _norm(jacobians: Tensor) -> Tensor:
    return jacobians.square().sum((1, 2)).sqrt()


def _size(model: Encoding) -> int:
    return int(torch.Size(model.latent_shape).numel())
