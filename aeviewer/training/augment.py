"""Augmentation: small random warps, so that a model sees more images than there are.

Simard 2003, Best Practices for Convolutional Neural Networks; affine warps alone. They are what
lets a deep autoencoder generalise: without them it learns the training images by heart.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

# At strength 1, each drawn evenly between minus and plus this.
_SHIFT = 1 / 14  # of the image's size: 2 pixels of 28
_TURN = 0.15  # radians
_STRETCH = 0.1  # of the size, each direction by itself
_SHEAR = 0.15


def warp(
    x: Tensor, strength: float, share: float, generator: torch.Generator, contrast: float = 1.0
) -> Tensor:
    """Warp the first part of a batch of images (B, C, H, W), each its own way; the rest stays.

    Sampling between pixels blurs: of MNIST, half of the energy at the finest scale is lost, and a
    model that learned from such images rebuilds sharp ones worse. A contrast of 1.2 gives ink its
    edges back, scale by scale within a tenth.

    Args:
        x: images in [0, 1], in random order already.
        strength: times 2 pixels of 28 of shift, 0.15 rad of turn, 10 % of stretch, 0.15 of shear.
        share: of the images that are warped, from 0 to 1.
        generator: of the warps, on the images' device.
        contrast: the warped images' grey levels are spread so many times about 0.5.
    """
    count = round(share * len(x))
    if not strength or not count:
        return x
    aspect = x.shape[3] / x.shape[2]
    places = F.affine_grid(
        _affine(count, strength, aspect, generator), list(x[:count].shape), False
    )
    warped = F.grid_sample(x[:count], places, "bicubic", "border", align_corners=False)
    warped = warped.sub_(0.5).mul_(contrast).add_(0.5).clamp_(0, 1)
    return torch.cat([warped, x[count:]])


def _affine(count: int, strength: float, aspect: float, generator: torch.Generator) -> Tensor:
    """Draw affine maps (count, 2, 3) from places in the warped image to places in the old one."""
    device = generator.device
    bounds = torch.tensor([2 * _SHIFT] * 2 + [_TURN] + [_STRETCH] * 2 + [_SHEAR], device=device)
    drawn = torch.rand(count, len(bounds), generator=generator, device=device)
    x, y, turn, wider, taller, shear = (strength * bounds * (2 * drawn - 1)).unbind(1)
    cos, sin = turn.cos(), turn.sin()
    wider, taller = 1 / (1 + wider), 1 / (1 + taller)
    # A turn of a picture that is not square is one of its pixels, not of its coordinates.
    across = torch.stack([cos * wider, (shear - sin) / aspect * taller, x], dim=1)
    down = torch.stack([sin * aspect * wider, cos * taller, y], dim=1)
    return torch.stack([across, down], dim=1)
