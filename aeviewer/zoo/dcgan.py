"""Networks of a GAN for images: Radford 2015, Unsupervised Representation Learning with DCGANs.

Two halvings against two doublings, but without its batch norm and transposed convolutions.
"""

import math

from torch import nn

from aeviewer.zoo.contract import ImageShape


def generator(image_shape: ImageShape, latent: int, width: int) -> nn.Sequential:
    """Noise (B, latent) to images; PixelShuffle doubles their sides without a checkerboard."""
    cells, missing = _cells(image_shape)
    return nn.Sequential(
        nn.Linear(latent, 2 * width * math.prod(cells)),
        nn.Unflatten(1, (2 * width, *cells)),
        *_normed(2 * width),
        nn.Conv2d(2 * width, 4 * width, 3, padding=1),
        nn.PixelShuffle(2),
        *_normed(width),
        nn.Conv2d(width, 4 * image_shape[0], 3, padding=1),
        nn.PixelShuffle(2),
        nn.ZeroPad2d((0, -missing[1], 0, -missing[0])),
        nn.Sigmoid(),
    )


def _normed(width: int) -> tuple[nn.Module, nn.Module]:
    """Norm by eight channels, where it can; by the batch, an image would depend on the others."""
    return nn.GroupNorm(math.gcd(width, max(1, width // 8)), width), nn.GELU()


def adversary(image_shape: ImageShape, width: int) -> nn.Sequential:
    """Images to logits (B,)."""
    cells, missing = _cells(image_shape)
    return nn.Sequential(
        nn.ZeroPad2d((0, missing[1], 0, missing[0])),
        nn.Conv2d(image_shape[0], width, 4, stride=2, padding=1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(width, 2 * width, 4, stride=2, padding=1),
        nn.LeakyReLU(0.2),
        nn.Flatten(),
        nn.Linear(2 * width * math.prod(cells), 1),
        nn.Flatten(0),
    )


def _cells(image_shape: ImageShape) -> tuple[tuple[int, int], tuple[int, int]]:
    """Count the cells of 4x4 pixels, (h, w), that hold an image, and the pixels it lacks."""
    _, height, width = image_shape
    return (math.ceil(height / 4), math.ceil(width / 4)), (-height % 4, -width % 4)
