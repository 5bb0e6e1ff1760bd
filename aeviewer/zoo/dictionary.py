"""The linear decoder of sparse models: an image is a sum of entries of a dictionary."""

import math

import torch.nn.functional as F
from torch import Tensor, nn

from aeviewer.zoo.contract import ImageShape


class Dictionary(nn.Module):
    """x^ = sum_j h_j W_j + c: units h (B, d) to images (B, C, H, W), not yet bounded to [0, 1].

    Attributes:
        weight: the entries W_j as columns, (C * H * W, d).
        bias: c, (C * H * W,).
    """

    def __init__(self, units: int, image_shape: ImageShape):
        super().__init__()
        fresh = nn.Linear(units, math.prod(image_shape))
        self.image_shape, self.weight, self.bias = image_shape, fresh.weight, fresh.bias

    def forward(self, h: Tensor) -> Tensor:
        """Sum the entries up, each times its unit."""
        return F.linear(h, self.weight, self.bias).reshape(-1, *self.image_shape)

    def images(self) -> Tensor:
        """W_j as images (d, C, H, W)."""
        return self.weight.T.reshape(-1, *self.image_shape)
