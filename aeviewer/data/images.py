"""The value that every data source becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import torch
from torch import Tensor

ImageShape = tuple[int, int, int]


@dataclass(frozen=True)
class Images:
    """Images that stay where they are, as bytes, and become floats only where they are used.

    Attributes:
        pixels: (N, C, H, W) uint8.
        labels: (N,) int64 class numbers, or None.
        classes: the classes' names, in the order of their numbers; empty without labels.
        factors: what generated each image, by name, (N,) each; empty for real data.
    """

    pixels: Tensor
    labels: Tensor | None = None
    classes: tuple[str, ...] = ()
    factors: Mapping[str, Tensor] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pixels)

    @property
    def shape(self) -> ImageShape:
        """(C, H, W) of one image."""
        channels, height, width = self.pixels.shape[1:]
        return channels, height, width

    def to(self, device: torch.device) -> Self:
        """Put pixels and labels on a device; factors stay."""
        labels = None if self.labels is None else self.labels.to(device)
        return replace(self, pixels=self.pixels.to(device), labels=labels)

    def floats(self, index: Tensor | slice) -> Tensor:
        """Read some images as (B, C, H, W) float32 in [0, 1]."""
        chosen = self.pixels[index] if isinstance(index, slice) else self._gathered(index)
        return chosen.to(torch.float32).mul_(1 / 255)

    def _gathered(self, index: Tensor) -> Tensor:
        return self.pixels.index_select(0, index)  # rows as a whole: 7 times quicker than [index]

    def first(self, count: int) -> Self:
        """Keep the first images only."""
        return replace(
            self,
            pixels=self.pixels[:count],
            labels=None if self.labels is None else self.labels[:count],
            factors={name: values[:count] for name, values in self.factors.items()},
        )


@dataclass(frozen=True)
class DataSet:
    """A data set as it is trained and judged on.

    Attributes:
        name: the short name, `mnist`; for a folder, the folder's name.
        train: what models learn from.
        test: what they are judged on and shown with.
    """

    name: str
    train: Images
    test: Images
